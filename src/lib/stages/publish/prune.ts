import type { PipelineName } from '../../domain/values.js';
import type { ClusteringStore, GenerationStore } from '../../ports.js';

/**
 * Drops all but the newest `keep` generations, what killed runs left unpublished, and the clusterings that no
 * generation refers to any more.
 */
export async function pruneGenerations(
  pipeline: PipelineName,
  keep: number,
  { generations, clusterings }: { generations: GenerationStore; clusterings: ClusteringStore },
): Promise<void> {
  const published = await generations.published(pipeline);
  if (!published) return;
  const older = (await generations.list(pipeline)).filter(({ id }) => id !== published.id);
  const kept = older.filter(({ number }) => number < published.number).slice(0, keep - 1);
  const needed = new Set([published.clustering, ...kept.map(({ clustering }) => clustering)]);
  for (const { id } of older) {
    if (!kept.some((generation) => generation.id === id)) await generations.delete(id);
  }
  for (const id of await clusterings.list(pipeline)) {
    if (!needed.has(id)) await clusterings.delete(id);
  }
}
