import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { jsonLines } from '../support/book.js';
import { gibsey, temporaryFolder } from '../support/cli.js';
import { http, own, startServer, type RunningServer } from '../support/server.js';

const BOOK = [
  { id: 'tower', text: 'Arieol climbed the tower at dawn. The stairs were wet with rain.' },
  { id: 'harbour', text: 'The pilot moored the grey ship at high tide. A lantern swung there.' },
];
const QUESTION = 'Who climbed the tower?';

interface Turn {
  answer: string;
  quotes: { page_id: string; start: number; end: number; text: string }[];
  credits_left: number;
}

const ask = async (url: string, body: object = { question: QUESTION }, headers = {}) => {
  const { status, text } = await http(`${url}/api/chat`, { method: 'POST', body, headers });
  return { status, text, turn: JSON.parse(text) as Turn };
};

function bookFolder(): string {
  const cwd = temporaryFolder();
  writeFileSync(join(cwd, 'book.jsonl'), jsonLines(BOOK));
  return cwd;
}

/** Until the answer holds these words: an edit takes a moment to come through. */
async function answered(url: string, words: string, question = QUESTION): Promise<Turn> {
  for (;;) {
    const { turn } = await ask(url, { question });
    if (turn.answer.includes(words)) return turn;
  }
}

describe('gibsey serve', () => {
  const cwd = bookFolder();
  const SECRETS = { STARGATE_AUTH_TOKEN: 'planted-1', GIBSEY_LLM_API_KEY: 'planted-2' };
  let server: RunningServer;
  beforeAll(async () => {
    await gibsey(['ingest', 'pages', 'book.jsonl'], { cwd });
    server = await startServer(['--log-format', 'json'], { cwd, env: SECRETS });
  });
  afterAll(() => server.stop());

  it('answers over JSON with a verbatim quote, and debits a credit', async () => {
    const { status, turn } = await ask(server.url);
    const [quote] = turn.quotes;
    expect(status).toBe(200);
    expect(quote?.page_id).toBe('tower');
    expect(BOOK[0]?.text.slice(quote?.start, quote?.end)).toBe(quote?.text);
    expect(turn.credits_left).toBe(99);
  });

  it('answers over a stream of events', async () => {
    const headers = { accept: 'text/event-stream' };
    const body = { question: QUESTION };
    const { text } = await http(`${server.url}/api/chat`, { method: 'POST', body, headers });
    const names = [...text.matchAll(/^event: (\w+)$/gm)].map(([, name]) => name);
    expect(names[0]).toBe('meta');
    expect(names).toContain('quote');
    expect(names.at(-1)).toBe('done');
    expect(text).toContain('"credits_left":98');
  });

  it('answers from a page as it was edited over HTTP', async () => {
    const body = { body: 'Obadiah climbed the tower at noon. It took him an hour.' };
    const { status } = await http(`${server.url}/pages/tower`, {
      ...{ method: 'PUT', body, headers: own(server.url) },
    });
    expect(status).toBe(200);
    const { quotes } = await answered(server.url, 'Obadiah climbed');
    expect(quotes[0]?.text).toContain('Obadiah climbed the tower at noon.');
  });

  it('answers from a page as another process ingested it', async () => {
    const page = { id: 'tower', text: 'Shamrock climbed the tower by night. Nobody saw him.' };
    const input = jsonLines([page]);
    expect((await gibsey(['ingest', 'pages', '-'], { cwd, input })).code).toBe(0);
    await answered(server.url, 'Shamrock climbed');
  });

  it('shares its store with a second server', async () => {
    const other = await startServer([], { cwd });
    const body = { body: 'A comet stood over the observatory for a week.' };
    await http(`${other.url}/pages/comet`, { method: 'PUT', body, headers: own(other.url) });
    await answered(server.url, 'comet stood', 'What stood over the observatory?');
    const before = (await ask(server.url)).turn.credits_left;
    expect((await ask(other.url)).turn.credits_left).toBe(before - 1);
    expect((await other.stop()).code).toBe(0);
  });

  it('logs requests without what was asked', async () => {
    await ask(server.url, { question: 'Where is the unutterable word?' });
    const lines = server
      .said()
      .split('\n')
      .filter((line) => line.includes('"event":"request"'))
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines.at(-1)).toMatchObject({ route: '/api/chat', status: 200, account: 'local' });
    expect(server.said()).not.toContain('unutterable');
  });

  it('shows no secret of its configuration anywhere', async () => {
    const replies = [server.said()];
    for (const path of [
      '',
      'health',
      'metrics',
      'account',
      'characters',
      'pages/none',
      'v1',
      '%',
    ]) {
      replies.push((await http(`${server.url}/${path}`)).text);
    }
    expect(replies.join('\n')).not.toMatch(/planted-\d/);
  });

  it('says what to do when the port is taken', async () => {
    const { port } = new URL(server.url);
    const { code, stderr } = await gibsey(['serve', '--port', port], { cwd });
    expect(code).toBe(1);
    expect(stderr).toContain(`Port ${port} of 127.0.0.1 is taken`);
    expect(stderr).toContain('gibsey serve --port 0');
  });

  it('does not listen to other machines while nobody has a token', async () => {
    const { code, stderr } = await gibsey(['serve', '--host', '0.0.0.0', '--port', '0'], { cwd });
    expect(code).toBe(2);
    expect(stderr).toContain('--allow-anonymous');
  });

  it('is 402 when the credits are spent', async () => {
    const env = { GIBSEY_CREDITS_INITIAL: '1' };
    const folder = bookFolder();
    const poor = await startServer([], { cwd: folder, env });
    expect((await ask(poor.url)).status).toBe(200);
    const { status, text } = await ask(poor.url);
    expect(status, text).toBe(402);
    expect(text).toContain('CREDITS_SPENT');
    await poor.stop();
  });
});

