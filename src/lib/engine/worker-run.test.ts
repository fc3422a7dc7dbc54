import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { temporaryStore } from '../../../test/support/store.js';
import { systemClock } from '../adapters/clock/system.js';
import type { Generation } from '../domain/generation.js';
import type { Run } from '../domain/run.js';
import type { StageName } from '../domain/values.js';
import type { RunEvent, Store } from '../ports/index.js';
import { openWorkerRuns } from './worker-run.js';

const RUN: Run = {
  ...{ runId: 'run', command: 'nightly', status: 'success', startedAt: Date.UTC(2026, 0, 2) },
  ...{ endedAt: 1, durationMs: 1_500, stages: [], models: { calls: 1, tokens: 77, costUsd: 0 } },
  ...{ warnings: [], published: null, configHash: '', versions: {}, error: null },
};
const generation = (
  id: string,
  artefacts: Record<number, string>,
  more: Partial<Generation> = {},
): Generation => ({
  ...{ id, pipeline: 'answers', number: 1, clustering: 'c', space: 's', runId: 'r', createdAt: 0 },
  ...more,
  entries: Object.entries(artefacts).map(([clusterId, artefact]) => ({
    ...{ clusterId: Number(clusterId), artefact, stale: false },
  })),
});

describe('openWorkerRuns', () => {
  let store: Store;
  beforeEach(async () => (store = await temporaryStore()));
  afterEach(() => store.close());

  const publish = async (next: Generation, expected: string | null) => {
    await store.generations.put(next);
    await store.generations.publish('answers', { expect: expected, next: next.id, fence: 1 });
  };
  const run = async (names: StageName[], run: Partial<Run> = {}, during = async () => {}) => {
    const events: RunEvent[] = [];
    const report = (event: RunEvent) => events.push(event);
    const stages = names.map((name) => ({ name }));
    const deps = { store, runId: RUN.runId, stages, clock: systemClock, report };
    const ended = await openWorkerRuns(deps);
    await during();
    await ended({ ...RUN, planned: names, ...run });
    return { rows: await store.workerRuns.list(9), events };
  };

  it('tells answers that are new from those that were written anew', async () => {
    await publish(generation('g1', { 1: 'a', 2: 'b' }), null);
    const next = generation('g2', { 1: 'a', 2: 'B', 3: 'c', 4: 'd' });
    const { rows } = await run(['answers'], {}, () => publish(next, 'g1'));
    expect(rows).toMatchObject([
      {
        ...{ id: 'run', runDate: '2026-01-02', status: 'success', executionTimeSeconds: 1.5 },
        ...{ goldenAnswersGenerated: 2, goldenAnswersUpdated: 1, totalTokensUsed: 77 },
        ...{ queriesAnalyzed: 0, clustersFound: 0, culturalChunksRegenerated: 0 },
      },
    ]);
  });

  it.each([
    ['unchanged', 'success'],
    ['partial', 'partial'],
    ['failed', 'failed'],
  ] as const)('calls a run that was %s a %s', async (status, expected) => {
    const error = { code: 'INTERNAL', message: 'Why.' } as const;
    const { rows } = await run(['culture'], { status, error });
    expect(rows).toMatchObject([{ status: expected, errorMessage: 'Why.' }]);
  });

  describe('of a run that was killed', () => {
    const KILLED: Partial<Run> = {
      ...{ runId: 'killed', status: 'failed', durationMs: 2_500 },
      error: { code: 'INTERRUPTED', message: 'Killed.' },
    };
    const killed = async (published: Generation[]) => {
      for (const [i, each] of published.entries())
        await publish(each, published[i - 1]?.id ?? null);
      return (await run(['answers'], KILLED)).rows;
    };
    const first = generation('g1', { 1: 'a', 2: 'b' });

    it('counts what it has published', async () => {
      const own = generation('g2', { 1: 'A', 2: 'b', 3: 'c' }, { number: 2, runId: 'killed' });
      expect(await killed([first, own])).toMatchObject([
        {
          ...{ id: 'killed', status: 'failed', errorMessage: 'Killed.' },
          ...{ goldenAnswersGenerated: 1, goldenAnswersUpdated: 1, executionTimeSeconds: 2.5 },
        },
      ]);
    });

    it('counts all of the very first answers', async () => {
      expect(await killed([{ ...first, runId: 'killed' }])).toMatchObject([
        { goldenAnswersGenerated: 2, goldenAnswersUpdated: 0 },
      ]);
    });

    it('counts none of what another run has published', async () => {
      expect(await killed([first])).toMatchObject([
        { goldenAnswersGenerated: 0, goldenAnswersUpdated: 0 },
      ]);
    });
  });

  it('writes nothing down for other runs', async () => {
    expect((await run(['embed', 'publish'])).rows).toEqual([]);
  });

  it('warns when the row cannot be written', async () => {
    const put = () => Promise.reject(new Error('disk full'));
    Object.assign(store.workerRuns, { put });
    const { rows, events } = await run(['culture']);
    expect(rows).toEqual([]);
    expect(events).toMatchObject([{ type: 'warning' }]);
  });
});
