import { assignmentsOf } from '../lib/answering/published.js';
import type { Clustering } from '../lib/domain/clustering.js';
import type { Scope } from '../lib/domain/values.js';
import type { Store } from '../lib/ports/index.js';
import { committedClustering } from '../lib/stages/committed.js';
import { columns } from './columns.js';
import { brief, count, plural } from './format.js';

/** What was clustered. */
interface Clustered {
  collection: string;
  scope: Scope;
  /** What one of its documents is called. */
  noun: string;
}

/** The clustering that was committed last, published or not. */
export async function clusteringResult(
  store: Store,
  { collection, scope, noun }: Clustered,
  { assignments }: { assignments: boolean },
) {
  const committed = await committedClustering(store.memo, scope);
  const clustering = committed && (await store.clusterings.get(committed.clustering));
  if (!clustering) return { json: {}, text: '' };
  const pairs = assignments ? await assignmentsOf(store, clustering.id) : null;
  const json = {
    ...clusteringJson(collection, clustering),
    ...(pairs
      ? { assignments: pairs.map(({ id, clusterId }) => ({ id, cluster_id: clusterId })) }
      : {}),
  };
  const text = pairs
    ? pairs.map(({ id, clusterId }) => `  #${clusterId}\t${id}`).join('\n')
    : clusteringText(noun, clustering);
  return { json, text };
}

function clusteringJson(
  collection: string,
  { algorithm, k, noise, clusters, retired }: Clustering,
) {
  return {
    collection,
    algorithm,
    k,
    noise,
    clusters: clusters.map(({ clusterId, size, centerPage, cohesion, lineage, from }) => ({
      cluster_id: clusterId,
      size,
      center_page: centerPage,
      cohesion,
      lineage,
      ...(from.length > 0 ? { from } : {}),
    })),
    retired: retired.map(({ clusterId, into }) => ({ cluster_id: clusterId, into })),
  };
}

function clusteringText(
  noun: string,
  { clusters, points, noise, k, rebased, retired }: Clustering,
): string {
  const rows = clusters.map(({ clusterId, size, centerPage, cohesion, lineage, from }) => [
    `#${clusterId}`,
    count(size),
    cohesion.toFixed(2),
    from.length > 0 ? `${lineage} from ${from.map((id) => `#${id}`).join(', ')}` : lineage,
    brief(centerPage),
  ]);
  const head = ['id', `${noun}s`, 'cohesion', 'since last night', 'centre'];
  const gone = retired.map(({ clusterId, into }) =>
    into === null ? `#${clusterId} retired` : `#${clusterId} merged into #${into}`,
  );
  return [
    `${plural(points, noun)} in ${plural(k, 'cluster')}${rebased ? ', rebased' : ''}${noise > 0 ? `, ${count(noise)} in none` : ''}`,
    columns(rows, { head, right: [0, 1, 2] }),
    ...gone.map((line) => `  ${line}`),
  ].join('\n');
}
