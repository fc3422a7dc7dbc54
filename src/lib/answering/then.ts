import { GibseyError } from '../domain/errors.js';
import type { Generation } from '../domain/generation.js';
import type { Store } from '../ports/index.js';

/** A point in the past that was asked for. */
export type Then =
  /** What readers saw at this moment, epoch ms. */
  | { moment: number }
  /** What they saw so many publications ago. */
  | { nights: number }
  /** What they saw when this run had ended. */
  | { run: string };

/**
 * The generation that readers saw then; null when nothing was published yet.
 * @throws NOT_FOUND when there is no such run, or when that generation was pruned
 */
export async function generationThen(
  store: Store,
  published: Generation,
  then: Then,
): Promise<Generation | null> {
  if ('run' in then) return afterRun(store, published, then.run);
  const numbers = await keptNumbers(store, published);
  if ('nights' in then) {
    const wanted = published.number - then.nights;
    if (wanted < 1) return null;
    const id = numbers.get(wanted);
    return (id && (await store.generations.get(id))) || pruned(store, published);
  }
  for (const id of numbers.values()) {
    const generation = await store.generations.get(id);
    if (generation && generation.createdAt <= then.moment) return generation;
  }
  return numbers.has(1) ? null : pruned(store, published);
}

async function afterRun(store: Store, published: Generation, runId: string) {
  const run = await store.runs.get(runId);
  if (!run) {
    throw new GibseyError('NOT_FOUND', `There is no run ${runId}.`, { hint: 'gibsey runs' });
  }
  if (run.published === null) return null;
  return (await store.generations.get(run.published)) ?? pruned(store, published);
}

/** Ids of the published generation and of those before it that are kept, by number, the newest first. */
async function keptNumbers(store: Store, published: Generation): Promise<Map<number, string>> {
  const listed = await store.generations.list(published.pipeline);
  // What a killed run has left unpublished stands at the same number or above.
  const older = listed.filter(({ number }) => number < published.number);
  return new Map([published, ...older].map(({ number, id }) => [number, id]));
}

async function pruned(store: Store, published: Generation): Promise<never> {
  const oldest = Math.min(...(await keptNumbers(store, published)).keys());
  const message =
    `The night that was published then has been pruned; generation ${oldest} is the oldest that is kept ` +
    '(generations.keep says how many are).';
  throw new GibseyError('NOT_FOUND', message, {
    hint: `gibsey status --since ${published.number - oldest}`,
  });
}
