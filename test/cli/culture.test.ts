import { beforeAll, describe, expect, it } from 'vitest';
import { gibsey, gibseyJson, temporaryFolder } from '../support/cli.js';
import { MODEL, ollamaHost } from '../fixtures/ollama/server.js';

const CHUNK = { id: 'ciao', topic: 'Italian greetings', content: 'Return a ciao with warmth.' };
const LINE = JSON.stringify({ ...CHUNK, trigger_keyword: 'ciao', language: 'it' });

interface Chunk {
  id: string;
  topic: string;
  content: string;
  usage_count: number;
}

describe('cultural chunks', () => {
  const cwd = temporaryFolder();
  const chunks = async () => (await gibseyJson<Chunk[]>(['culture'], { cwd })).json;

  beforeAll(async () => {
    const pages = '{"id":"p","text":"The quay was grey that morning."}\n';
    expect((await gibsey(['ingest', 'pages', '-'], { cwd, input: pages })).code).toBe(0);
  });

  it('are imported once, beside four of gibsey’s own', async () => {
    const run = (input: string) => gibseyJson(['culture', 'import', '-'], { cwd, input });
    expect(await run(LINE)).toMatchObject({ code: 0, json: { stored: ['ciao'], unchanged: [] } });
    expect(await run(LINE)).toMatchObject({ code: 0, json: { stored: [], unchanged: ['ciao'] } });
    expect(await run(`${LINE}\nhello`)).toMatchObject({ code: 3 });
    expect(await chunks()).toHaveLength(5);
  });

  it('are given to a greeting and counted, and to no question', async () => {
    const ask = async (text: string, ...flags: string[]) =>
      (await gibseyJson<{ cultural: string[] }>(['ask', text, ...flags], { cwd })).json.cultural;
    const cultural = await ask('Ciao!', '--session', 's');
    expect(cultural).toHaveLength(2);
    expect(cultural[0]).toBe(CHUNK.topic);
    expect(await ask('Why was the quay grey?')).toEqual([]);
    const used = (await chunks()).filter(({ usage_count }) => usage_count === 1);
    expect(used.map(({ topic }) => topic).sort()).toEqual([...cultural].sort());
    expect((await gibsey(['culture'], { cwd })).stdout).toMatch(/ciao +Italian greetings +it +1/);
  });

  it('are rewritten by a night that is told to, once', async () => {
    const anew = 'Return with warmth a ciao.';
    const host = await ollamaHost({ models: [MODEL], chat: () => anew });
    const env = { GIBSEY_LLM_PROVIDER: 'ollama', OLLAMA_HOST: host.host };
    const night = (...flags: string[]) =>
      gibseyJson<{ stages: { name: string; status: string }[] }>(['nightly', ...flags], {
        cwd,
        env,
      });
    const { json } = await night('--only', 'culture');
    expect(json.stages).toMatchObject([{ name: 'culture', status: 'success' }]);
    expect((await chunks()).find(({ id }) => id === 'ciao')?.content).toBe(anew);
    const again = await night('--only', 'culture', '--regenerate-cultural');
    expect(again.json.stages).toMatchObject([{ name: 'culture', status: 'unchanged' }]);
    await host.close();
  });
});
