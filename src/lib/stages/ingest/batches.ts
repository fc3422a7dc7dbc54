import type { Clock } from '../../ports/index.js';
import { IDLE, lingering } from '../lingering.js';

/** Records that are looked up and stored together. */
export const BATCH = 200;

/** The records of a source in batches; those of a stream that pauses do not wait for more. */
export async function* inBatches<T>(
  records: AsyncIterable<T>,
  { once, clock }: { once: boolean; clock: Clock },
): AsyncIterable<T[]> {
  let batch: T[] = [];
  for await (const record of once ? lingering(records, clock) : records) {
    if (record !== IDLE) batch.push(record);
    if (record !== IDLE && batch.length < BATCH) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
