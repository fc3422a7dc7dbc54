/** Runs stages, or says what they would do. */
import { isDeadHere, thisHost } from '../adapters/process/identity.js';
import { canonicalJson, hashText } from '../algorithms/text/hashing.js';
import { withoutSecrets } from '../config/redact.js';
import { version } from '../config/version.js';
import { asGibseyError, type GibseyError } from '../domain/errors.js';
import type { Json, StageName } from '../domain/values.js';
import { runBatch, type BatchOutcome } from '../engine/batch.js';
import { tallyAll, type Tally } from '../engine/tally.js';
import { openWorkerRuns } from '../engine/worker-run.js';
import type { PipelineStages } from '../pipelines/pipeline.js';
import type { App } from './app.js';

export type RunDeps = Pick<
  App,
  'store' | 'config' | 'clock' | 'signal' | 'report' | 'runId' | 'meter' | 'warnings' | 'embedder'
>;

export interface BatchSpec {
  command: string;
  force: boolean;
  lock: boolean;
  /** Ends at the night's time limit, where the config has one. */
  limited?: boolean;
  /** One that cannot even begin is recorded, too. */
  awaited?: boolean;
}

const stagesOf = (pipelines: readonly PipelineStages[]) =>
  pipelines.flatMap(({ stages }) => stages);

/** What stages would do. Reads only. */
export function planStages(
  { signal }: Pick<App, 'signal'>,
  pipelines: readonly PipelineStages[],
  how: { force: boolean; examples: number },
): Promise<Tally[]> {
  return tallyAll(stagesOf(pipelines), { ...how, signal });
}

/**
 * Runs stages that are yet to be chosen.
 * @throws what kept the run from beginning; LOCKED, of which there is no record
 */
export async function beginRun(
  app: RunDeps,
  choose: () => Promise<readonly PipelineStages[]>,
  spec: BatchSpec,
): Promise<BatchOutcome> {
  const startedAt = app.clock.now();
  try {
    return await runStages(app, await choose(), spec);
  } catch (thrown) {
    if (spec.awaited) await writeUnbegun(app, asGibseyError(thrown), spec.command, startedAt);
    throw thrown;
  }
}

async function writeUnbegun(app: RunDeps, error: GibseyError, command: string, startedAt: number) {
  const { recordUnbegun } = await import('../engine/unbegun.js');
  const { store, clock, runId, warnings } = app;
  const run = { runId, command, startedAt, warnings, ...(await provenance(app, [])) };
  await recordUnbegun({ store, clock }, run, error);
}

/** @throws LOCKED; whatever else ends it early is in the outcome, and recorded */
export async function runStages(
  app: RunDeps,
  pipelines: readonly PipelineStages[],
  { command, force, ...spec }: BatchSpec,
): Promise<BatchOutcome> {
  const { store, clock, report, runId, meter, warnings, signal } = app;
  const stages = stagesOf(pipelines);
  const names = stages.map(({ name }) => name);
  const owner = { runId, pid: process.pid, host: thisHost(), command };
  const { lockStaleMs: staleMs, timeoutS } = app.config.night;
  report({ type: 'run-start', runId, command });
  const outcome = await runBatch({
    ...{ store, pipelines, force, clock, meter, report, warnings, signal },
    run: { runId, command, ...(await provenance(app, names)) },
    lock: spec.lock ? { owner, isDead: isDeadHere, staleMs } : null,
    timeoutMs: spec.limited && timeoutS !== undefined ? timeoutS * 1000 : undefined,
    ended: await openWorkerRuns({ store, runId, stages, clock, report }),
  });
  report({ type: 'run-end', run: outcome.run });
  return outcome;
}

/** What a run's record says that it was made with. */
async function provenance({ config, embedder }: RunDeps, stages: readonly StageName[]) {
  const configHash = hashText(canonicalJson(withoutSecrets(config) as Json));
  const own = { gibsey: version(), node: process.version };
  const versions = stages.includes('embed') ? { ...own, space: (await embedder()).space.id } : own;
  return { configHash, versions };
}
