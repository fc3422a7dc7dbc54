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
import { at } from '../../../../../test/fixtures/http/loopback.js';
import {
  STACKEXCHANGE_KEY,
  stackOverflowServer,
  TAG,
  throttle,
  type StackOverflowServer,
} from '../../../../../test/fixtures/stackoverflow/server.js';
import { steppedClock } from '../../../../../test/support/clock.js';
import type { StackOverflowOptions } from './config.js';
import { openStackOverflow } from './factory.js';
import { questionRecord } from './questions.js';

const MIDNIGHT = Date.parse(`${DAY}T00:00:00Z`) / 1000;

describe('questions of Stack Overflow', () => {
  const servers: StackOverflowServer[] = [];
  afterEach(async () => {
    await Promise.all(servers.splice(0).map((server) => server.close()));
  });
  const given = async (options: Partial<StackOverflowOptions> = {}) => {
    const server = await stackOverflowServer([1, 2, 3].map((id) => posted(id, MIDNIGHT + id)));
    servers.push(server);
    const clock = steppedClock(NOW);
    const asked = { url: `${server.url}/2.3`, site: 'stackoverflow', tags: [TAG], pageSize: 1 };
    return { server, clock, source: openStackOverflow({ ...asked, clock, ...options }) };
  };

  it('are asked for with their bodies, and the key where there is one', async () => {
    for (const key of [STACKEXCHANGE_KEY, undefined]) {
      const { server, source } = await given({ key });
      await read(source);
      const query = Object.fromEntries(server.asked[0]!.url.searchParams);
      expect(query).toMatchObject({ site: 'stackoverflow', filter: 'withbody', tagged: TAG });
      expect(query.key).toBe(key);
    }
  });

  it('are left alone for as long as a reply asks to', async () => {
    const { server, clock, source } = await given();
    server.backoff = 10;
    expect(docsIn(await read(source))).toHaveLength(3);
    expect(clock.slept).toEqual([10_000, 10_000]);
  });

  it.each([
    [undefined, 'STACKEXCHANGE_KEY'],
    [STACKEXCHANGE_KEY, 'tomorrow'],
  ])('end where the calls of a day do, with what was told: %s', async (key, hint) => {
    const { server, source } = await given({ key });
    server.quota = 2;
    const into: Awaited<ReturnType<typeof read>> = [];
    await expect(read(source, { into })).rejects.toMatchObject({
      code: 'QUOTA_SPENT',
      hint: expect.stringContaining(hint) as unknown,
    });
    expect(docsIn(into)).toHaveLength(2);
    const from = into.findLast((record) => 'checkpoint' in record)?.checkpoint ?? null;
    server.quota = 9;
    expect(docsIn(await read(source, { from })).map(({ title }) => title)).toEqual([
      posted(3, 0).title,
    ]);
  });

  it('are all there when the last call of a day is the last that is needed', async () => {
    const { server, source } = await given();
    server.quota = 3;
    expect(docsIn(await read(source))).toHaveLength(3);
  });

  it('wait out a throttle that is short, and not one that is long', async () => {
    const { server, clock, source } = await given();
    server.disturb = at([0], (_, response) => (throttle(response, 12), true));
    expect(docsIn(await read(source))).toHaveLength(3);
    expect(clock.slept).toEqual([12_000]);
    server.quota = 0;
    await expect(read(source)).rejects.toMatchObject({ code: 'QUOTA_SPENT' });
  });

  it('are none, with what the API says, where the key is wrong', async () => {
    const { source } = await given({ key: 'other-k3y' });
    const records = await read(source);
    const problem = records.find((record) => 'problem' in record)?.problem;
    expect(problem).toEqual({
      where: `tag ${TAG}`,
      reason: expect.stringContaining('`key` doesn’t match') as unknown,
    });
    expect(JSON.stringify(records)).not.toContain('other-k3y');
  });

  it('are parsed whatever they are', () => {
    const question = replies({
      question_id: fc.integer(),
      title: fc.string(),
      body: fc.option(fc.string({ unit: fc.constantFrom('<', '>', '/', 'p', 're', '&', ';') })),
      creation_date: fc.oneof(fc.integer(), fc.double()),
      owner: fc.option(fc.record({ user_id: fc.nat() })),
    });
    fc.assert(
      fc.property(question, (value) => {
        const record = questionRecord(value, 'https://stackoverflow.com', 'here');
        expect(record !== null && ('doc' in record || 'problem' in record)).toBe(true);
      }),
    );
  });
});
