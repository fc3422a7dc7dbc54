import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openOllamaEmbedder } from '../../../src/lib/adapters/embedding/ollama/factory.js';
import { ollamaHost, type OllamaHost, type OllamaOptions } from '../../fixtures/ollama/server.js';
import { embedderContract } from './embedder-contract.js';

const MODEL = 'nomic-embed-text';
const models = [`${MODEL}:latest`];

describe('against a recorded host', () => {
  let server: OllamaHost;
  beforeAll(async () => void (server = await ollamaHost({ models })));
  afterAll(() => server.close());

  embedderContract({
    name: 'Ollama',
    open: () => openOllamaEmbedder({ host: server.host, model: MODEL }),
  });
});

describe('the embedder of Ollama', () => {
  const open = async (options: OllamaOptions = {}, model = MODEL) => {
    const server = await ollamaHost({ models, ...options });
    const embedder = await openOllamaEmbedder({ host: server.host, model }).catch(
      async (thrown) => {
        await server.close();
        throw thrown;
      },
    );
    return { server, embedder, [Symbol.asyncDispose]: () => server.close() };
  };
  const document = { purpose: 'document' } as const;

  it('names its space after the model and its weights, and learns the dimensions', async () => {
    await using it = await open({ embed: () => [3, 0, 4] });
    expect(it.embedder.space).toEqual({ id: `${MODEL}@35099e883606/sentences-1`, dimensions: 3 });
    expect(await it.embedder.embed(['x'], document)).toEqual([Float32Array.of(0.6, 0, 0.8)]);
  });

  it('says to nomic what a text is for', async () => {
    await using it = await open();
    const { embedder, server } = it;
    await embedder.embed(['a', 'b'], document);
    await embedder.embed(['c'], { purpose: 'query' });
    await embedder.embed(['d'], { purpose: 'cluster' });
    const sent = ['search_document: a', 'search_document: b', 'search_query: c', 'clustering: d'];
    expect(server.embedded.slice(1)).toEqual(sent);
  });

  it('says nothing of the kind to other models', async () => {
    await using it = await open({ models: ['smollm2:latest'] }, 'smollm2');
    await it.embedder.embed(['a', '', 'x\0y'], document);
    expect(it.server.embedded.slice(1)).toEqual(['a', ' ', 'x y']);
  });

  it('sends no more than the window can hold, and no half characters', async () => {
    await using it = await open();
    for (const unit of ['a', 'ä', '霧', '🐋']) {
      await it.embedder.embed([unit.repeat(4_000)], document);
      const sent = it.server.embedded.at(-1)?.replace('search_document: ', '') ?? '';
      expect(sent).toMatch(new RegExp(`^(${unit})+$`, 'u'));
      expect(Buffer.byteLength(sent)).toBeGreaterThan(2_000);
      expect(it.embedder.countTokens(sent)).toBeLessThanOrEqual(it.embedder.window);
    }
  });

  it('is out of reach when the host is down or lacks the model', async () => {
    const server = await ollamaHost();
    await expect(openOllamaEmbedder({ host: server.host, model: MODEL })).rejects.toMatchObject({
      code: 'SERVICE_UNREACHABLE',
      hint: `ollama pull ${MODEL}`,
    });
    await server.close();
    const opening = openOllamaEmbedder({ host: server.host, model: MODEL });
    await expect(opening).rejects.toMatchObject({ code: 'SERVICE_UNREACHABLE', exitCode: 4 });
  });

  it.each([
    [{ status: 500, body: '{"error":"out of memory"}' }, 'SERVICE_UNREACHABLE'],
    [{ status: 400, body: '{"error":"invalid input"}' }, 'REPLY_INVALID'],
    [[], 'REPLY_INVALID'],
    [[0, 0, 0], 'REPLY_INVALID'],
    [[null as unknown as number, Number.NaN], 'REPLY_INVALID'],
  ])('takes %j for a failure', async (answer, code) => {
    const embed = (text: string) => (text === 'dimensions' ? [1, 0] : answer);
    await using it = await open({ embed });
    await expect(it.embedder.embed(['x'], document)).rejects.toMatchObject({ code });
  });
});
