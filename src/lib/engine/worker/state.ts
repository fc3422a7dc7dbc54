import type { Space } from '../../domain/values.js';
import type { Store } from '../../ports/index.js';
import { deadLetters } from './dead-letters.js';
import { consumerOf } from './worker.js';

export interface WorkerState {
  /** Changes that no worker has taken up yet, those of vectors among them. */
  lag: number;
  /** Pages that could not be embedded. */
  dead: number;
}

/** How far the workers of a store have come; null where none ever was. */
export async function workerState(store: Store, space: Space): Promise<WorkerState | null> {
  const offset = await store.offsets.read(consumerOf(space));
  const dead = (await deadLetters(store, space)).length;
  if (offset === 0 && dead === 0) return null;
  return { lag: (await store.changes.latest()) - offset, dead };
}