describe('a server that is told to stop while it starts', () => {
  it.each([0, 20, 40, 60, 80, 120, 160, 240])('ends, %i ms after it listens', async (ms) => {
    const cwd = bookFolder();
    await gibsey(['ingest', 'pages', 'book.jsonl'], { cwd });
    const server = await startServer([], { cwd });
    await new Promise((rest) => setTimeout(rest, ms));
    const overdue = setTimeout(() => server.child.kill('SIGKILL'), 30_000);
    const { code, stderr } = await server.stop();
    clearTimeout(overdue);
    expect(code, stderr).toBe(0);
    expect(stderr).not.toContain('is closed');
  });
});

/** An Ollama that says a word and then nothing, until it is left. */
async function muteModel() {
  const left: string[] = [];
  let asked = 0;
  const mute = createServer((request, response) => {
    if (request.url === '/api/tags') {
      response.end(JSON.stringify({ models: [{ name: 'mute:latest', model: 'mute:latest' }] }));
    } else if (request.url === '/api/chat') {
      asked += 1;
      const message = { role: 'assistant', content: 'Well ' };
      response.write(`${JSON.stringify({ model: 'mute', message, done: false })}\n`);
      response.on('close', () => left.push('left'));
    } else response.end('{}');
  });
  await new Promise<void>((done) => mute.listen(0, '127.0.0.1', done));
  const address = mute.address();
  const port = typeof address === 'object' ? address?.port : 0;
  const env = {
    GIBSEY_LLM_PROVIDER: 'ollama',
    GIBSEY_LLM_MODEL: 'mute:latest',
    GIBSEY_LLM_HOST: `http://127.0.0.1:${port}`,
    GIBSEY_SERVER_SHUTDOWN_MS: '300',
  };
  return { env, left, asked: () => asked, close: () => mute.closeAllConnections() };
}

/** Reads until these words have come. */
async function heard({ body }: Response, words: string): Promise<void> {
  const reader = body!.getReader();
  for (let text = ''; !text.includes(words);) {
    text += Buffer.from((await reader.read()).value ?? []).toString();
  }
}

describe('an answer in the making', () => {
  it('costs what it costs when its reader leaves, and nothing when the server stops', async () => {
    const cwd = bookFolder();
    await gibsey(['ingest', 'pages', 'book.jsonl'], { cwd });
    const model = await muteModel();
    const server = await startServer([], { cwd, env: model.env });
    const balance = async () => {
      const { text } = await http(`${server.url}/account`);
      return (JSON.parse(text) as { credits: number }).credits;
    };
    const leaving = new AbortController();
    const question = { question: QUESTION, stream: true };
    const post = (signal: AbortSignal | null) =>
      fetch(`${server.url}/api/chat`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(question),
        signal,
      });
    const gone = post(leaving.signal);
    await heard(await gone, 'event: token');
    expect(await balance()).toBe(99);
    leaving.abort();
    while (model.left.length < 1) await new Promise((rest) => setTimeout(rest, 10));

    const cut = await post(null);
    while (model.asked() < 2) await new Promise((rest) => setTimeout(rest, 10));
    const [{ code }, text] = await Promise.all([server.stop(), cut.text()]);
    expect(code).toBe(0);
    expect(text).toMatch(/event: error\n.*The server is stopping/);
    const next = await startServer([], { cwd });
    const { text: account } = await http(`${next.url}/account`);
    expect(JSON.parse(account)).toMatchObject({ credits: 99 });
    await next.stop();
    model.close();
  });
});
