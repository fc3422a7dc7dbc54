import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { replies } from '../../../../../test/contract/source/fuzz.js';
import {
  DAY,
  docsIn,
  posted,
  read,
} from '../../../../../test/contract/source/partitioned-contract.js';
import { NOW } from '../../../../../test/contract/source/reading.js';
import {
  GITHUB_TOKEN,
  githubServer,
  REPO,
  type GitHubServer,
} from '../../../../../test/fixtures/github/server.js';
import { answering, at, type Disturbance } from '../../../../../test/fixtures/http/loopback.js';
import { steppedClock } from '../../../../../test/support/clock.js';
import type { KeptReply } from '../../http/conditional.js';
import type { GitHubOptions } from './config.js';
import { openGitHub } from './factory.js';
import { issueRecord } from './issues.js';

const MIDNIGHT = Date.parse(`${DAY}T00:00:00Z`) / 1000;
const MONTH_MS = 30 * 86_400_000;

describe('issues of GitHub', () => {
  const servers: GitHubServer[] = [];
  afterEach(async () => {
    await Promise.all(servers.splice(0).map((server) => server.close()));
  });
  const serve = async (posts: Parameters<typeof githubServer>[0]) => {
    const server = await githubServer(posts);
    servers.push(server);
    return server;
  };
  const open = ({ url }: GitHubServer, options: Partial<GitHubOptions> = {}, now = NOW) => {
    const clock = steppedClock(now);
    return { clock, source: openGitHub({ url, repos: [REPO], queries: [], clock, ...options }) };
  };
  const few = [posted(1, MIDNIGHT), posted(2, MIDNIGHT + 1), posted(3, MIDNIGHT + 2)];

  it('are asked for with the version of the API, and the token where there is one', async () => {
    const server = await serve(few);
    await read(open(server, { token: GITHUB_TOKEN }).source);
    await read(open(server).source);
    const [first, second] = server.asked;
    expect(first?.headers).toMatchObject({
      accept: 'application/vnd.github+json',
      'x-github-api-version': '2022-11-28',
      authorization: `Bearer ${GITHUB_TOKEN}`,
    });
    expect(second?.headers).not.toHaveProperty('authorization');
  });

  it('are the same whichever way a day is reached, without pull requests', async () => {
    const server = await serve([...few, { ...posted(4, MIDNIGHT + 3), pull: true }]);
    const listed = docsIn(await read(open(server).source));
    const searched = docsIn(await read(open(server, {}, NOW + MONTH_MS).source));
    expect(server.asked.map(({ url }) => url.pathname)).toEqual([
      `/repos/${REPO}/issues`,
      '/search/issues',
    ]);
    expect(listed.map(({ url }) => url).sort()).toEqual(searched.map(({ url }) => url).sort());
    expect(listed).toHaveLength(3);
  });

  it('are told once when several searches find them', async () => {
    const { source } = open(await serve(few), { queries: ['tide', 'table'] });
    expect(docsIn(await read(source))).toHaveLength(3);
  });

  it('cost nothing while they have not changed', async () => {
    const server = await serve(few);
    const cache = new Map<string, KeptReply>();
    const first = await read(open(server, { cache, pageSize: 2 }).source);
    const left = server.remaining;
    expect(await read(open(server, { cache, pageSize: 2 }).source)).toEqual(first);
    expect([server.remaining, server.asked.length]).toEqual([left, 4]);
  });

  it('follow a repository that was renamed', async () => {
    const server = await serve(few);
    const location = `/repos/${REPO}/issues?state=all&per_page=100`;
    server.disturb = at([0], answering(301, { message: 'Moved Permanently' }, { location }));
    expect(docsIn(await read(open(server, { repos: ['old/name'] }).source))).toHaveLength(3);
  });

  it('are found in parts where a search would find too many', async () => {
    const many = Array.from({ length: 2_300 }, (_, i) => posted(i + 1, MIDNIGHT + i * 3));
    const server = await serve(many);
    const { source } = open(server, { repos: [], queries: ['tide'] });
    const records = await read(source);
    expect(docsIn(records)).toHaveLength(2_300);
    expect(records.some((record) => 'problem' in record)).toBe(false);
  });

  it('are said to be missing where a second has too many', async () => {
    const many = Array.from({ length: 1_001 }, (_, i) => posted(i + 1, MIDNIGHT + 77));
    const { source } = open(await serve(many), { repos: [], queries: ['tide'] });
    const records = await read(source);
    expect(docsIn(records)).toHaveLength(1_000);
    expect(problems(records)).toEqual([expect.stringContaining('more in a second than is told')]);
  });

  it('are asked for in smaller parts, and said to be missing, where a search runs out of time', async () => {
    const server = await serve(few);
    const late = { total_count: 3, incomplete_results: true, items: [] };
    server.disturb = answering(200, late);
    const records = await read(open(server, { repos: [], queries: ['tide'] }).source);
    expect(server.asked.length).toBeGreaterThan(24);
    expect(problems(records)[0]).toMatch(/ran out of time/);
  });

  describe('when GitHub is asked too much of', () => {
    const limits = (reset: number) => ({
      'x-ratelimit-remaining': 0,
      'x-ratelimit-reset': NOW / 1000 + reset,
    });
    const secondary = { message: 'You have exceeded a secondary rate limit.' };
    it.each<[string, number, unknown, Record<string, string | number>, number[]]>([
      ['primary', 403, { message: 'API rate limit exceeded' }, limits(90), [90_000]],
      ['primary', 429, {}, { ...limits(90), 'retry-after': 5 }, [5_000]],
      ['secondary', 403, secondary, { 'retry-after': 40 }, [40_000]],
      ['secondary', 403, secondary, {}, [60_000]],
      ['secondary', 429, secondary, {}, [60_000]],
    ])('waits out a %s limit told with a %i', async (_, status, body, headers, slept) => {
      const server = await serve(few);
      server.disturb = at([0], answering(status, body, headers));
      const { source, clock } = open(server);
      expect(docsIn(await read(source))).toHaveLength(3);
      expect(clock.slept).toEqual(slept);
    });

    it('backs off, then stops', async () => {
      const server = await serve(few);
      server.disturb = answering(403, secondary);
      const { source, clock } = open(server);
      await expect(read(source)).rejects.toMatchObject({ code: 'QUOTA_SPENT', exitCode: 3 });
      expect(clock.slept).toEqual([60_000, 120_000, 240_000, 480_000]);
    });

    it('asks no more once none is left, until the limit is new', async () => {
      const server = await serve(few);
      Object.assign(server, { remaining: 1, reset: NOW / 1000 + 120 });
      const { source, clock } = open(server, { pageSize: 2 });
      await read(source);
      expect(clock.slept).toEqual([120_000]);
    });

    it('keeps what was told when that is too long', async () => {
      const server = await serve(few);
      Object.assign(server, { remaining: 1, reset: NOW / 1000 + 3_500 });
      const into: Awaited<ReturnType<typeof read>> = [];
      const { source } = open(server, { pageSize: 2 });
      await expect(read(source, { into })).rejects.toMatchObject({ code: 'QUOTA_SPENT' });
      expect(docsIn(into)).toHaveLength(2);
      expect(into.at(-1)).toHaveProperty('checkpoint');
    });
  });

  it.each<[string, Partial<GitHubOptions>, Disturbance | null, RegExp]>([
    ['a repository that is not there', { repos: ['no/such', REPO] }, null, /HTTP 404/],
    ['one that may not be read', {}, at([0], answering(403, { message: 'No' })), /HTTP 403/],
    ['a search that is none', { queries: ['unsearchable'] }, null, /HTTP 422/],
  ])('go on behind %s', async (_, options, disturb, reason) => {
    const server = await serve(few);
    server.disturb = disturb ?? server.disturb;
    const records = await read(open(server, { queries: ['tide'], ...options }).source);
    expect(problems(records)).toEqual([expect.stringMatching(reason)]);
  });

  it('say that the token is refused, and not which', async () => {
    const { source } = open(await serve(few), { token: 'ghp_other' });
    const thrown = await read(source).catch((error: unknown) => error as Error & { hint: string });
    expect(thrown).toMatchObject({ code: 'SOURCE_UNREADABLE', hint: 'export GITHUB_TOKEN=…' });
    expect(`${(thrown as Error).stack}`).not.toContain('ghp_other');
  });

  it('do not go round in a circle', async () => {
    const server = await serve(few);
    server.disturb = (asked, response, index) =>
      answering(200, [], { link: `<https://x.example/${asked.url.search}>; rel="next"` })(
        asked,
        response,
        index,
      );
    await expect(read(open(server).source)).rejects.toMatchObject({ code: 'REPLY_INVALID' });
  });

  it('are parsed whatever they are', () => {
    const issue = replies({
      html_url: fc.webUrl(),
      title: fc.string(),
      body: fc.option(fc.string({ unit: 'binary' })),
      created_at: fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
      user: fc.option(fc.record({ id: fc.nat() })),
      pull_request: fc.constantFrom(undefined, null, {}),
    });
    fc.assert(
      fc.property(issue, (value) => {
        const record = issueRecord(value, 'here');
        expect(record === null || 'doc' in record || 'problem' in record).toBe(true);
      }),
    );
  });
});

const problems = (records: Awaited<ReturnType<typeof read>>): string[] =>
  records.flatMap((record) => ('problem' in record ? [record.problem.reason] : []));
