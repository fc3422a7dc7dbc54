import type { Json } from './values.js';

/** One utterance of a conversation. */
export interface Utterance {
  /** Natural key: the same utterance stored twice is stored once. */
  id: string;
  userId: string;
  sessionId: string;
  role: 'user' | 'assistant';
  text: string;
  /** ISO 639-1, null when unknown. */
  language: string | null;
  /** Epoch ms. */
  createdAt: number;
  /** Character, route and the like; unknown keys of the input are kept. */
  metadata: Record<string, Json>;
}
