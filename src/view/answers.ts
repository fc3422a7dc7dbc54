import {
  boundWanted,
  type Bound,
  type Calibration,
} from '../lib/answering/prepared/calibration/calibration.js';
import { waitingQuestions } from '../lib/stages/answers/waiting.js';
import { readCalibration } from '../lib/answering/prepared/calibration/stored-calibration.js';
import { readReport } from '../lib/answering/prepared/calibration/report.js';
import type { Config } from '../lib/config/schema.js';
import type { AuditReport } from '../lib/domain/judge.js';
import type { Savings } from '../lib/domain/lookup.js';
import type { WorkerRun } from '../lib/domain/worker-run.js';
import type { Store } from '../lib/ports/index.js';
import { auditJson } from './audit.js';
import { boundJson, inForceText, otherBound } from './calibration.js';
import { count, duration, plural } from './format.js';

export interface AnswersStatus {
  /** What was said, whoever said it, and clusters of questions. */
  utterances: number;
  clusters: number;
  /** Golden answers that are published, and the questions of users that they stand for. */
  published: number;
  queries: number;
  /** Questions of several users that have no answer: what was written, if anything, does not hold what they ask for. */
  waiting: number;
  savings: Savings;
  calibration: Pick<Calibration, 'kind' | 'bound'>;
  /** The bound that the settings ask for. */
  wanted: Bound;
  /** Null before the first night that had a judge. */
  audit: AuditReport | null;
  lastRun: WorkerRun | null;
}

export async function answersOf(
  store: Store,
  { answers }: Pick<Config, 'answers'>,
): Promise<AnswersStatus> {
  const { costPerCall, savedMsPerHit } = answers;
  const generation = await store.generations.published('answers');
  const clustering = generation && (await store.clusterings.get(generation.clustering));
  const answered = new Set(generation?.entries.map(({ clusterId }) => clusterId));
  const clusters = clustering?.clusters.filter(({ clusterId }) => answered.has(clusterId)) ?? [];
  const [lastRun = null] = await store.workerRuns.list(1);
  return {
    utterances: await store.conversations.count(),
    clusters: clustering?.clusters.length ?? 0,
    published: answered.size,
    waiting: await waitingQuestions(store),
    queries: clusters.reduce((sum, { size }) => sum + size, 0),
    savings: await store.lookups.savings(costPerCall, savedMsPerHit),
    calibration: await readCalibration(store.memo),
    wanted: boundWanted(answers),
    audit: await readReport(store.memo),
    lastRun,
  };
}

export const answersJson = (status: AnswersStatus) => ({
  golden: status.published,
  published: status.published,
  queries: status.queries,
  waiting: status.waiting,
  lookups: status.savings.lookups,
  hits: status.savings.hits,
  misses: status.savings.lookups - status.savings.hits,
  saved_ms: status.savings.savedMs,
  saved_usd: status.savings.savedUsd,
  calibration: status.calibration.kind,
  bound: boundJson(status.calibration.bound),
  bound_wanted: boundJson(status.wanted),
  audit: status.audit && auditJson(status.audit),
  last_run: status.lastRun && workerRunJson(status.lastRun),
});

const workerRunJson = (run: WorkerRun) => ({
  id: run.id,
  run_date: run.runDate,
  status: run.status,
  queries_analyzed: run.queriesAnalyzed,
  clusters_found: run.clustersFound,
  golden_answers_generated: run.goldenAnswersGenerated,
  golden_answers_updated: run.goldenAnswersUpdated,
  cultural_chunks_regenerated: run.culturalChunksRegenerated,
  total_tokens_used: run.totalTokensUsed,
  execution_time_seconds: run.executionTimeSeconds,
  error_message: run.errorMessage,
});

export function answersText(status: AnswersStatus): string {
  const { published, queries, waiting, savings, calibration } = status;
  const { lookups, hits, savedMs, savedUsd } = savings;
  const without = waiting === 0 ? '' : `, ${count(waiting)} waiting for one that is to the point`;
  const held = `${count(published)} for ${plural(queries, 'question')}${without}, calibration: ${inForceText(calibration)}`;
  if (lookups === 0) return held;
  const saved = `${duration(Math.max(0, savedMs))} and $${savedUsd.toFixed(2)} saved`;
  return `${held}; ${plural(hits, 'hit')} in ${plural(lookups, 'look-up')}, ${saved}`;
}

export const askedText = ({ utterances, clusters }: AnswersStatus): string =>
  `${plural(utterances, 'utterance')}, ${plural(clusters, 'cluster')} of questions`;

/** What to do where thresholds are for another bound than the settings ask for; else null. */
export function boundText({ calibration, wanted }: AnswersStatus): string | null {
  const other = otherBound(calibration, wanted);
  return other && `${other.finding}: ${other.next}`;
}
