import type { ErrorCode } from './errors.js';
import type { Quote } from './quote.js';

/** Somebody of the book who answers. Characters are data. */
export interface Character {
  /** `char_id` of pages and of the API. */
  id: string;
  name: string;
  /** `#rrggbb` */
  colour: string;
  /** How it speaks: told to the model. */
  voice: string;
  /** Begins answers that are made without a model, in its voice; default: none. */
  opening?: string;
  /** What it says first, and when the book holds nothing on the question. */
  greeting: string;
  silence: string;
  /** What it knows: all pages, those of its own `char_id`, or those listed. */
  knows: 'all' | 'own' | { pageIds: string[] } | { chapters: string[] };
  /** `quotes`: from pages. `summaries`: from the summaries of the night. */
  context: 'quotes' | 'summaries';
}

export interface Question {
  text: string;
  charId?: string;
  /** Turns of one session share a history; default: none is kept. */
  sessionId?: string;
  /** Makes the turn idempotent: it is charged once. Default: a new one. */
  requestId?: string;
  chapter?: string;
}

/** How a question was taken. `cache` answers were prepared by night. */
export type Route = 'knowledge' | 'casual' | 'cache';

export interface TurnUsage {
  /** `extractive`, or the name of the model. */
  model: string;
  promptTokens: number;
  completionTokens: number;
}

/** Which prepared answer is served. */
export interface PreparedId {
  answerId: string;
  /** Cluster of questions that it was prepared for; null where people wrote it and no cluster asks for it. */
  clusterId: number | null;
  /** Of one that people wrote: ids of pages, or addresses, as they gave them. */
  references: string[];
}

/**
 * What a turn yields, in this order: meta, then quotes and tokens as they come, each quote before the tokens that
 * hold it, then done or error. A turn that is refused yields an error alone.
 */
export type TurnEvent =
  | {
      type: 'meta';
      requestId: string;
      sessionId: string | null;
      charId: string;
      name: string;
      colour: string;
      route: Route;
      /** Who is asked; `usage.model` of `done` says who has answered. */
      model: string;
      /** Topics of the cultural chunks that small talk was given. */
      cultural: string[];
      /** What the night has prepared and is served now; absent when nothing is. */
      prepared?: PreparedId;
    }
  | { type: 'quote'; index: number; quote: Quote }
  | { type: 'token'; text: string }
  | {
      type: 'done';
      /** The whole text, as the tokens gave it. */
      answer: string;
      /** False where an answer without a model says that the book does not say; a model says so in its words. */
      answered: boolean;
      /** Of the pages that are nearest to what was not answered, what fits best; else none. */
      nearest: readonly Quote[];
      usage: TurnUsage;
      latencyMs: number;
      creditsLeft: number | null;
    }
  | { type: 'error'; code: ErrorCode; message: string; hint: string };
