import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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
import { answering, at } from '../../../../../test/fixtures/http/loopback.js';
import type { Posted } from '../../../../../test/fixtures/http/posted.js';
import {
  CLIENT,
  postOf,
  redditServer,
  SUBREDDIT,
  type RedditServer,
} from '../../../../../test/fixtures/reddit/server.js';
import { steppedClock } from '../../../../../test/support/clock.js';
import { systemClock } from '../../clock/system.js';
import type { RedditOptions } from './config.js';
import { openRedditDump } from './dump.js';
import { openReddit } from './factory.js';
import { postData, postRecord } from './posts.js';

const MIDNIGHT = Date.parse(`${DAY}T00:00:00Z`) / 1000;
const FEW = [1, 2, 3].map((id) => posted(id, MIDNIGHT + id));

describe('posts of Reddit', () => {
  const servers: RedditServer[] = [];
  afterEach(async () => {
    await Promise.all(servers.splice(0).map((server) => server.close()));
  });
  const given = async (posts: readonly Posted[] = FEW, options: Partial<RedditOptions> = {}) => {
    const server = await redditServer(posts);
    servers.push(server);
    const clock = steppedClock(NOW);
    const where = { url: server.url, tokenUrl: `${server.url}/api/v1/access_token` };
    const asked = { ...where, ...CLIENT, subreddits: [SUBREDDIT], clock, ...options };
    return { server, clock, source: openReddit(asked) };
  };
  const calls = ({ asked }: RedditServer) => asked.map(({ url }) => url.pathname);

  it('are not asked for without credentials: the reason, and the way out', async () => {
    const { server, source } = await given(FEW, { clientSecret: undefined });
    await expect(read(source)).rejects.toMatchObject({
      code: 'SERVICE_UNREACHABLE',
      exitCode: 4,
      message: expect.stringContaining('without credentials') as unknown,
      hint: expect.stringMatching(/REDDIT_CLIENT_ID=.*gibsey ingest reddit --file DUMP/) as unknown,
    });
    expect(server.asked).toEqual([]);
  });

  it('are asked for by an app that says who it is', async () => {
    const { server, source } = await given(FEW, { username: 'keeper' });
    expect(docsIn(await read(source))).toHaveLength(3);
    expect(server.asked[1]?.headers['user-agent']).toMatch(/^node:gibsey:.* \(by \/u\/keeper\)$/);
    expect(calls(server)).toEqual(['/api/v1/access_token', `/r/${SUBREDDIT}/new`]);
  });

  it('renew the token before it ends, and when it is taken back', async () => {
    const { server, clock, source } = await given();
    server.expires = 3_600;
    await read(source);
    clock.step(3_541_000);
    await read(source);
    expect(server.tokens).toBe(2);
    server.tokens++; // somebody else has asked for one
    expect(docsIn(await read(source))).toHaveLength(3);
    expect(server.tokens).toBe(4);
  });

  it('say that credentials are refused, and not which', async () => {
    const { source } = await given(FEW, { clientSecret: 'other-s3cret' });
    const thrown = await read(source).catch((error: unknown) => error);
    expect(thrown).toMatchObject({ code: 'SOURCE_UNREADABLE' });
    expect((thrown as Error).stack).not.toMatch(/other-s3cret|planted/);
    const { server, source: barred } = await given();
    server.disturb = (asked, ...rest) =>
      asked.url.pathname.startsWith('/r/') && answering(401, {})(asked, ...rest);
    await expect(read(barred)).rejects.toMatchObject({ code: 'SOURCE_UNREADABLE' });
  });

  it('wait for the next window when no call is left in this one', async () => {
    const { server, clock, source } = await given(FEW, { pageSize: 2 });
    Object.assign(server, { remaining: 1, reset: 200 });
    expect(docsIn(await read(source))).toHaveLength(3);
    expect(clock.slept).toEqual([200_000]);
    server.disturb = at(
      [server.asked.length],
      answering(429, '', { 'x-ratelimit-remaining': '0.0', 'x-ratelimit-reset': 90 }),
    );
    server.remaining = 100;
    await read(source);
    expect(clock.slept.at(-1)).toBe(90_000);
  });

  it.each(['deleted', 'removed'] as const)(
    'are gone under their old key when %s',
    async (taken) => {
      const [before] = docsIn(await read((await given([posted(1, MIDNIGHT)])).source));
      const records = await read((await given([posted(1, MIDNIGHT, { taken })])).source);
      expect(records[0]).toEqual({ gone: before?.urlHash });
      expect(docsIn(records)).toEqual([]);
    },
  );

  it('say that the day lies behind the end of the listing', async () => {
    const newer = Array.from({ length: 1_000 }, (_, i) => posted(i + 10, MIDNIGHT + 86_400 + i));
    const records = await read((await given([...FEW, ...newer])).source);
    expect(docsIn(records)).toEqual([]);
    expect(records.find((record) => 'problem' in record)?.problem).toEqual({
      where: `r/${SUBREDDIT}`,
      reason: 'its listing ends after 1000 posts: older ones come from a dump',
    });
  });

  it('go on behind a subreddit that is not there', async () => {
    const { source } = await given(FEW, { subreddits: ['banned', SUBREDDIT] });
    const records = await read(source);
    expect(docsIn(records)).toHaveLength(3);
    expect(records.find((record) => 'problem' in record)?.problem.where).toBe('r/banned');
  });

  it('are parsed whatever they are', () => {
    const post = replies({
      id: fc.string(),
      subreddit: fc.string(),
      title: fc.string(),
      selftext: fc.oneof(fc.string(), fc.constantFrom('[deleted]', '[removed]')),
      author: fc.string(),
      created_utc: fc.oneof(fc.integer(), fc.double(), fc.string()),
      removed_by_category: fc.option(fc.string()),
    });
    fc.assert(
      fc.property(fc.oneof(post, fc.record({ kind: fc.constant('t3'), data: post })), (value) => {
        const record = postRecord(postData(value), 'here');
        expect(record && ('doc' in record || 'problem' in record || 'gone' in record)).toBe(true);
      }),
    );
  });
});

