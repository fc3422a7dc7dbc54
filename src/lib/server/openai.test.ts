import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { serving, type Serving } from '../../../test/support/serving.js';

describe('the OpenAI dialect', () => {
  let server: Serving;
  beforeAll(async () => void (server = await serving({ initialCredits: 5 })));
  afterAll(() => server.close());

  const messages = [
    { role: 'system', content: 'Be brief.' },
    { role: 'user', content: [{ type: 'text', text: 'Who climbed the tower?' }] },
    { role: 'assistant', content: null },
  ];
  const ask = (body: object, headers = {}) =>
    server.call({
      method: 'POST',
      url: '/v1/chat/completions',
      payload: { model: 'narrator', messages, temperature: 0.2, ...body },
      headers,
    });

  it('has characters for models', async () => {
    const { body } = await server.call({ url: '/v1/models' });
    expect(JSON.parse(body)).toEqual({
      object: 'list',
      data: [{ id: 'narrator', object: 'model', created: 0, owned_by: 'gibsey' }],
    });
  });

  it('answers the last message of the user', async () => {
    const { statusCode, body } = await ask({});
    expect(statusCode, body).toBe(200);
    const { choices, ...rest } = JSON.parse(body) as {
      choices: { message: { content: string } }[];
    };
    expect(choices[0]?.message.content).toContain('Arieol climbed the tower at dawn.');
    expect(rest).toMatchObject({ object: 'chat.completion', model: 'narrator' });
  });

  it('streams chunks of one id: a role, pieces, a stop, the usage, the end', async () => {
    const { body } = await ask({ stream: true, stream_options: { include_usage: true } });
    const data = body.split('\n\n').filter(Boolean);
    expect(data.at(-1)).toBe('data: [DONE]');
    const parsed = data
      .slice(0, -1)
      .map((line) => JSON.parse(line.slice(6)) as Record<string, unknown>);
    expect(new Set(parsed.map(({ id }) => id)).size).toBe(1);
    expect(parsed[0]).toMatchObject({ choices: [{ delta: { role: 'assistant' } }] });
    expect(parsed.at(-2)).toMatchObject({ choices: [{ delta: {}, finish_reason: 'stop' }] });
    expect(parsed.at(-1)).toMatchObject({ choices: [], usage: { total_tokens: 0 } });
    expect(body).toContain('Arieol climbed the tower at dawn.');
  });

  const task = '### Task:\nGenerate a title.\n<chat_history>\nUSER: Who?\n</chat_history>';
  it.each([
    ['says so', {}, { 'x-openwebui-task': 'title_generation' }],
    ['looks like it', { messages: [{ role: 'user', content: task }] }, {}],
  ])('charges nothing for what a client asks for itself and %s', async (_how, body, headers) => {
    const before = await server.store.ledger.balance('local');
    const plain = await ask(body, headers);
    expect(plain.json()).toMatchObject({ choices: [{ message: { content: '{}' } }] });
    const streamed = await ask({ ...body, stream: true }, headers);
    expect(streamed.body).toMatch(
      /"content":"\{\}".*\n\n.*"finish_reason":"stop".*\n\ndata: \[DONE\]\n/s,
    );
    expect(await server.store.ledger.balance('local')).toBe(before);
  });

  it.each([
    [404, 'not_found', { model: 'nobody' }],
    [422, 'request_invalid', { messages: [{ role: 'user', content: ' ' }] }],
    [422, 'request_invalid', { messages: [] }],
  ])('tells %i in its own form', async (status, code, body) => {
    const reply = await ask({ ...body, stream: true });
    expect(reply.statusCode).toBe(status);
    const { error } = JSON.parse(reply.body) as { error: object };
    expect(error).toMatchObject({ type: code, param: null, code });
  });
});
