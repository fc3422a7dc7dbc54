import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { githubServer, REPO, type GitHubServer } from '../fixtures/github/server.js';
import { hackerNewsServer } from '../fixtures/hackernews/server.js';
import type { Loopback } from '../fixtures/http/loopback.js';
import type { Posted } from '../fixtures/http/posted.js';
import { gibsey, gibseyJson, temporaryFolder } from '../support/cli.js';

interface Done {
  status: string;
  stages: { name: string; status: string; processed: number; skipped: number; reason?: string }[];
}

const DAY = '2026-10-01';
const AT = Date.parse(DAY) / 1000;
const SPAN = ['--from', DAY, '--to', DAY];

const post = (id: number, title: string, body: string): Posted => ({
  ...{ id, at: AT + 60 * id, title, body, author: `author${id}` },
});

const BUILDS = [1, 2, 3, 4, 5, 6, 7].map((id) =>
  post(id, `Build number ${id} takes forever`, `Our build of service ${id} is slow. The cache is cold.`),
);
const INVOICES = [11, 12, 13, 14, 15, 16].map((id) =>
  post(
    id,
    `Invoices of supplier ${id} are typed by hand`,
    'We copy invoices into accounting by hand. I would pay $50 a month for a tool that reads them.',
  ),
);

describe('issue mining', { timeout: 300_000 }, () => {
  let github: GitHubServer;
  let hackernews: Loopback;
  let cwd: string;
  beforeAll(async () => {
    github = await githubServer(BUILDS);
    hackernews = await hackerNewsServer(INVOICES);
  });
  afterAll(async () => {
    await github.close();
    await hackernews.close();
  });
  beforeEach(() => {
    cwd = temporaryFolder();
    const config = {
      github: { url: github.url, repos: [REPO] },
      hackernews: { url: `${hackernews.url}/api/v1`, queries: [''] },
    };
    writeFileSync(join(cwd, 'gibsey.config.json'), JSON.stringify(config));
  });
  const run = (...args: string[]) => gibseyJson<Done>(args, { cwd });

  it('brings posts of two sources into issues of their day; a second night changes nothing', async () => {
    const ingested = await run('ingest', 'github', ...SPAN);
    console.log(ingested.stdout, ingested.stderr);
    const night = await run('nightly', '--only', 'issues', ...SPAN);
    console.log(night.stdout, night.stderr);
    const again = await run('nightly', '--only', 'issues', ...SPAN);
    console.log(again.stdout, again.stderr);
    console.log((await gibsey(['nightly', '--only', 'issues', ...SPAN], { cwd })).stdout, cwd);
  });
});
