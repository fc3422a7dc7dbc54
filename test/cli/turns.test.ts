import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { MODEL, ollamaHost, type OllamaHost } from '../fixtures/ollama/server.js';
import { jsonLines } from '../support/book.js';
import { gibsey, gibseyJson, temporaryFolder } from '../support/cli.js';
import { http, startServer } from '../support/server.js';

const BOOK = [{ id: 'tower', text: 'Arieol climbed the tower at dawn. The stairs were wet.' }];
const QUESTION = 'Who climbed the tower?';

/** An answer that is begun and never ended; `text` grows. */
async function begun(url: string, requestId: string) {
  const leave = new AbortController();
  const response = await fetch(`${url}/api/chat`, {
    method: 'POST',
    signal: leave.signal,
    headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
    body: JSON.stringify({ question: QUESTION, request_id: requestId }),
  });
  const answer = { text: '', leave: () => leave.abort() };
  const read = async () => {
    for await (const part of response.body ?? []) answer.text += Buffer.from(part).toString();
  };
  void read().catch(() => undefined); // the server dies
  await vi.waitFor(() => expect(answer.text).toContain('event: token'), 60_000);
  return answer;
}

describe('turns whose server is killed', () => {
  const cwd = temporaryFolder();
  let host: OllamaHost;
  const credits = async () => {
    const { json } = await gibseyJson<{ balance: number }>(['accounts', 'show', 'local'], { cwd });
    return json.balance;
  };
  const served = (more: readonly string[] = []) => {
    const llm = { GIBSEY_LLM_PROVIDER: 'ollama', GIBSEY_LLM_MODEL: MODEL };
    const env = { ...llm, GIBSEY_LLM_HOST: host.host };
    return startServer(['--log-format', 'json', '--no-worker', ...more], { cwd, env });
  };
  beforeAll(async () => {
    host = await ollamaHost({ chat: () => ({ begin: 'Arieol climbed it. ', ending: 'hang' }) });
    writeFileSync(join(cwd, 'book.jsonl'), jsonLines(BOOK));
    await gibsey(['ingest', 'pages', 'book.jsonl'], { cwd });
  });
  afterAll(() => host.close());

  it('are given back when the next one starts, and once; those of one that lives are not', async () => {
    const dying = await served();
    const living = await served();
    await begun(dying.url, 'dying');
    const held = await begun(living.url, 'held');
    expect(await credits()).toBe(98);
    dying.child.kill('SIGKILL');
    await dying.ended;
    expect(await credits()).toBe(98);

    const next = await served();
    await vi.waitFor(async () => expect(await credits()).toBe(99), 60_000);
    expect(next.said()).toMatch(/"event":"refunded","debits":1/);
    const another = await served();
    await http(`${another.url}/account`);
    held.leave(); // who has heard a part pays for it
    await vi.waitFor(
      async () => expect((await http(`${living.url}/metrics`)).text).toContain('INTERRUPTED'),
      60_000,
    );
    await Promise.all([next, another, living].map((server) => server.stop()));
    expect(await credits()).toBe(99);
    expect(another.said()).not.toContain('"refunded"');
  });
});
