import { DatabaseSync } from '@photostructure/sqlite';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { githubServer, REPO, type GitHubServer } from '../fixtures/github/server.js';
import { hackerNewsServer } from '../fixtures/hackernews/server.js';
import type { Loopback } from '../fixtures/http/loopback.js';
import { postOf } from '../fixtures/reddit/server.js';
import type { Posted } from '../fixtures/http/posted.js';
import { gibsey, gibseyJson, temporaryFolder } from '../support/cli.js';

interface Done {
  status: string;
  error?: { code: string };
  stages: { name: string; status: string; processed: number; skipped: number; reason?: string }[];
}

/** Not long ago: what is older is searched for, and searches have no marks. */
const DAY = new Date(Date.now() - 3 * 86_400_000).toISOString().slice(0, 10);
const AT = Date.parse(DAY) / 1000;
const SPAN = ['--from', DAY, '--to', DAY];

const post = (id: number, title: string, body: string): Posted => ({
  ...{ id, at: AT + 60 * id, title, body, author: `author${id}` },
});

const BUILDS = [1, 2, 3, 4, 5, 6, 7].map((id) =>
  post(id, `Build ${id} takes forever`, `The build of service ${id} is slow. Its cache is cold.`),
);
const PAY = 'I would pay $50 a month for a tool that reads them.';
const INVOICES = [11, 12, 13, 14, 15, 16].map((id) =>
  post(id, `Invoices of supplier ${id} are typed by hand`, `We copy invoice ${id} by hand. ${PAY}`),
);

describe('issue mining', { timeout: 300_000 }, () => {
  let github: GitHubServer;
  let hackernews: Loopback;
  let cwd: string;
  const posts: Posted[] = [];
  beforeEach(async () => {
    posts.splice(0, Infinity, ...INVOICES);
    github = await githubServer(BUILDS);
    hackernews = await hackerNewsServer(posts);
    cwd = temporaryFolder();
    configure({ github: { url: github.url, repos: [REPO] } });
  });
  afterEach(async () => {
    await github.close();
    await hackernews.close();
  });
  const configure = (more: object) => {
    const queried = { url: `${hackernews.url}/api/v1`, queries: [''] };
    const config = { hackernews: queried, ...more };
    writeFileSync(join(cwd, 'gibsey.config.json'), JSON.stringify(config));
  };
  const run = async (...args: string[]) => {
    const { code, json, stderr } = await gibseyJson<Done>(args, { cwd });
    expect([code, json.error], stderr).toEqual([0, undefined]);
    return json;
  };
  /** Stages with what they did. */
  const did = ({ stages }: Done) =>
    Object.fromEntries(stages.map(({ name, processed }) => [name, processed]));
  const rows = <T>(sql: string): T[] => {
    const db = new DatabaseSync(join(cwd, '.gibsey/gibsey.db'), { readOnly: true });
    const found = db.prepare(sql).all() as T[];
    db.close();
    return found.map((row) => ({ ...row }));
  };

  it('makes issues of posts of several sources; a second night finds nothing new', async () => {
    expect(did(await run('ingest', 'github', ...SPAN))).toEqual({ 'ingest-github': 7 });
    const again = await run('ingest', 'github', ...SPAN);
    expect(again.stages).toMatchObject([{ status: 'unchanged', processed: 0, skipped: 7 }]);
    expect(github.asked.at(-1)?.headers['if-none-match']).toMatch(/^W\//); // of another process

    const first = await run('nightly', '--only', 'issues', ...SPAN);
    expect(did(first)).toEqual({
      ...{ 'ingest-github': 0, 'ingest-hackernews': 6, 'embed-items': 13, 'merge-items': 1 },
      ...{ 'cluster-items': 1, 'summarize-items': 1, label: 10, join: 1 },
    });
    const asked = github.asked.length + hackernews.asked.length;
    const second = await run('nightly', '--only', 'issues', ...SPAN);
    expect([second.status, Object.values(did(second))]).toEqual([
      'unchanged',
      [0, 0, 0, 0, 0, 0, 0, 0],
    ]);
    expect(github.asked.length + hackernews.asked.length).toBe(asked);
    expect(Object.keys(second).sort()).toEqual(
      Object.keys(first)
        .filter((key) => key !== 'new_store')
        .sort(),
    );

    expect(rows('SELECT count(*) AS n FROM raw_items')).toEqual([{ n: 13 }]);
    expect(rows('SELECT count(*) AS n, sum(cluster_size) AS size FROM issues')).toEqual([
      { n: 10, size: 13 },
    ]);
    expect(rows('SELECT count(DISTINCT url_hash) AS n FROM issue_evidence')).toEqual([{ n: 13 }]);
    const paid = `SELECT count(*) AS n FROM issue_evidence WHERE pay_quote = '${PAY}'`;
    expect(rows(paid)).toEqual([{ n: 6 }]);
    expect(rows('SELECT count(*) AS n FROM issues WHERE issue_key IS NULL')).toEqual([{ n: 0 }]);
  });

  it('removes what was deleted with its evidence, and labels what is left anew', async () => {
    const dump = (...posts: Posted[]) => {
      const lines = posts.map((each) => JSON.stringify(postOf(each)));
      writeFileSync(join(cwd, 'posts.jsonl'), lines.join('\n'));
      return run('ingest', 'reddit', '--file', 'posts.jsonl', ...SPAN);
    };
    expect(did(await dump(...BUILDS))).toEqual({ 'ingest-reddit': 7 });
    expect(did(await run('nightly', '--only', 'issues', ...SPAN))).toMatchObject({ label: 10 });
    const here = (table: string) =>
      rows<{ n: number }>(`SELECT count(*) AS n FROM ${table} WHERE url LIKE '%reddit.com%'`)[0]!.n;
    expect([here('raw_items'), here('issue_evidence')]).toEqual([7, 7]);

    await dump(...BUILDS.slice(0, 6), { ...BUILDS[6]!, taken: 'deleted' });
    expect([here('raw_items'), here('issue_evidence')]).toEqual([6, 6]);
    const night = await run('nightly', '--only', 'issues', ...SPAN);
    expect(did(night)).toMatchObject({ 'embed-items': 0, 'cluster-items': 1, join: 1 });
    expect(here('issue_evidence')).toBe(6);
  });

  it('says the way out where credentials or settings are missing', async () => {
    configure({ reddit: { subreddits: ['tides'] } });
    const reddit = await gibsey(['ingest', 'reddit', ...SPAN], { cwd });
    expect([reddit.code, reddit.stderr]).toEqual([
      4,
      expect.stringContaining('gibsey ingest reddit --file'),
    ]);
    const unasked = await gibsey(['ingest', 'stackoverflow'], { cwd });
    expect([unasked.code, unasked.stderr]).toEqual([
      2,
      expect.stringContaining('stackoverflow.tags'),
    ]);
    const backwards = ['--from', '2999-01-01', '--to', DAY];
    const night = await gibsey(['nightly', '--only', 'issues', ...backwards], { cwd });
    expect([night.code, night.stderr]).toEqual([2, expect.stringContaining(`--from ${DAY}`)]);
  });
});
