import { describe, expect, it } from 'vitest';
import { temporaryStore } from '../../test/support/store.js';
import type { Run } from '../lib/domain/run.js';
import { runNamed } from './run-named.js';

const run = (runId: string): Run => ({
  ...{ runId, command: 'nightly', status: 'success', startedAt: 1_795_000_000_000 },
  ...{ endedAt: 1_795_000_345_000, durationMs: 345_000, stages: [], warnings: [] },
  ...{ models: { calls: 0, tokens: 0, costUsd: 0 }, published: null, error: null },
  ...{ configHash: 'c', versions: {} },
});
const [FIRST, SECOND, OTHER] = ['01JD8XJ4AA', '01JD8XJ4AB', '01JD9'] as const;

describe('a run', () => {
  it('is found by its id, and by a beginning that no other has', async () => {
    const { runs } = await temporaryStore();
    for (const id of [FIRST, SECOND, OTHER]) await runs.put(run(id));
    expect((await runNamed(runs, FIRST)).runId).toBe(FIRST);
    expect((await runNamed(runs, '01jd8xj4ab')).runId).toBe(SECOND);
    expect((await runNamed(runs, '01JD9')).runId).toBe(OTHER);
  });

  it('is not guessed: several are named, and none is said to be none', async () => {
    const { runs } = await temporaryStore();
    for (const id of [FIRST, SECOND, OTHER]) await runs.put(run(id));
    await expect(runNamed(runs, '01JD8')).rejects.toMatchObject({
      code: 'USAGE',
      message: expect.stringMatching(
        /2 runs begin with 01JD8:[^]*01JD8XJ4AB[^]*01JD8XJ4AA/,
      ) as string,
    });
    for (const none of ['02', '', 'JD8']) {
      await expect(runNamed(runs, none)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    }
  });
});
