import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ollamaHost, type OllamaHost } from '../fixtures/ollama/server.js';
import { jsonLines, sampleBook } from '../support/book.js';
import { gibsey, gibseyJson, temporaryFolder } from '../support/cli.js';

interface Assignments {
  generation: string;
  assignments: { id: string; cluster_id: number }[];
}

describe('another embedding model', () => {
  const cwd = temporaryFolder();
  let server: OllamaHost;
  const minilm = { cwd };
  const ollama = () => ({
    cwd,
    env: { GIBSEY_EMBEDDING_PROVIDER: 'ollama', GIBSEY_EMBEDDING_HOST: server.host },
  });
  const assignments = async () =>
    (await gibseyJson<Assignments>(['status', '--assignments'], minilm)).json;
  beforeAll(async () => {
    server = await ollamaHost({ models: ['nomic-embed-text:latest'] });
    writeFileSync(join(cwd, 'book.jsonl'), jsonLines(sampleBook(4)));
    await gibsey(['ingest', 'pages', 'book.jsonl'], minilm);
    expect((await gibsey(['nightly', '-k', '4'], minilm)).code).toBe(0);
  });
  afterAll(() => server.close());

  it('serves the old night until the new one is complete, and keeps what ids it can', async () => {
    const before = await assignments();
    expect((await gibsey(['embed'], ollama())).code).toBe(0);
    expect(await assignments()).toEqual(before);
    const { code, json } = await gibseyJson<{ status: string }>(['nightly', '-k', '4'], ollama());
    expect([code, json.status]).toEqual([0, 'success']);
    const after = await assignments();
    expect(after.generation).not.toBe(before.generation);
    expect(after.assignments).toHaveLength(before.assignments.length);
  });

  it('ends with 4 when its host is down, and the published night is still there', async () => {
    const before = await assignments();
    await server.close();
    const { code, json } = await gibseyJson<{ error: { code: string } }>(['nightly'], ollama());
    expect([code, json.error.code]).toEqual([4, 'SERVICE_UNREACHABLE']);
    const status = await gibsey(['status'], ollama());
    expect(status.code).toBe(0);
    expect(status.stdout).toMatch(/embedding +absent: No Ollama at/);
    expect(await assignments()).toEqual(before);
  });
});
