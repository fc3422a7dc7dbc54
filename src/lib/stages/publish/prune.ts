import type { Generation } from '../../domain/generation.js';
import type { Scope } from '../../domain/values.js';
import type { ClusteringStore, GenerationStore } from '../../ports/index.js';

export interface PruneOptions {
  scope: Scope;
  generations: GenerationStore;
  clusterings: ClusteringStore;
  /** Generations kept, the published one included. */
  keep: number;
  /** Drops the vectors of a space, given its id, where the scope decides over them. */
  dropSpace?: (space: string) => Promise<void>;
}

/**
 * Drops all but the newest `keep` generations, what killed runs left unpublished, the clusterings that no
 * generation refers to any more, and spaces that only dropped nights were made of. A space that was never published
 * stays: it may be being filled.
 */
export async function pruneGenerations({
  scope,
  keep,
  generations,
  clusterings,
  dropSpace,
}: PruneOptions): Promise<void> {
  const published = await generations.published(scope);
  if (!published) return;
  const older = (await generations.list(scope)).filter(({ id }) => id !== published.id);
  const kept = older.filter(({ number }) => number < published.number).slice(0, keep - 1);
  const dropped = older.filter(({ id }) => !kept.some((generation) => generation.id === id));
  const needed = new Set([published.clustering, ...kept.map(({ clustering }) => clustering)]);
  const past = dropped.filter(({ number }) => number < published.number);
  if (dropSpace && past.length > 0) {
    const left = new Set([published.space, ...(await spacesOf(kept, generations))]);
    // Before the generations, so that a run that is killed in between comes back to it.
    for (const space of await spacesOf(past, generations)) {
      if (!left.has(space)) await dropSpace(space);
    }
  }
  for (const { id } of dropped) await generations.delete(id);
  for (const id of await clusterings.list(scope)) {
    if (!needed.has(id)) await clusterings.delete(id);
  }
}

async function spacesOf(
  listed: readonly Pick<Generation, 'id'>[],
  generations: GenerationStore,
): Promise<Set<string>> {
  const spaces = new Set<string>();
  for (const { id } of listed) {
    const generation = await generations.get(id);
    if (generation) spaces.add(generation.space);
  }
  return spaces;
}
