import type { Json } from './values.js';

/** Advice on manners for casual talk, given to the model beside the question. */
export interface CulturalText {
  id: string;
  topic: string;
  content: string;
  /** Words that call for it, separated by commas; empty when only its meaning does. */
  triggerKeyword: string;
  /** ISO 639-1 of the talk that it is for, `*` for any. */
  language: string;
  whenToUse: string;
  /** Further keys; usage is counted beside them. */
  metadata: Record<string, Json>;
}

export interface CulturalChunk extends CulturalText {
  /** How often it was given to a model. */
  usageCount: number;
  /** Epoch ms, null before the first time. */
  lastUsed: number | null;
  /** Epoch ms. */
  createdAt: number;
  /** When the text last changed, epoch ms. */
  updatedAt: number;
}
