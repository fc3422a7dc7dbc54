import type { Cluster } from '../../../domain/clustering.js';
import type { Generation } from '../../../domain/generation.js';
import type { Summary } from '../../../domain/summary.js';
import type { ClusteringStore, GenerationStore, MemoStore } from '../../../ports.js';
import { encodeVector } from '../vectors.js';
import { AGAIN, contend, inParallel } from './concurrency.js';
import { readPointer } from './generations.js';
import type { Session, Statement } from './session.js';

export interface Sources {
  generations: Pick<GenerationStore, 'get'>;
  clusterings: Pick<ClusteringStore, 'get'>;
  memo: Pick<MemoStore, 'artefacts'>;
}

const PIPELINE = 'pages';
const TABLES = ['summaries', 'clusters'] as const;

/**
 * Brings the tables that others read, `summaries` and `clusters`, to the published generation, unless they show
 * it already. Outsiders may see rows of two nights side by side while it works. Every write carries the number
 * of the flip as its timestamp: a straggler never overwrites a newer night, and who finds on finishing that the
 * pointer has moved on starts again with the newest.
 */
export async function project(session: Session, sources: Sources): Promise<void> {
  await contend('the published tables', async () => {
    const pointer = await readPointer(session, PIPELINE);
    if (!pointer || pointer.projected === pointer.flips) return undefined;
    const generation = await sources.generations.get(pointer.generation);
    if (!generation) return undefined;
    await show(session, await rowsOf(generation, sources), pointer.flips);
    const { outcome } = await session.compareAndSet({
      cql: 'UPDATE published SET projected = ? WHERE pipeline = ? IF flips = ?',
      values: [pointer.flips, PIPELINE, pointer.flips],
    });
    return outcome === 'applied' ? undefined : AGAIN;
  });
}

type Rows = Record<(typeof TABLES)[number], Map<number, Statement>>;

async function show(session: Session, rows: Rows, flip: bigint): Promise<void> {
  for (const table of TABLES) {
    const writes = [...rows[table].values()];
    await inParallel(writes, ({ cql, values }) => session.write(cql, [...values, flip]));
    const shown = await session.read<{ cluster_id: number }>(`SELECT cluster_id FROM ${table}`);
    const vanished = shown.filter(({ cluster_id }) => !rows[table].has(cluster_id));
    const remove = `DELETE FROM ${table} USING TIMESTAMP ? WHERE cluster_id = ?`;
    await inParallel(vanished, ({ cluster_id }) => session.write(remove, [flip, cluster_id]));
  }
}

async function rowsOf(generation: Generation, { clusterings, memo }: Sources): Promise<Rows> {
  const clustering = await clusterings.get(generation.clustering);
  const clusters = new Map(clustering?.clusters.map((cluster) => [cluster.clusterId, cluster]));
  const inputs = generation.entries.map(({ artefact }) => artefact);
  const artefacts = await memo.artefacts('summarize', inputs);
  const rows: Rows = { summaries: new Map(), clusters: new Map() };
  for (const cluster of clusters.values())
    rows.clusters.set(cluster.clusterId, clusterRow(cluster));
  for (const { clusterId, artefact, stale } of generation.entries) {
    const cluster = clusters.get(clusterId);
    const summary = artefacts.get(artefact) as Partial<Summary> | null | undefined;
    if (cluster && summary) rows.summaries.set(clusterId, summaryRow(cluster, summary, stale));
  }
  return rows;
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
