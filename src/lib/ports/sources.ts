/** Where documents come from. */
import type { Utterance } from '../domain/conversation.js';
import type { Page } from '../domain/page.js';
import type { Json } from '../domain/values.js';

/** A part of the input that cannot be used; the rest of the input goes on. */
export interface InputProblem {
  /** `FILE:LINE`, `FILE`, or a URL. */
  where: string;
  reason: string;
}

export type SourceRecord = { page: Page; where: string } | { problem: InputProblem };

export interface Source {
  /** The `source` of every page it yields. */
  readonly name: string;
  /**
   * Pages in the order of the input, bounded in memory whatever its size.
   * @throws SOURCE_UNREADABLE when nothing of it can be read.
   */
  read(signal: AbortSignal): AsyncIterable<SourceRecord>;
}

export type UtteranceRecord = { utterance: Utterance; where: string } | { problem: InputProblem };

/** A log of conversations. Throws and is bounded as a Source is. */
export interface ConversationSource {
  /** For people: the path. */
  readonly name: string;
  read(signal: AbortSignal): AsyncIterable<UtteranceRecord>;
}

/** Days of collection in UTC, `YYYY-MM-DD`, both included. */
export interface DayWindow {
  from: string;
  to: string;
}

/** Where the reading of a partition stood: of the source's own making, handed back to it as it came. */
export type Checkpoint = Json;

/**
 * `gone`: key of a document that its author or its host has taken away; what is stored of it has to go.
 * `checkpoint`: everything before it has been told, and need not be read again.
 */
export type PartitionRecord<D> =
  { doc: D } | { gone: string } | { problem: InputProblem } | { checkpoint: Checkpoint };

/** What comes in by day: each day can be read by itself, again and in any order, and gives the same each time. */
export interface PartitionedSource<D> {
  /** The source of every document that it yields, e.g. `github`. */
  readonly name: string;
  /** Days of the window that there may be something of, in ascending order, none after today. */
  partitions(window: DayWindow, signal: AbortSignal): AsyncIterable<string>;
  /**
   * What belongs to one day, bounded in memory; it is complete when it ends by itself.
   * @param from the last checkpoint of a reading that did not; one that the source cannot use any more begins anew
   * @throws QUOTA_SPENT it gives no more for now: what was told is good, the rest is still to do
   * @throws SERVICE_UNREACHABLE, REPLY_INVALID, SOURCE_UNREADABLE as it says; AbortError when `signal` aborts
   */
  read(
    partition: string,
    from: Checkpoint | null,
    signal: AbortSignal,
  ): AsyncIterable<PartitionRecord<D>>;
}

/** How far the reading of a partition has come. */
export interface CollectedDay {
  source: string;
  day: string;
  state: 'begun' | 'done';
  /** Where a reading that has begun goes on. */
  checkpoint: Checkpoint | null;
  /** Epoch ms. */
  at: number;
}
