/** Published clients as they are, against a server that listens. */
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { embed, generateText, streamText } from 'ai';
import OpenAI from 'openai';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { wordEmbedder } from '../../../test/support/golden.js';
import { PAGES, serving, type Serving } from '../../../test/support/serving.js';

const QUESTION = 'Who climbed the tower?';
const WORDS = 'Arieol climbed the tower at dawn.';

let server: Serving;
let origin: string;
beforeAll(async () => {
  server = await serving({ embedder: wordEmbedder });
  origin = await server.http.listen({ port: 0, host: '127.0.0.1' });
});
afterAll(() => server.close());

describe('the client of OpenAI', () => {
  const client = () => new OpenAI({ baseURL: `${origin}/v1`, apiKey: 'placeholder' });
  const messages = [{ role: 'user' as const, content: QUESTION }];

  it('is answered with links to what was quoted, and knows where it stands', async () => {
    const { choices } = await client().chat.completions.create({ model: 'narrator', messages });
    const { content, annotations } = choices[0]!.message;
    const { start_index, end_index, url } = annotations![0]!.url_citation;
    const words = content!.slice(start_index, end_index);
    expect(words).toContain(WORDS);
    expect(content).toContain(`](${url})`);
    const [, id, start, end] = /#\/pages\/(\w+)\?start=(\d+)&end=(\d+)$/.exec(url)!;
    const page = PAGES.find((each) => each.id === id);
    expect(page?.body.slice(Number(start), Number(end))).toBe(words);
    expect(url.startsWith(`${origin}/`)).toBe(true);
  });

  it('hears the same in pieces', async () => {
    const stream = client().chat.completions.stream({
      ...{ model: 'narrator', messages, stream_options: { include_usage: true } },
    });
    const whole = await client().chat.completions.create({ model: 'narrator', messages });
    expect(await stream.finalContent()).toBe(whole.choices[0]?.message.content);
    expect(await stream.totalUsage()).toMatchObject({ total_tokens: 0 });
  });

  it('lists and names models', async () => {
    const ids = [];
    for await (const { id } of client().models.list()) ids.push(id);
    expect(ids).toEqual(['narrator']);
    expect(await client().models.retrieve('narrator')).toMatchObject({ object: 'model' });
    await expect(client().models.retrieve('nobody')).rejects.toMatchObject({ status: 404 });
  });

  it('gets vectors, as numbers and in the base64 that it asks for by itself', async () => {
    const input = ['the tower', 'a grey ship'];
    const asked = { model: 'any', input };
    const packed = await client().embeddings.create(asked);
    const plain = await client().embeddings.create({ ...asked, encoding_format: 'float' });
    expect(packed.data).toHaveLength(2);
    expect(packed.data).toEqual(plain.data);
    expect(plain.usage.total_tokens).toBeGreaterThan(0);
  });
});

describe('the client of the AI SDK', () => {
  const provider = () =>
    createOpenAICompatible({ name: 'gibsey', baseURL: `${origin}/v1`, includeUsage: true });
  const asked = () => ({ model: provider()('narrator'), prompt: QUESTION });

  it('is answered, at once and in pieces', async () => {
    const { text, finishReason } = await generateText(asked());
    expect([text.includes(WORDS), finishReason]).toEqual([true, 'stop']);
    let streamed = '';
    for await (const piece of streamText(asked()).textStream) streamed += piece;
    expect(streamed).toBe(text);
  });

  it('gets vectors', async () => {
    const model = provider().embeddingModel('any');
    const { embedding } = await embed({ model, value: 'the tower' });
    expect(embedding.length).toBeGreaterThan(2);
  });
});
