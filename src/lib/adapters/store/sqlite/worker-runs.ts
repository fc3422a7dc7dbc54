import type { WorkerRun } from '../../../domain/worker-run.js';
import type { WorkerRunStore } from '../../../ports/index.js';
import type { Connection } from './connection.js';

const PUT = `INSERT OR REPLACE INTO nightly_worker_runs (id, run_date, status, queries_analyzed, clusters_found,
  golden_answers_generated, golden_answers_updated, cultural_chunks_regenerated, total_tokens_used,
  execution_time_seconds, error_message, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;
const LIST = `SELECT id, run_date AS runDate, status, queries_analyzed AS queriesAnalyzed,
  clusters_found AS clustersFound, golden_answers_generated AS goldenAnswersGenerated,
  golden_answers_updated AS goldenAnswersUpdated, cultural_chunks_regenerated AS culturalChunksRegenerated,
  total_tokens_used AS totalTokensUsed, execution_time_seconds AS executionTimeSeconds,
  error_message AS errorMessage, created_at AS createdAt
  FROM nightly_worker_runs ORDER BY created_at DESC, id DESC LIMIT ?`;

export function sqliteWorkerRuns(operations: Connection): WorkerRunStore {
  return {
    async put(run) {
      const counts = [run.queriesAnalyzed, run.clustersFound] as const;
      const answers = [run.goldenAnswersGenerated, run.goldenAnswersUpdated] as const;
      const costs = [
        run.culturalChunksRegenerated,
        run.totalTokensUsed,
        run.executionTimeSeconds,
      ] as const;
      const end = [run.errorMessage, run.createdAt] as const;
      operations.run(PUT, run.id, run.runDate, run.status, ...counts, ...answers, ...costs, ...end);
    },
    async list(limit) {
      return operations.all<WorkerRun>(LIST, limit).map((row) => ({ ...row }));
    },
  };
}
