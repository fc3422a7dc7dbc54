import { compareBytewise } from '../../../algorithms/text/hashing.js';
import type { WorkerRun } from '../../../domain/worker-run.js';
import type { WorkerRunStore } from '../../../ports/index.js';
import type { Session } from './session.js';

interface Row {
  id: string;
  run_date: unknown;
  status: WorkerRun['status'];
  queries_analyzed: number;
  clusters_found: number;
  golden_answers_generated: number;
  golden_answers_updated: number;
  cultural_chunks_regenerated: number;
  total_tokens_used: bigint;
  execution_time_seconds: number;
  error_message: string | null;
  created_at: Date;
}

const COLUMNS = `id, run_date, status, queries_analyzed, clusters_found, golden_answers_generated,
  golden_answers_updated, cultural_chunks_regenerated, total_tokens_used, execution_time_seconds, error_message,
  created_at`;
const PUT = `INSERT INTO nightly_worker_runs (${COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;

export function cassandraWorkerRuns(session: Session): WorkerRunStore {
  return {
    async put(run) {
      const counts = [run.queriesAnalyzed, run.clustersFound, run.goldenAnswersGenerated];
      const more = [run.goldenAnswersUpdated, run.culturalChunksRegenerated];
      const costs = [BigInt(run.totalTokensUsed), run.executionTimeSeconds];
      const end = [run.errorMessage, new Date(run.createdAt)];
      const values = [run.id, run.runDate, run.status, ...counts, ...more, ...costs, ...end];
      await session.write(PUT, values);
    },
    async list(limit) {
      // A few rows a day: all of them are fewer than the partitions that an order would take.
      const rows = await session.read<Row>(`SELECT ${COLUMNS} FROM nightly_worker_runs`);
      return rows.map(toRun).sort(newestFirst).slice(0, limit);
    },
  };
}

const newestFirst = (a: WorkerRun, b: WorkerRun) =>
  b.createdAt - a.createdAt || compareBytewise(b.id, a.id);

const toRun = (row: Row): WorkerRun => ({
  id: row.id,
  runDate: String(row.run_date),
  status: row.status,
  queriesAnalyzed: row.queries_analyzed,
  clustersFound: row.clusters_found,
  goldenAnswersGenerated: row.golden_answers_generated,
  goldenAnswersUpdated: row.golden_answers_updated,
  culturalChunksRegenerated: row.cultural_chunks_regenerated,
  totalTokensUsed: Number(row.total_tokens_used),
  executionTimeSeconds: row.execution_time_seconds,
  errorMessage: row.error_message,
  createdAt: row.created_at.getTime(),
});
