import type { Space } from '../../domain/values.js';
import type { DeadLetter, Store } from '../../ports/index.js';
import { consumerOf } from './worker.js';

const BATCH = 200;

/**
 * What the worker could not do and nobody has done since, oldest first: events that cannot be read, and of each page
 * its newest letter. A page that has the vectors of its present text by now, or is gone, is left out.
 */
export async function deadLetters(
  { pages, vectors, offsets }: Pick<Store, 'pages' | 'vectors' | 'offsets'>,
  space: Space,
): Promise<DeadLetter[]> {
  const buried = await offsets.buried(consumerOf(space));
  const unreadable = buried.filter(({ change }) => change.unreadable !== undefined);
  const newest = [...new Map(buried.map((letter) => [letter.change.id, letter])).values()];
  const open: DeadLetter[] = unreadable;
  for (let i = 0; i < newest.length; i += BATCH) {
    const some = newest.slice(i, i + BATCH);
    const ids = some.map(({ change }) => change.id);
    const made = await vectors.hashes(space, ids);
    const waiting = (await pages.get(ids)).filter((page) => made.get(page.id) !== page.contentHash);
    const wanted = new Set(waiting.map(({ id }) => id));
    open.push(...some.filter(({ change }) => wanted.has(change.id)));
  }
  return open.sort((a, b) => a.at - b.at || a.change.sequence - b.change.sequence);
}
