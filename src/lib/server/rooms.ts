import type { Chat } from '../answering/chat/turn.js';
import type { GoldenCache } from '../answering/golden/cache.js';
import type { Retriever } from '../answering/retrieval/retriever.js';
import type { Clock, Store } from '../ports.js';
import type { Health } from './health.js';
import type { InFlight } from './in-flight.js';
import type { ServerMetrics } from './metrics.js';

/** What answers: opened once the store is, and slower, since it reads the whole store. */
export interface Answering {
  retriever: Retriever;
  /** Prepared answers; null while none can be looked for. */
  golden: Pick<GoldenCache, 'judge' | 'stats'> | null;
  chat: Chat;
  /** Changes that the worker inside has yet to act on; null without one. */
  workerLag: () => Promise<number | null>;
  /** The language model that can be asked now; null: answers are extractive. */
  model: () => Promise<string | null>;
}

/** What the handlers of operations work with. */
export interface Rooms {
  /** @throws why the store cannot be asked now */
  store(): Promise<Store>;
  /** @throws why nothing can be answered now */
  answering(): Promise<Answering>;
  readonly health: Health;
  readonly metrics: ServerMetrics;
  readonly inFlight: InFlight;
  readonly clock: Clock;
  /** An identifier that does not repeat. */
  readonly newId: () => string;
  /** A stream of events that is silent for this long gets a comment, ms. */
  readonly heartbeatMs: number;
}
