import { afterEach, describe, expect, it } from 'vitest';
import { recordsOf, NOW } from '../../../../../test/contract/source/reading.js';
import {
  type Disturbance,
  type Gateway,
  send,
  STARGATE_TOKEN,
  stargate,
} from '../../../../../test/fixtures/stargate/server.js';
import type { Clock } from '../../../ports/index.js';
import { openRest } from './factory.js';

const row = (i: number) => ({ page_id: `p${i}`, text: `The tide, ${i}.`, chapter: null, moon: i });
const rows = (count: number) => Array.from({ length: count }, (_, i) => row(i));

describe('a table behind Stargate', () => {
  const gateways: Gateway[] = [];
  afterEach(async () => {
    for (const gateway of gateways.splice(0)) await gateway.close();
  });
  const start = async (table: readonly unknown[], disturb?: Disturbance): Promise<Gateway> => {
    const gateway = await stargate(table, disturb);
    gateways.push(gateway);
    return gateway;
  };

  /** Pauses are noted, not waited for. */
  const pauses: number[] = [];
  const clock: Clock = {
    now: () => NOW,
    monotonic: () => 0,
    sleep: (ms, signal) => {
      pauses.push(ms);
      return signal?.aborted ? Promise.reject(signal.reason as Error) : Promise.resolve();
    },
  };
  const read = async (target: string, options = {}, signal?: AbortSignal) => {
    pauses.length = 0;
    const settings = { token: STARGATE_TOKEN, pageSize: 3, timeoutMs: 5000, clock, target };
    const records = await recordsOf(openRest({ ...settings, ...options }), signal);
    return {
      pages: records.flatMap((record) => ('page' in record ? [record.page] : [])),
      problems: records.flatMap((record) => ('problem' in record ? [record.problem] : [])),
    };
  };
  /** Disturbs the requests of these numbers, from 0. */
  const at = (numbers: number[], disturb: Disturbance): Disturbance => {
    let number = 0;
    return (request, response) => numbers.includes(number++) && disturb(request, response);
  };
  const answer =
    (status: number, body: unknown, headers: Record<string, string> = {}): Disturbance =>
    (_request, response) => {
      for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
      send(response, status, body);
      return true;
    };

  it('is read to its end, reply by reply; columns without a value are left out', async () => {
    const gateway = await start(rows(7));
    const { pages } = await read(gateway.table);
    expect(pages).toHaveLength(7);
    expect(pages[6]).toEqual({
      id: 'p6',
      body: 'The tide, 6.',
      title: null,
      chapter: null,
      position: null,
      charId: null,
      source: 'gibsey/pages',
      updatedAt: NOW,
      metadata: { moon: 6 },
    });
    expect(gateway.asked.map((query) => query.get('page-size'))).toEqual(['3', '3', '3']);
  });

  it('ends with the empty reply behind a full last one', async () => {
    const gateway = await start(rows(6));
    expect((await read(gateway.table)).pages).toHaveLength(6);
    expect(gateway.asked).toHaveLength(3);
    expect((await read((await start([])).table)).pages).toEqual([]);
  });

  it('takes all columns of a page, times in both forms, and tells what cannot be used', async () => {
    const full = {
      ...{ id: 'b', page_id: 'a', body: 'B.', text: 'T.', title: 'Ebb', chapter: '1', position: 2 },
      ...{ char_id: 'arieol', updated_at: '2026-01-02T03:04:05Z' },
    };
    const table = [
      full,
      { id: 'c', text: 'C', updated_at: 5 },
      { text: 'D' },
      { id: 'e' },
      7,
      full,
    ];
    const { pages, problems } = await read((await start(table)).table);
    expect(pages).toMatchObject([
      { id: 'a', body: 'B.', title: 'Ebb', chapter: '1', position: 2, charId: 'arieol' },
      { id: 'c', updatedAt: 5 },
    ]);
    expect(pages[0]?.updatedAt).toBe(Date.UTC(2026, 0, 2, 3, 4, 5));
    expect(
      problems.map(({ where, reason }) => `${where.replace(/^.*rows /, '')}: ${reason}`),
    ).toEqual([
      'row 3: there is no page_id or id',
      'row 4: there is no body',
      'row 5: it is a number, not an object',
      expect.stringMatching(/^.*: the id a is already used at .* row 1 \(a\)$/),
    ]);
  });

  it('is found by keyspace and table at the gateway, with or without /v2', async () => {
    const { url, table } = await start(rows(1));
    for (const base of [url, `${url}/`, `${url}/v2`, `${url}/v2/keyspaces/`])
      expect((await read('gibsey/pages', { base })).pages).toHaveLength(1);
    expect((await read(`${table}/rows?page-size=1`)).pages).toHaveLength(1);
  });

  it('goes on at the last page state when the connection is cut', async () => {
    const cut: Disturbance = (_request, response) => {
      response.writeHead(200, { 'content-length': '5000' });
      response.write('{"count":3,"data":[', () => response.destroy());
      return true;
    };
    const gateway = await start(rows(7), at([1, 2], cut));
    const { pages, problems } = await read(gateway.table);
    expect([pages.map(({ id }) => id), problems]).toEqual([rows(7).map((r) => r.page_id), []]);
    const states = gateway.asked.map((query) => query.get('page-state'));
    expect(states.slice(1, 4)).toEqual([states[1], states[1], states[1]]);
    expect(pauses).toEqual([500, 1000]);
  });

  it('waits as long as it is asked to, but not for ever', async () => {
    const date = new Date(NOW + 5000).toUTCString();
    const disturb: Disturbance[] = [
      answer(429, 'slow', { 'retry-after': '7' }),
      answer(503, 'later', { 'retry-after': date }),
      answer(500, {}, { 'retry-after': '86400' }),
    ];
    const gateway = await start(rows(1), (request, response) =>
      Boolean(disturb.shift()?.(request, response)),
    );
    expect((await read(gateway.table)).pages).toHaveLength(1);
    expect(pauses).toEqual([7000, 5000, 60_000]);
  });

  it('stops while it waits', async () => {
    const controller = new AbortController();
    const gateway = await start(rows(1), (request, response) => {
      controller.abort();
      return answer(503, '')(request, response);
    });
    await expect(read(gateway.table, {}, controller.signal)).rejects.toThrow(/abort/i);
    expect(gateway.asked).toHaveLength(1);
  });

  const silent: Disturbance = () => true;
  it.each<[string, Disturbance, object, RegExp]>([
    ['errors', answer(502, 'x'), { code: 'SERVICE_UNREACHABLE' }, /HTTP 502 \(tried 5 times\)/],
    ['silence', silent, { code: 'SERVICE_UNREACHABLE' }, /no reply within 60 ms/],
    ['no JSON', answer(200, '<html>'), { code: 'REPLY_INVALID' }, /no JSON/],
    [
      'another JSON',
      answer(200, { rows: [] }),
      { code: 'REPLY_INVALID' },
      /without a list of rows/,
    ],
    ['null', answer(200, 'null'), { code: 'REPLY_INVALID' }, /without a list of rows/],
    [
      'a circle',
      answer(200, { data: [], pageState: 'again' }),
      { code: 'REPLY_INVALID' },
      /the same page state twice/,
    ],
    [
      'a redirect',
      answer(302, '', { location: 'http://127.0.0.1:1/' }),
      { code: 'SOURCE_UNREADABLE' },
      /HTTP 302, a redirect/,
    ],
    ['another path', answer(404, ''), { code: 'SOURCE_UNREADABLE' }, /no such keyspace or table/],
  ])('says what is wrong: %s', async (_name, disturb, error, message) => {
    const gateway = await start(rows(1), disturb);
    const reading = read(gateway.table, { timeoutMs: disturb === silent ? 60 : 5000 });
    await expect(reading).rejects.toMatchObject(error);
    await expect(reading).rejects.toThrow(message);
  });

  it.each(['', 'wrong'])('names the variable when the token is refused: "%s"', async (token) => {
    const { table } = await start(rows(1));
    const reading = read(table, token === '' ? { token: undefined } : { token });
    await expect(reading).rejects.toMatchObject({
      code: 'SOURCE_UNREADABLE',
      message: expect.stringContaining('STARGATE_AUTH_TOKEN') as unknown,
      hint: expect.stringContaining('STARGATE_AUTH_TOKEN') as unknown,
    });
    await expect(reading).rejects.not.toThrow(/wrong/);
  });

  it('says that nobody listens', async () => {
    const { table, close } = await stargate([]);
    await close();
    await expect(read(table)).rejects.toThrow(
      /does not answer: connection refused \(tried 5 times\)/,
    );
    expect(pauses).toEqual([500, 1000, 2000, 4000]);
  });

  it.each([
    ['gibsey/pages', /address of the gateway is not known/],
    ['http://h/v1/tables', /is not the address of a table/],
    ['http://u:secret@h/v2/keyspaces/a/b', /bears a user or a password/],
    ['http://h/v2/keyspaces/%zz/b', /is not an address/],
  ])('refuses the address %s', async (target, message) => {
    const reading = read(target);
    await expect(reading).rejects.toMatchObject({ code: 'USAGE' });
    await expect(reading).rejects.toThrow(message);
    await expect(reading).rejects.not.toThrow(/secret/);
  });
});
