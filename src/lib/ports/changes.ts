/** The change feed, and how far its consumers have come. */
import type { ErrorCode } from '../domain/errors.js';

export interface Change {
  /** Grows with every change of the store. */
  sequence: number;
  table: 'pages' | 'page_vectors';
  id: string;
  op: 'put' | 'delete';
  at: number;
}

export interface ChangeFeed {
  /** Changes after `sequence` (0: from the start), oldest first. */
  read(after: number, limit: number): Promise<Change[]>;
  /** Sequence of the newest change, 0 when there was none. */
  latest(): Promise<number>;
  /** Drops changes up to and including `sequence`. */
  trim(sequence: number): Promise<void>;
}

/** An event that a consumer of the change feed could not act on. */
export interface DeadLetter {
  consumer: string;
  change: Change;
  code: ErrorCode;
  message: string;
  /** Epoch ms. */
  at: number;
}

/** How far each consumer of the change feed has come, and what it had to leave. */
export interface OffsetStore {
  /** Sequence up to which everything is done, 0 at first. */
  read(consumer: string): Promise<number>;
  /** Never moves back. */
  commit(consumer: string, sequence: number): Promise<void>;
  /** Idempotent by (consumer, sequence). */
  bury(letter: DeadLetter): Promise<void>;
  /** Oldest first. */
  buried(consumer: string): Promise<DeadLetter[]>;
}
