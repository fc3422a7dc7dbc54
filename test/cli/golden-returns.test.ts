import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ollamaHost, type OllamaHost } from '../fixtures/ollama/server.js';
import { gibsey, temporaryFolder } from '../support/cli.js';
import { http, startServer, type RunningServer } from '../support/server.js';

const models = ['nomic-embed-text:latest'];
const QUESTION = 'Where is the brass lamp of the harbour kept?';
const FAQ = {
  ...{ id: 'lamp', question: QUESTION, answer: 'In the tower.' },
  variants: ['Where is the lamp of the harbour kept?', 'Where do they keep the harbour lamp?'],
};
const cwd = temporaryFolder();
let host: OllamaHost;
let server: RunningServer | null = null;

beforeAll(async () => {
  host = await ollamaHost({ models });
  writeFileSync(join(cwd, 'faq.jsonl'), `${JSON.stringify(FAQ)}\n`);
  const { code, stderr } = await gibsey(['golden-answers', 'import', 'faq.jsonl'], { cwd });
  expect(code, stderr).toBe(0);
  await host.close();
});
afterAll(async () => {
  await server?.stop();
  await host.close();
});

it('a server that starts before its embedder takes prepared answers up when that is there', async () => {
  const env = { GIBSEY_EMBEDDING_PROVIDER: 'ollama', GIBSEY_EMBEDDING_HOST: host.host };
  const { url, said } = (server = await startServer([], { cwd, env }));
  const route = async () => {
    const body = { query: QUESTION };
    return JSON.parse((await http(`${url}/chat`, { method: 'POST', body })).text) as object;
  };
  expect(await route()).toMatchObject({ route: 'knowledge' });
  const port = Number(host.host.split(':')[1]);
  host = await ollamaHost({ models, port });
  await expect
    .poll(route, { timeout: 30_000, interval: 200 })
    .toMatchObject({ route: 'cache', answer: FAQ.answer });
  expect(said().match(/No prepared answer is looked for/g)).toHaveLength(1);
}, 90_000);
