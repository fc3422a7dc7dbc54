import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { gibsey, gibseyJson, temporaryFolder } from '../support/cli.js';
import { look, storeFile } from '../support/nights.js';

const WORDINGS = ['Why was the quay grey?', 'Why was the quay so grey?', 'why was that quay grey'];

interface StatusDocument {
  answers: {
    golden: number;
    misses: number;
    queries: number;
    lookups: number;
    calibration: string;
    last_run: Record<string, unknown> | null;
  };
}

describe('golden answers in the status', () => {
  const cwd = temporaryFolder();
  const answers = async () => (await gibseyJson<StatusDocument>(['status'], { cwd })).json.answers;
  const night = () => gibsey(['nightly', '--quiet'], { cwd });

  beforeAll(async () => {
    const pages =
      '{"id":"p","text":"The quay was grey, because the fog had come in that morning."}\n';
    await gibsey(['ingest', 'pages', '-'], { cwd, input: pages });
  });

  it('are none before anybody has asked, and no night has a row', async () => {
    expect((await night()).code).toBe(0);
    expect(await answers()).toMatchObject({ golden: 0, queries: 0, lookups: 0, last_run: null });
    expect((await gibsey(['status'], { cwd })).stdout).not.toMatch(/^ *answers/m);
  });

  it('are told with what the last night did for them', async () => {
    const said = WORDINGS.flatMap((text, i) =>
      ['ann', 'bob'].map((user) => ({
        ...{ id: `${user}-${i}`, user_id: user, session_id: user, role: 'user', text },
        created_at: new Date(Date.now() - 3_600_000 * (i + 1)).toISOString(),
      })),
    );
    const input = said.map((line) => JSON.stringify(line)).join('\n');
    expect((await gibsey(['ingest', 'conversations', '-'], { cwd, input })).code).toBe(0);
    const { code, stdout } = await gibsey(['nightly'], { cwd });
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /Prepared: 1 answer to 6 questions of users\n {2}#1 .+quay.+ 6 questions\n/,
    );
    expect(stdout).not.toContain('--summaries');
    expect(await answers()).toMatchObject({
      ...{ golden: 1, misses: 0, queries: 6, calibration: 'prior' },
      last_run: {
        ...{ status: 'success', queries_analyzed: 6, clusters_found: 1, error_message: null },
        ...{ golden_answers_generated: 1, golden_answers_updated: 0, total_tokens_used: 0 },
      },
    });
    const status = (await gibsey(['status'], { cwd })).stdout;
    expect(status).toMatch(
      /asked +6 utterances, 1 cluster of questions\n +answers +1 for 6 questions/,
    );
  });

  it('have a row of a night that changes no byte of the knowledge', async () => {
    const hash = () =>
      createHash('sha256')
        .update(readFileSync(storeFile(cwd)))
        .digest('hex');
    const before = hash();
    expect((await night()).code).toBe(0);
    expect(hash()).toBe(before);
    const rows = await look(cwd, (store) => store.workerRuns.list(9));
    expect(rows.map(({ status, goldenAnswersGenerated: made }) => [status, made])).toEqual([
      ['success', 0],
      ['success', 1],
    ]);
  });
});
