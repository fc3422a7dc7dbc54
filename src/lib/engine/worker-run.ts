import { asGibseyError } from '../domain/errors.js';
import type { Generation } from '../domain/generation.js';
import type { Run } from '../domain/run.js';
import type { StageName } from '../domain/values.js';
import type { WorkerRun } from '../domain/worker-run.js';
import type { Clock, Reporter, Store } from '../ports/index.js';
import { committedClustering } from '../stages/committed.js';
import type { Stage } from '../stages/stage.js';

const WORK: readonly StageName[] = ['queries', 'query-clusters', 'answers', 'publish-answers'];

type Knowledge = Pick<Store, 'memo' | 'clusterings' | 'generations'>;

export interface WorkerRunDeps {
  store: Knowledge & Pick<Store, 'workerRuns'>;
  /** The run that begins now, and its stages. */
  runId: string;
  stages: readonly Pick<Stage, 'name'>[];
  clock: Pick<Clock, 'now'>;
  report: Reporter;
}

/**
 * Writes down what runs did for golden answers or cultural chunks, when they had a stage for them: the one that begins
 * now, once it has ended, and before it publishes those that were killed, as far as that is known. A row that cannot
 * be written is a warning, no failure of the run.
 */
export async function openWorkerRuns({ store, runId, stages, clock, report }: WorkerRunDeps) {
  const before = isWorkerRun(stages.map(({ name }) => name))
    ? await store.generations.published('answers').catch(() => null) // the run says why
    : null;
  return async (run: Run): Promise<void> => {
    if (!isWorkerRun(run.planned ?? [])) return;
    try {
      const published = await store.generations.published('answers');
      const basis = run.runId === runId ? before : await basisOf(store, run, published);
      await store.workerRuns.put(
        await workerRunOf(store, run, { before: basis, published }, clock),
      );
    } catch (thrown) {
      const message = `No row in nightly_worker_runs: ${asGibseyError(thrown).message}`;
      report({ type: 'warning', message });
    }
  };
}

const isWorkerRun = (stages: readonly StageName[]): boolean =>
  stages.some((name) => name === 'culture' || WORK.includes(name));

interface Generations {
  /** When the run began. */
  before: Generation | null;
  published: Generation | null;
}

/** The answers that a killed run has found; what is published now where it has published none. */
async function basisOf(
  { generations }: Knowledge,
  { runId }: Run,
  published: Generation | null,
): Promise<Generation | null> {
  if (published?.runId !== runId) return published;
  const all = await generations.list('answers');
  const earlier = all.find(({ number }) => number < published.number);
  return earlier ? generations.get(earlier.id) : null;
}

/** What a run did for the golden answers. Tokens and time are those of the whole run. */
async function workerRunOf(
  store: Knowledge,
  run: Run,
  { before, published }: Generations,
  clock: Pick<Clock, 'now'>,
): Promise<WorkerRun> {
  const { runId, stages, status, startedAt, durationMs, models, error } = run;
  const did = (name: StageName) => stages.some((stage) => stage.name === name);
  const committed = did('query-clusters') ? await committedClustering(store.memo, 'answers') : null;
  const clustering = committed && (await store.clusterings.get(committed.clustering));
  return {
    id: runId,
    runDate: new Date(startedAt).toISOString().slice(0, 10),
    status: status === 'failed' || status === 'partial' ? status : 'success',
    queriesAnalyzed: clustering?.points ?? 0,
    clustersFound: clustering?.clusters.length ?? 0,
    ...changesBetween(before, published),
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
