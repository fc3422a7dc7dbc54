import { expect, it } from 'vitest';
import type { StoreContract } from './contract.js';
import { run } from './fixtures.js';
import { freshStore, sharedStore } from './setup.js';

export function runsContract(contract: StoreContract): void {
  const s = sharedStore(contract);

  it('gives a run back as it was put, and as it was put last', async () => {
    await s.store.runs.put(run('01A'));
    expect(await s.store.runs.get('01A')).toEqual(run('01A'));
    const ended = run('01A', {
      status: 'partial',
      endedAt: 1_700_000_009_999,
      stages: [
        {
          name: 'embed',
          status: 'partial',
          durationMs: 12,
          processed: 3,
          skipped: 2,
          failed: 1,
          reason: 'one failed: "😀"',
          failures: [{ key: 'p', code: 'VECTOR_INVALID', message: 'NaN' }],
          slowestUnitMs: 7,
        },
      ],
      models: { calls: 3, tokens: 400, costUsd: 0.0125 },
      warnings: ['slow'],
      published: 'g1',
      error: { code: 'STORE_FULL', message: 'full' },
    });
    await s.store.runs.put(ended);
    expect(await s.store.runs.get('01A')).toEqual(ended);
  });

  it('knows nothing of a run that was never put', async () => {
    expect(await s.store.runs.get('never')).toBeNull();
  });

  it('lists newest first, as many as asked for', async () => {
    const { store } = await freshStore(contract);
    const names = Array.from({ length: 30 }, (_, i) => `01RUN${String(i).padStart(3, '0')}`);
    for (const [i, runId] of [...names.entries()].reverse()) {
      await store.runs.put(run(runId, { startedAt: 1_700_000_000_000 + i }));
    }
    const newest = [...names].reverse();
    expect((await store.runs.list(3)).map(({ runId }) => runId)).toEqual(newest.slice(0, 3));
    expect((await store.runs.list(100)).map(({ runId }) => runId)).toEqual(newest);
  });
}
