import type { Clock } from '../../ports/index.js';
import { IDLE, lingering } from '../lingering.js';

/** Records that are looked up and stored together. */
export const BATCH = 200;
/** Characters of text that are looked up and stored together: fewer records where they are long. */
export const BATCH_CHARACTERS = 4 * 2 ** 20;

/** The records of a source in batches; those of a stream that pauses do not wait for more. */
export async function* inBatches<T>(
  records: AsyncIterable<T>,
  { once, clock, weigh }: { once: boolean; clock: Clock; weigh: (record: T) => number },
): AsyncIterable<T[]> {
  let batch: T[] = [];
  let characters = 0;
  for await (const record of once ? lingering(records, clock) : records) {
    if (record !== IDLE) {
      batch.push(record);
      characters += weigh(record);
      if (batch.length < BATCH && characters < BATCH_CHARACTERS) continue;
    }
    yield batch;
    batch = [];
    characters = 0;
  }
  if (batch.length > 0) yield batch;
}
