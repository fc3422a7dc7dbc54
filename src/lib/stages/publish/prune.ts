import type { Generation } from '../../domain/generation.js';
import type { PipelineName } from '../../domain/values.js';
import type {
  ClusteringStore,
  CuratedStore,
  GenerationStore,
  VectorStore,
} from '../../ports/index.js';

export interface PruneStores {
  generations: GenerationStore;
  clusterings: ClusteringStore;
  vectors: VectorStore;
  curated: Pick<CuratedStore, 'dropVectors'>;
}

/**
 * Drops all but the newest `keep` generations, what killed runs left unpublished, the clusterings that no
 * generation refers to any more, and the vectors of spaces that only dropped nights were made of, those of curated
 * questions included. A space that was never published stays: it may be being filled.
 */
export async function pruneGenerations(
  pipeline: PipelineName,
  keep: number,
  { generations, clusterings, vectors, curated }: PruneStores,
): Promise<void> {
  const published = await generations.published(pipeline);
  if (!published) return;
  const older = (await generations.list(pipeline)).filter(({ id }) => id !== published.id);
  const kept = older.filter(({ number }) => number < published.number).slice(0, keep - 1);
  const dropped = older.filter(({ id }) => !kept.some((generation) => generation.id === id));
  const needed = new Set([published.clustering, ...kept.map(({ clustering }) => clustering)]);
  const past = dropped.filter(({ number }) => number < published.number);
  if (pipeline === 'pages' && past.length > 0) {
    const left = new Set([published.space, ...(await spacesOf(kept, generations))]);
    // Before the generations, so that a run that is killed in between comes back to it.
    for (const space of await spacesOf(past, generations)) {
      if (left.has(space)) continue;
      await vectors.drop(space);
      await curated.dropVectors(space);
    }
  }
  for (const { id } of dropped) await generations.delete(id);
  for (const id of await clusterings.list(pipeline)) {
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
