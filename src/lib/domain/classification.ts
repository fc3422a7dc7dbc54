import type { Hash } from './values.js';

/** Collections whose texts can be labelled. */
export const CLASSIFIED = ['conversations', 'pages'] as const;
export type Classified = (typeof CLASSIFIED)[number];

/** Sets of labels that come with gibsey: what people want, and the trades of their troubles. */
export const LABEL_SETS = ['intents', 'issues'] as const;
export type LabelSet = (typeof LABEL_SETS)[number];

/** The label, in any set, of what fits no other. */
export const OTHER = 'other';

export interface Label {
  label: string;
  /** What it means, in a sentence; stands for a prototype where there is none. */
  description: string;
  /** Texts that have it. */
  prototypes: readonly string[];
}

/** The label of one item of a collection, e.g. of an utterance or a page. */
export interface Classification {
  /** Items of different collections may share ids. */
  collection: string;
  id: string;
  label: string;
  /** 0…1 */
  confidence: number;
  /** How it was found, e.g. `llm` or `prototypes`. */
  method: string;
  /** Language or embedding model. */
  model: string;
  /** Epoch ms. */
  classifiedAt: number;
  /** Of text, labels and the method that was tried first: equal input, equal label. */
  input: Hash;
}
