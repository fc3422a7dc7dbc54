import type { Cluster } from '../../../domain/clustering.js';
import type { Summary } from '../../../domain/summary.js';
import type { ClusteringStore, MemoStore } from '../../../ports/index.js';
import { encodeVector } from '../vectors.js';
import type { Projection } from './projections.js';
import type { Statement } from './session.js';

export interface PageSources {
  clusterings: Pick<ClusteringStore, 'get'>;
  memo: Pick<MemoStore, 'artefacts'>;
}

/** `summaries` and `clusters`. */
export function pageProjection({ clusterings, memo }: PageSources): Projection {
  return {
    pipeline: 'pages',
    async tablesOf({ clustering: id, entries }) {
      const clustering = await clusterings.get(id);
      const clusters = new Map(clustering?.clusters.map((cluster) => [cluster.clusterId, cluster]));
      const inputs = entries.map(({ artefact }) => artefact);
      const artefacts = await memo.artefacts('summarize', inputs);
      const summaries = new Map<number, Statement>();
      for (const { clusterId, artefact, stale } of entries) {
        const cluster = clusters.get(clusterId);
        const summary = artefacts.get(artefact) as Partial<Summary> | null | undefined;
        if (cluster && summary) summaries.set(clusterId, summaryRow(cluster, summary, stale));
      }
      const rows = new Map([...clusters].map(([id, cluster]) => [id, clusterRow(cluster)]));
      return [
        { name: 'summaries', key: 'cluster_id', rows: summaries },
        { name: 'clusters', key: 'cluster_id', rows },
      ];
    },
  };
}

/** center_page, size and cohesion are those of the published cluster, also where an older summary is carried on. */
function summaryRow(cluster: Cluster, summary: Partial<Summary>, stale: boolean): Statement {
  const { updatedAt, title, keywords, model, promptVersion, words, coverage } = summary;
  return {
    cql: `INSERT INTO summaries (cluster_id, center_page, size, cohesion, stale, summary, updated_at, title,
      keywords, model, prompt_version, words, coverage)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) USING TIMESTAMP ?`,
    values: [
      ...[cluster.clusterId, cluster.centerPage, cluster.size, cluster.cohesion, stale],
      ...[summary.summary ?? null, updatedAt === undefined ? null : new Date(updatedAt)],
      ...[title ?? null, keywords ? JSON.stringify(keywords) : null, model ?? null],
      ...[promptVersion ?? null, words ?? null, coverage ?? null],
    ],
  };
}

function clusterRow(cluster: Cluster): Statement {
  const { clusterId, size, centerPage, cohesion, lineage, from, centre } = cluster;
  return {
    cql: `INSERT INTO clusters (cluster_id, size, center_page, cohesion, lineage, came_from, centre)
      VALUES (?, ?, ?, ?, ?, ?, ?) USING TIMESTAMP ?`,
    values: [
      ...[clusterId, size, centerPage, cohesion, lineage],
      ...[JSON.stringify(from), encodeVector(centre)],
    ],
  };
}
