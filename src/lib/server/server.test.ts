import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PAGES, serving, type Serving } from '../../../test/support/serving.js';

interface Turn {
  answer: string;
  quotes: { page_id: string; start: number; end: number; text: string }[];
  credits_left: number;
}

describe('a server on this machine', () => {
  let server: Serving;
  beforeAll(async () => void (server = await serving()));
  afterAll(() => server.close());

  const ask = (body: object, headers = {}) =>
    server.call({ method: 'POST', url: '/api/chat', payload: body, headers });

  it('answers with a verbatim quote and debits a credit', async () => {
    const { statusCode, body } = await ask({ question: 'Who climbed the tower?' });
    const turn = JSON.parse(body) as Turn;
    const [quote] = turn.quotes;
    expect(statusCode, body).toBe(200);
    expect(PAGES[0]?.body.slice(quote?.start, quote?.end)).toBe(quote?.text);
    expect(turn.answer).toContain(quote?.text);
    expect(turn.credits_left).toBe(99);
  });

  it('streams the same as events when asked to, by header or by field', async () => {
    const accept = { accept: 'text/event-stream' };
    for (const reply of [
      await ask({ query: 'Who climbed the tower?' }, accept),
      await ask({ message: 'Who climbed the tower?', stream: true }),
    ]) {
      const events = [...reply.body.matchAll(/^event: (\w+)\ndata: (.*)\n\n/gm)];
      const names = events.map(([, name]) => name);
      expect(reply.headers['content-type']).toContain('text/event-stream');
      expect(names[0]).toBe('meta');
      expect(names).toContain('quote');
      expect(names.at(-1)).toBe('done');
      const tokens = events.filter(([, name]) => name === 'token');
      const text = tokens.map(([, , data = '']) => (JSON.parse(data) as { text: string }).text);
      expect(JSON.parse(events.at(-1)?.[2] ?? '')).toMatchObject({ answer: text.join('') });
    }
  });

  it('tells an error before the stream begins by its status', async () => {
    const { statusCode, body } = await ask({ question: 'Who?', char_id: 'nobody', stream: true });
    expect(statusCode).toBe(404);
    expect(JSON.parse(body)).toMatchObject({ error: { code: 'NOT_FOUND' } });
  });

  it('finds, writes, reads and removes pages', async () => {
    const url = '/pages/whale';
    const headers = server.own;
    const put = { method: 'PUT', url, headers } as const;
    const written = await server.call({
      ...put,
      payload: { body: 'A whale sang at noon.', position: 3 },
    });
    expect(written.statusCode, written.body).toBe(200);
    await server.call({ ...put, payload: { title: 'The whale' } });
    await server.call({ method: 'POST', url: '/refresh', headers });
    const found = await server.call({ url: '/retrieve?q=whale&limit=1' });
    expect(found.json()).toMatchObject({ quotes: [{ page_id: 'whale', title: 'The whale' }] });
    const read = await server.call({ url: '/pages/3' });
    expect(read.json()).toMatchObject({ id: 'whale', body: 'A whale sang at noon.' });
    expect((await server.call({ method: 'DELETE', url, headers })).statusCode).toBe(204);
    expect((await server.call({ url })).statusCode).toBe(404);
    await server.call({ method: 'POST', url: '/refresh', headers });
  });

  it('says what the account has and has spent', async () => {
    const { body } = await server.call({ url: '/account' });
    expect(JSON.parse(body)).toMatchObject({ account: 'local', role: 'reader' });
  });

  it('is healthy, and says so without a token', async () => {
    const { statusCode, body } = await server.call({ url: '/health' });
    expect(statusCode).toBe(200);
    expect(JSON.parse(body)).toMatchObject({ status: 'healthy', mode: 'extractive', reasons: [] });
  });

  it('counts itself for Prometheus', async () => {
    const { body } = await server.call({ url: '/metrics' });
    expect(body).toMatch(
      /gibsey_http_requests_total\{method="POST",route="\/api\/chat",status="200"\} \d/,
    );
    expect(body).toContain('# TYPE gibsey_http_request_duration_seconds histogram');
    expect(body).toMatch(/^gibsey_index_pages 2$/m);
  });

  it('lists its routes', async () => {
    const { body } = await server.call({ url: '/' });
    expect(body).toContain('POST   /api/chat');
  });
});
