import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Posted } from '../fixtures/http/posted.js';
import { postOf } from '../fixtures/reddit/server.js';
import { gibsey, gibseyJson, temporaryFolder } from '../support/cli.js';

const DAY = new Date(Date.now() - 3 * 86_400_000).toISOString().slice(0, 10);
const SPAN = ['--from', DAY, '--to', DAY];
const PAY = 'I would pay $50 a month for a tool that reads them.';
const POSTS = [1, 2, 3, 4, 5, 6].map((id): Posted => ({
  ...{ id, at: Date.parse(DAY) / 1000 + 60 * id, author: `author${id}` },
  title: `Invoices of supplier ${id} are typed by hand, says @ada`,
  body: `We copy invoice ${id} by hand. <b>${id}</b> ${PAY}`,
}));

interface Done {
  status: string;
  stages: { name: string; processed: number; skipped: number }[];
}

interface Listed {
  issues: { issue_key: string; state: string; trend: string; would_pay_signal: boolean }[];
  total: number;
}

interface Shown {
  title: string;
  state: string;
  evidence: { url: string; pay_quote: string | null }[];
}

describe('gibsey issues', { timeout: 300_000 }, () => {
  const cwd = temporaryFolder();
  let listed: Listed;
  beforeAll(async () => {
    const lines = POSTS.map((each) => JSON.stringify(postOf(each)));
    writeFileSync(join(cwd, 'posts.jsonl'), lines.join('\n'));
    await gibsey(['ingest', 'reddit', '--file', 'posts.jsonl', ...SPAN], { cwd });
    await gibsey(['nightly', '--only', 'issues', ...SPAN], { cwd }); // no source is configured
    ({ json: listed } = await gibseyJson<Listed>(['issues'], { cwd }));
  }, 300_000);

  it('lists issues that are new and open, and says who would pay', () => {
    expect(listed.total).toBeGreaterThan(0);
    expect(listed.issues[0]).toMatchObject({ state: 'open', trend: 'new', would_pay_signal: true });
  });

  it('shows the evidence with the sentence, and nothing that calls or formats', async () => {
    const { issue_key: key } = listed.issues[0]!;
    const { json } = await gibseyJson<Shown>(['issues', 'show', key], { cwd });
    expect(json.evidence[0]!.pay_quote).toContain(PAY.replace('$', '＄'));
    expect(json.evidence[0]!.url).toMatch(/^https:\/\//);
    expect(json.title).not.toMatch(/[@<>]/);
    const { stdout } = await gibsey(['issues', 'show', key.slice(0, 6)], { cwd });
    expect(stdout).toContain(key);
    expect(stdout).not.toMatch(/@ada|<b>/);
  });

  it('keeps what was decided when the day is mined again', async () => {
    const { issue_key: key } = listed.issues[0]!;
    const decided = await gibsey(['issues', 'triage', key, 'resolved'], { cwd });
    expect([decided.code, decided.stdout.trim()]).toEqual([0, `Issue ${key} is resolved.`]);
    const again = ['nightly', '--only', 'issues', '--force', ...SPAN];
    await gibsey(again, { cwd });
    const { json } = await gibseyJson<Shown>(['issues', 'show', key], { cwd });
    expect(json.state).toBe('resolved');
    const open = await gibseyJson<Listed>(['issues', '--state', 'open'], { cwd });
    expect(open.json.total).toBe(listed.total - 1);
  });

  it('labels by hand, and joins what it labelled', async () => {
    const again = await gibseyJson<Done>(['label', ...SPAN], { cwd });
    expect([again.code, again.json.status]).toEqual([0, 'unchanged']);
    expect(again.json.stages.map(({ name }) => name)).toEqual(['label', 'join']);
    const planned = await gibsey(['label', '--dry-run', '--force', ...SPAN], { cwd });
    expect([planned.code, planned.stdout]).toEqual([0, expect.stringContaining('forced')]);
    const forced = await gibseyJson<Done>(['label', '--force', ...SPAN], { cwd });
    const [labels] = forced.json.stages;
    expect(labels?.processed).toBe(again.json.stages[0]!.skipped);
    const { json } = await gibseyJson<Listed>(['issues'], { cwd });
    expect(json.issues.map((issue) => issue.issue_key)).toEqual(
      listed.issues.map((issue) => issue.issue_key),
    );
  });

  it('names the next command where nothing was mined, or there is no place to publish to', async () => {
    const none = await gibsey(['label', '--from', '2020-01-01', '--to', '2020-01-01'], { cwd });
    const mine = 'gibsey nightly --only issues --from 2020-01-01 --to 2020-01-01';
    expect([none.code, none.stdout]).toEqual([0, expect.stringContaining(mine)]);
    const nowhere = await gibsey(['publish', ...SPAN], { cwd });
    expect([nowhere.code, nowhere.stderr]).toEqual([2, expect.stringContaining('pocketbase.url')]);
  });

  it('names the next command for a key that is none', async () => {
    const { code, stderr } = await gibsey(['issues', 'show', 'nothing'], { cwd });
    expect([code, stderr]).toEqual([2, expect.stringContaining('gibsey issues')]);
  });
});
