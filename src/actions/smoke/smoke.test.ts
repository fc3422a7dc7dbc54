import { createServer, type Server as Http } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../lib/adapters/clock/system.js';
import { smokeTest, type QuestionSet } from './smoke.js';

const BODY = 'It rained.';
const SET = (name: string, firstPage?: string): QuestionSet => ({
  name,
  questions: [{ id: 'a', question: 'Rain?', charId: 'ann', answers: [{ quote: BODY }] }],
  ...(firstPage === undefined ? {} : { firstPage }),
});

let http: Http;
afterEach(() => new Promise((closed) => http.close(closed)));

/** Holds one page, and is ready at the third look, if ever. */
async function standIn(
  characters: string[],
  { looks: looksNeeded = 3, role = 'reader', credits = 1 } = {},
) {
  const asked: unknown[] = [];
  let looks = 0;
  http = createServer((request, response) => {
    const { url = '' } = request;
    const json = (value: unknown, status = 200) => {
      response.writeHead(status, { 'content-type': 'application/json', connection: 'close' });
      response.end(JSON.stringify(value));
    };
    if (url === '/health') {
      const ready = ++looks >= looksNeeded;
      return json({ status: ready ? 'healthy' : 'unavailable' }, ready ? 200 : 503);
    }
    if (url === '/account') return json({ account: 'ann', role, credits });
    if (url === '/pages/p1') return json({ id: 'p1', body: BODY });
    if (url === '/characters')
      return json({ characters: characters.map((id) => ({ char_id: id })) });
    const quote = { page_id: 'p1', start: 0, end: BODY.length, text: BODY };
    if (url.startsWith('/retrieve')) return json({ quotes: [quote] });
    if (url !== '/api/chat') return json({ error: { code: 'NOT_FOUND', message: url } }, 404);
    request.on('data', (data: Buffer) => asked.push(JSON.parse(data.toString())));
    const events = [
      ['meta', { route: 'cache' }],
      ['quote', quote],
      ['token', { text: BODY }],
      ['done', { answer: BODY }],
    ] as const;
    response.writeHead(200, { 'content-type': 'text/event-stream', connection: 'close' });
    response.end(events.map(([t, d]) => `event: ${t}\ndata: ${JSON.stringify(d)}\n\n`).join(''));
  });
  await new Promise<void>((ready) => http.listen(0, '127.0.0.1', ready));
  const url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
  return { asked, server: { url, timeoutMs: 5_000, clock: systemClock } };
}

const thresholds = { maxP95Ms: 60_000, maxFirstTokenMs: 60_000, maxMiss: 0 };
const { signal } = new AbortController();

describe('smokeTest', () => {
  it('waits until the server is ready, and asks the first set that fits', async () => {
    const { server, asked } = await standIn(['ann']);
    const started: string[] = [];
    const smoke = await smokeTest({
      server,
      sets: [SET('other', 'p0'), SET('ours', 'p1'), SET('any')],
      thresholds,
      signal,
      started: ({ name }) => started.push(name),
    });
    expect(smoke).toMatchObject({ ok: true, set: 'ours', cache: { hits: 1 } });
    expect(started).toEqual(['ours']);
    expect(asked).toEqual([{ question: 'Rain?', char_id: 'ann', stream: true }]);
  });

  it('asks nobody in particular where the character is unknown', async () => {
    const { server, asked } = await standIn(['bob']);
    await smokeTest({ server, sets: [SET('any')], thresholds, signal });
    expect(asked).toEqual([{ question: 'Rain?', stream: true }]);
  });

  it('spends no credits where it may ask freely', async () => {
    const { server, asked } = await standIn([], { role: 'ops', credits: 0 });
    await smokeTest({ server, sets: [SET('any')], thresholds, signal });
    expect(asked).toEqual([{ question: 'Rain?', stream: true, charge: false }]);
  });

  it('says before the first question that there are too few credits', async () => {
    const { server, asked } = await standIn([], { credits: 0 });
    const test = smokeTest({ server, sets: [SET('any')], thresholds, signal });
    await expect(test).rejects.toMatchObject({
      code: 'CREDITS_SPENT',
      hint: expect.stringContaining('gibsey accounts grant ann 1') as string,
    });
    expect(asked).toEqual([]);
  });

  it('says so when no set fits', async () => {
    const { server } = await standIn([]);
    const test = smokeTest({ server, sets: [SET('x', 'p0'), SET('y', 'p2')], thresholds, signal });
    await expect(test).rejects.toMatchObject({
      code: 'USAGE',
      message: expect.stringMatching(/: x and y\.$/) as string,
    });
  });

  it('goes on when the server never gets ready, and says so', async () => {
    const { server } = await standIn([], { looks: Infinity });
    const hasty = { ...server, timeoutMs: 1_000 };
    const smoke = await smokeTest({ server: hasty, sets: [SET('any')], thresholds, signal });
    expect(smoke.checks[0]).toMatchObject({ name: 'health', ok: false });
    expect(smoke.ok).toBe(false);
  });
});
