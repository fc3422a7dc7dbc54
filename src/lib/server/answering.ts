import type { Chat } from '../answering/chat/turn.js';
import type { GoldenCache } from '../answering/prepared/lookup/cache.js';
import type { Retriever } from '../answering/retrieval/retriever.js';

/** What answers: opened once the store is, and slower, since it reads the whole store. */
export interface Answering {
  retriever: Retriever;
  /** Prepared answers; null while none can be looked for. */
  golden: Pick<GoldenCache, 'judge' | 'stats' | 'explain' | 'shelf'> | null;
  chat: Chat;
  /** Changes that the worker inside has yet to act on; null without one. */
  workerLag: () => Promise<number | null>;
  /** The language model that can be asked now; null: answers are extractive. */
  model: () => Promise<string | null>;
}
