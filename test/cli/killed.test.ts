import type { ChildProcess } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ollamaHost, type OllamaHost } from '../fixtures/ollama/server.js';
import { jsonLines } from '../support/book.js';
import { gibsey, gibseyJson, temporaryFolder } from '../support/cli.js';
import { look } from '../support/nights.js';

const WORDINGS = ['Why was the quay grey?', 'Why was the quay so grey?', 'why was that quay grey'];

describe('a night that is killed while the model writes an answer', () => {
  const cwd = temporaryFolder();
  let host: OllamaHost;
  let night: ChildProcess;
  const rows = () => look(cwd, (store) => store.workerRuns.list(9));

  beforeAll(async () => {
    host = await ollamaHost({
      chat({ messages }) {
        if (!messages.some(({ content }) => content.includes('many readers ask'))) return 'A quay.';
        night.kill('SIGKILL');
        return { hang: true };
      },
    });
    const pages = jsonLines([{ id: 'p', text: 'The quay was grey, because of the fog.' }]);
    await gibsey(['ingest', 'pages', '-'], { cwd, input: pages });
    const asked = WORDINGS.flatMap((text, i) =>
      ['ann', 'bob'].map((user_id) => ({
        ...{ id: `${user_id}-${i}`, user_id, session_id: user_id, role: 'user', text },
        created_at: new Date(Date.now() - 3_600_000 * (i + 1)).toISOString(),
      })),
    );
    await gibsey(['ingest', 'conversations', '-'], { cwd, input: jsonLines(asked) });
  });
  afterAll(() => host.close());

  it('has no row itself', async () => {
    const killed = await gibsey(['nightly'], {
      cwd,
      env: { GIBSEY_LLM_PROVIDER: 'ollama', GIBSEY_LLM_HOST: host.host },
      started: (child) => (night = child),
    });
    expect(killed.signal, killed.stderr).toBe('SIGKILL');
    expect(await rows()).toEqual([]);
  });

  it('gets one from the next night, be they two, which says where it was and what it had done', async () => {
    const both = await Promise.all([1, 2].map(() => gibsey(['nightly'], { cwd })));
    for (const { code, stderr } of both) expect([0, 75], stderr).toContain(code);
    const failed = (await rows()).filter(({ status }) => status === 'failed');
    expect(failed).toMatchObject([
      {
        ...{ queriesAnalyzed: 6, clustersFound: 1, goldenAnswersGenerated: 0 },
        errorMessage: expect.stringMatching(
          /^It ended without a word at stage answers: killed,/,
        ) as string,
      },
    ]);
    const { json } = await gibseyJson<{ status: string }>(['runs', failed[0]!.id], { cwd });
    expect(json).toMatchObject({ status: 'failed' });
    expect(failed[0]!.executionTimeSeconds).toBeGreaterThan(0);
    expect((await rows()).map(({ status }) => status)).toContain('success');
    expect((await gibsey(['nightly'], { cwd })).code).toBe(0);
    expect((await rows()).filter(({ status }) => status === 'failed')).toEqual(failed);
  });
});