describe('a dump of Reddit', () => {
  const signal = new AbortController().signal;
  const dump = (content: string) => {
    const path = join(mkdtempSync(join(tmpdir(), 'gibsey-dump-')), 'dump');
    writeFileSync(path, content);
    return { path, source: openRedditDump({ path, clock: steppedClock(NOW) }) };
  };
  const line = (value: unknown) => `${JSON.stringify(value)}\n`;
  const daysOf = async (source: ReturnType<typeof openRedditDump>) => {
    const days: string[] = [];
    const window = { from: '2026-01-01', to: '2026-12-31' };
    for await (const day of source.partitions(window, signal)) days.push(day);
    return days;
  };

  it('tells posts without the comments between them, and what of it is broken with its day', async () => {
    const comment = { kind: 't1', data: { id: 'c', body: 'Me too.', created_utc: MIDNIGHT } };
    const { path, source } = dump(
      ['\n', 'broken\n', ...FEW.map((post) => line(postOf(post))), line(comment), '{"id":\n'].join(
        '',
      ) + line({ kind: 't3', data: postOf(posted(9, MIDNIGHT + 86_400)) }),
    );
    const records = await read(source);
    expect(docsIn(records)).toHaveLength(3);
    expect(
      records.flatMap((record) => ('problem' in record ? [record.problem.where] : [])),
    ).toEqual([`${path}:2`, `${path}:7`]);
    const next = await read(source, { day: '2026-02-28' });
    expect([docsIn(next).length, next.length]).toEqual([1, 2]);
  });

  it('has the days of its posts', async () => {
    const { source } = dump(
      [...FEW, posted(9, MIDNIGHT - 5 * 86_400)].map(postOf).map(line).join(''),
    );
    expect(await daysOf(source)).toEqual(['2026-02-22', DAY]);
  });

  it.each(['', 'no JSON', '{"a":1}\n', '[\n{]'])('says that it is none: %j', async (content) => {
    const { source } = dump(content);
    const days = async () => {
      for await (const day of source.partitions({ from: DAY, to: DAY }, signal))
        expect(day).toBe('');
    };
    await expect(days()).rejects.toMatchObject({
      code: 'SOURCE_UNREADABLE',
      message: expect.stringContaining('cannot be read') as unknown,
    });
  });

  it('names what of it is the first that is of no use, where nothing else is', async () => {
    const { path, source } = dump(`{"title":"${'w'.repeat(17 * 2 ** 20)}"}\n`);
    await expect(daysOf(source)).rejects.toMatchObject({
      message: expect.stringContaining(`${path}:1: the line is longer than 16 MiB`) as unknown,
    });
  });

  it('is not read whole where that would fill the memory', async () => {
    const { source } = dump(`[\n${'"a",\n'.repeat(7 * 2 ** 20)}"a"]\n`);
    await expect(read(source)).rejects.toMatchObject({
      message: expect.stringContaining('larger than 16 MiB') as unknown,
    });
  });

  it('can be stopped between posts that were parsed at once', async () => {
    const post = JSON.stringify(postOf(posted(1, MIDNIGHT)));
    const { path } = dump(`[\n${`${post},\n`.repeat(10_000)}${post}]\n`);
    const source = openRedditDump({ path, clock: systemClock });
    const stop = new AbortController();
    const told = async () => {
      for await (const record of source.read(DAY, null, stop.signal)) {
        const until = performance.now() + 0.1; // whoever takes a record works on it without a wait
        while (performance.now() < until) expect(record).toBeDefined();
        setImmediate(() => stop.abort());
      }
    };
    await expect(told()).rejects.toThrow();
  });

  it('is no address', () => {
    const open = () =>
      openRedditDump({ path: 'https://example.org/r.json', clock: steppedClock(NOW) });
    expect(open).toThrow(expect.objectContaining({ code: 'SOURCE_UNREADABLE' }));
  });

  it('says that there is none', async () => {
    const source = openRedditDump({ path: '/nowhere/dump', clock: steppedClock(NOW) });
    await expect(read(source)).rejects.toMatchObject({ code: 'SOURCE_UNREADABLE' });
  });
});
