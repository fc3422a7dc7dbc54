import { asGibseyError } from '../domain/errors.js';
import type { Generation } from '../domain/generation.js';
import type { Run } from '../domain/run.js';
import type { StageName } from '../domain/values.js';
import type { WorkerRun } from '../domain/worker-run.js';
import type { Clock, Reporter, Store } from '../ports.js';
import { committedClustering } from '../stages/committed.js';
import type { Stage } from '../stages/stage.js';
import type { BatchOutcome } from './batch.js';

const WORK: readonly StageName[] = ['queries', 'query-clusters', 'answers', 'publish-answers'];

type Knowledge = Pick<Store, 'memo' | 'clusterings' | 'generations'>;

export interface WorkerRunDeps {
  store: Knowledge & Pick<Store, 'workerRuns'>;
  stages: readonly Pick<Stage, 'name'>[];
  clock: Pick<Clock, 'now'>;
  report: Reporter;
}

/**
 * Runs a batch and writes down what it did for golden answers or cultural chunks, when it has a stage for them. A row
 * that cannot be written is a warning, no failure of the run.
 */
export async function withWorkerRun(
  { store, stages, clock, report }: WorkerRunDeps,
  batch: () => Promise<BatchOutcome>,
): Promise<BatchOutcome> {
  if (!isWorkerRun(stages.map(({ name }) => name))) return batch();
  const before = await store.generations.published('answers').catch(() => null); // the batch says why
  const outcome = await batch();
  await workerRunOf(store, outcome.run, before, clock)
    .then((row) => store.workerRuns.put(row))
    .catch((thrown: unknown) => {
      const message = `No row in nightly_worker_runs: ${asGibseyError(thrown).message}`;
      report({ type: 'warning', message });
    });
  return outcome;
}

const isWorkerRun = (stages: readonly StageName[]): boolean =>
  stages.some((name) => name === 'culture' || WORK.includes(name));

/**
 * What a run did for the golden answers. Tokens and time are those of the whole run.
 * @param before the answers that were published when it began
 */
export async function workerRunOf(
  store: Knowledge,
  run: Run,
  before: Generation | null,
  clock: Pick<Clock, 'now'>,
): Promise<WorkerRun> {
  const { stages, status, startedAt, durationMs, models, error } = run;
  const did = (name: StageName) => stages.some((stage) => stage.name === name);
  const committed = did('query-clusters') ? await committedClustering(store.memo, 'answers') : null;
  const clustering = committed && (await store.clusterings.get(committed.clustering));
  const after = await store.generations.published('answers');
  return {
    id: run.runId,
    runDate: new Date(startedAt).toISOString().slice(0, 10),
    status: status === 'failed' || status === 'partial' ? status : 'success',
    queriesAnalyzed: clustering?.points ?? 0,
    clustersFound: clustering?.clusters.length ?? 0,
    ...changesBetween(before, after),
    culturalChunksRegenerated: stages.find(({ name }) => name === 'culture')?.processed ?? 0,
    totalTokensUsed: models.tokens,
    executionTimeSeconds: durationMs / 1000,
    errorMessage: error?.message ?? null,
    createdAt: clock.now(),
  };
}

/** Answers that are new, and answers to the same questions that were written anew. */
function changesBetween(before: Generation | null, after: Generation | null) {
  const artefacts = new Map(before?.entries.map((entry) => [entry.clusterId, entry.artefact]));
  const entries = after?.entries ?? [];
  const known = entries.filter(({ clusterId }) => artefacts.has(clusterId));
  const updated = known.filter(({ clusterId, artefact }) => artefacts.get(clusterId) !== artefact);
  return {
    goldenAnswersGenerated: entries.length - known.length,
    goldenAnswersUpdated: updated.length,
  };
}
