/** Where documents come from. */
import type { Utterance } from '../domain/conversation.js';
import type { Page } from '../domain/page.js';

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
