/** The streams of changes, and how far their consumers have come. */
import type { ErrorCode } from '../domain/errors.js';

export interface Change {
  /** Grows with every change of one partition; where there are no partitions, with every change. */
  sequence: number;
  /** Changes of one partition come in order, those of one row lie in one; default: there is but one. */
  partition?: number;
  table: 'pages' | 'page_vectors';
  id: string;
  op: 'put' | 'delete';
  /** Epoch ms. */
  at: number;
  /** Why the event cannot be read; its `id` says where it stands in the stream. */
  unreadable?: string;
}

/** Where a reader stands in a source. Only the source that gave it can read it. */
export type Cursor = string;

/** The members of a group share the changes, and what one has committed; a follower sees all, and commits nothing. */
export type ReadAs = { group: string } | { follower: true };

/** `committed`: behind what the group has committed, from the start where it never did. */
export type ReadFrom = 'committed' | 'end' | { cursor: Cursor };

/** A stream of changes, each told at least once. */
export interface ChangeSource {
  /**
   * Whether every change is told, whoever made it. Where it is not, those of other programs are missing, and of a
   * process that died in the midst of one: whoever follows compares the whole store now and then, too.
   */
  readonly complete: boolean;
  /** Rest between two looks at a source in which nothing is new that it bears easily, ms. */
  readonly pollMs: number;
  open(as: ReadAs, from: ReadFrom, signal: AbortSignal): Promise<ChangeReader>;
}

export interface Changes {
  /** In the order of their partition; of several partitions mixed. */
  changes: Change[];
  /** What is committed once all up to here is done. */
  behind: Cursor;
}

export interface ChangeReader {
  /** Where the source ends now. */
  end(): Promise<Cursor>;
  /**
   * The next changes, none when nothing is new; the next call goes on behind them. `lost`: changes are missing that
   * nobody can tell any more, so that the whole store has to be compared; the next call goes on with what there is.
   */
  read(max: number, signal: AbortSignal): Promise<Changes | 'lost'>;
  /** What has come in since the last look, in front of what `read` has reached, which meets it again in its turn. */
  recent(max: number, signal: AbortSignal): Promise<Change[]>;
  /** Never moves back. `revoked`: another member of the group goes on there now. */
  commit(cursor: Cursor): Promise<'ok' | 'revoked'>;
  /** What is behind the last `read`: how much, and when the oldest of it was made, epoch ms. */
  lag(): Promise<{ changes: number; oldestAt: number | null }>;
  close(): Promise<void>;
}

/** The feed that a store keeps of itself. */
export interface ChangeFeed {
  /** Changes after `sequence` (0: from the start), oldest first. */
  read(after: number, limit: number): Promise<Change[]>;
  /** Sequence of the newest change, 0 when there was none. */
  latest(): Promise<number>;
  /** Drops changes up to and including `sequence`. */
  trim(sequence: number): Promise<void>;
}

/** An event that a consumer of changes could not act on. */
export interface DeadLetter {
  consumer: string;
  change: Change;
  code: ErrorCode;
  message: string;
  /** Epoch ms. */
  at: number;
}

/** How far each consumer of a store's own feed has come, and what consumers of any stream had to leave. */
export interface OffsetStore {
  /** Sequence up to which everything is done, 0 at first. */
  read(consumer: string): Promise<number>;
  /** Never moves back. */
  commit(consumer: string, sequence: number): Promise<void>;
  /** Idempotent by (consumer, partition, sequence). */
  bury(letter: DeadLetter): Promise<void>;
  /** Oldest first, of one partition. */
  buried(consumer: string): Promise<DeadLetter[]>;
}
