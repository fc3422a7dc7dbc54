import type { GibseyError } from '../domain/errors.js';
import type { Run } from '../domain/run.js';
import type { Clock, Store } from '../ports/index.js';
import { stoppedEarly } from './run-stage.js';

type Known = Pick<Run, 'runId' | 'command' | 'startedAt' | 'warnings' | 'configHash' | 'versions'>;

/**
 * The record of a run that ended before its first stage. One that found the store locked is none: the other run has
 * its own record. A store that takes no record keeps nobody from hearing the failure itself.
 */
export async function recordUnbegun(
  { store, clock }: { store: Pick<Store, 'runs' | 'generations'>; clock: Clock },
  known: Known,
  error: GibseyError,
): Promise<void> {
  if (error.code === 'LOCKED') return;
  const published = await store.generations.published('pages').catch(() => null);
  const endedAt = clock.now();
  const run: Run = {
    ...known,
    status: stoppedEarly(error) ? 'partial' : 'failed',
    endedAt,
    durationMs: Math.max(0, endedAt - known.startedAt),
    stages: [],
    models: { calls: 0, tokens: 0, costUsd: 0 },
    published: published?.id ?? null,
    error: { code: error.code, message: error.message },
  };
  await store.runs.put(run).catch(() => undefined);
}
