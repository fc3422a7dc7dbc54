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
import { hackerNewsServer } from '../../../../../test/fixtures/hackernews/server.js';
import type { Loopback } from '../../../../../test/fixtures/http/loopback.js';
import type { Posted } from '../../../../../test/fixtures/http/posted.js';
import { steppedClock } from '../../../../../test/support/clock.js';
import { openHackerNews } from './factory.js';
import { hitRecord } from './hits.js';

const MIDNIGHT = Date.parse(`${DAY}T00:00:00Z`) / 1000;

describe('posts of Hacker News', () => {
  const servers: Loopback[] = [];
  afterEach(async () => {
    await Promise.all(servers.splice(0).map((server) => server.close()));
  });
  const given = async (posts: readonly Posted[], queries = ['tide']) => {
    const server = await hackerNewsServer(posts);
    servers.push(server);
    const url = `${server.url}/api/v1`;
    const tags = ['ask_hn', 'comment'] as const;
    return { server, source: openHackerNews({ url, queries, tags, clock: steppedClock(NOW) }) };
  };

  it('are asked for by what was written when', async () => {
    const { server, source } = await given([]);
    await read(source);
    expect(Object.fromEntries(server.asked[0]!.url.searchParams)).toEqual({
      query: 'tide',
      tags: '(ask_hn,comment)',
      numericFilters: `created_at_i>=${MIDNIGHT},created_at_i<${MIDNIGHT + 86_400}`,
      hitsPerPage: '1000',
      typoTolerance: 'false',
    });
  });

  it('are all found, more than a search tells', async () => {
    const { source } = await given(
      Array.from({ length: 2_500 }, (_, i) => posted(i + 1, MIDNIGHT + (i % 400))),
    );
    const records = await read(source);
    expect(docsIn(records)).toHaveLength(2_500);
    expect(records.some((record) => 'problem' in record)).toBe(false);
  });

  it('are said to be missing where a second has too many', async () => {
    const { source } = await given(
      Array.from({ length: 1_001 }, (_, i) => posted(i + 1, MIDNIGHT + 77)),
    );
    const records = await read(source);
    expect(docsIn(records)).toHaveLength(1_000);
    expect(records.filter((record) => 'problem' in record)).toHaveLength(1);
  });

  it('are told once when several searches find them, everything by none', async () => {
    const { source } = await given([posted(1, MIDNIGHT), posted(2, MIDNIGHT)], ['', 'tide']);
    expect(docsIn(await read(source))).toHaveLength(2);
  });

  it('may be comments, which have the title of their story', () => {
    const comment = {
      objectID: '7',
      created_at_i: MIDNIGHT,
      title: null,
      story_title: 'Tides',
      comment_text: 'I&#x27;d pay.<p>Twice.',
      author: 'someone',
    };
    expect(hitRecord(comment, 'here')).toMatchObject({
      doc: {
        url: 'https://news.ycombinator.com/item?id=7',
        title: 'Tides',
        body: "I'd pay.\n\nTwice.",
      },
    });
  });

  it('are parsed whatever they are', () => {
    const hit = replies({
      objectID: fc.oneof(fc.nat(), fc.string()),
      title: fc.string(),
      story_text: fc.option(fc.string({ unit: 'binary' })),
      comment_text: fc.option(fc.string()),
      created_at_i: fc.oneof(fc.integer(), fc.double()),
      author: fc.string(),
    });
    fc.assert(
      fc.property(hit, (value) => {
        const record = hitRecord(value, 'here');
        expect(record !== null && ('doc' in record || 'problem' in record)).toBe(true);
      }),
    );
  });
});
