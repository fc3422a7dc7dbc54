import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { postOf } from '../fixtures/reddit/server.js';
import { todoistServer, type TodoistServer } from '../fixtures/todoist/server.js';
import { jsonLines, sampleBook } from '../support/book.js';
import { ROOT, temporaryFolder } from '../support/cli.js';
import { collectingServices } from '../support/collecting.js';

/** Lines of the shell blocks of a document that call gibsey, without their comments. */
function examples(file: string): string[] {
  const blocks = readFileSync(join(ROOT, file), 'utf8').matchAll(/^```sh\n(.*?)^```/gms);
  return [...blocks]
    .flatMap(([, block = '']) => block.split('\n'))
    .map((line) => line.replace(/\s+#.*$/, '').replace(/^npx /, ''))
    .filter((line) => /\bgibsey\b/.test(line));
}

/** A server goes on until it is told to stop, which is when it serves; its port may be taken. */
const ending = (line: string) =>
  line.startsWith('gibsey serve')
    ? `rm -f serving
       ${line.replace(/ --port \d+/, '')} --port 0 > serving & server=$!
       until grep -qs '^Serving' serving || ! kill -0 $server; do sleep 0.1; done
       kill -TERM $server && wait $server`
    : line;

/** What asks a service that a test has to name. */
const CALLS = /^gibsey (ingest (github|stackoverflow|reddit|hackernews)|publish)\b/;
/** Nothing is sent there: the documents mine no issue. */
const POCKETBASE = { url: 'http://127.0.0.1:9', identity: 'a@example.org', password: 'a-long-one' };
const MADE_UP = /01[0-9A-Z]{24}|\b[0-9a-f]{16}\b/;

describe('examples in the documents', () => {
  const cwd = temporaryFolder();
  const bin = join(cwd, 'bin');
  const collecting = join(cwd, 'collecting.json');
  let services: Awaited<ReturnType<typeof collectingServices>>;
  let todoist: TodoistServer;

  beforeAll(async () => {
    todoist = await todoistServer();
    todoist.account('t').put({ id: '1', content: 'Water the plants' });
    mkdirSync(bin);
    writeFileSync(
      join(bin, 'gibsey'),
      `#!/bin/sh\nexec "${process.execPath}" "${ROOT}/bin/run.js" "$@"\n`,
    );
    chmodSync(join(bin, 'gibsey'), 0o755);
    const book = sampleBook(2);
    mkdirSync(join(cwd, 'chapters'));
    for (const { id, text } of book)
      writeFileSync(join(cwd, 'chapters', `${id}.md`), `# ${id}\n\n${text}\n`);
    writeFileSync(join(cwd, 'book.txt'), book.map(({ text }) => text).join('\n\n'));
    writeFileSync(join(cwd, 'pages.jsonl'), jsonLines(book));
    cpSync(join(ROOT, 'samples/entrance-way/characters.json'), join(cwd, 'characters.json'));
    const asked = [{ user_id: 'ann', question: 'How do I renew my visa?' }];
    writeFileSync(join(cwd, 'questions.jsonl'), jsonLines(asked));
    const faq = { id: 'visa', question: 'How do I renew my visa?', answer: 'At the office.' };
    writeFileSync(join(cwd, 'faq.jsonl'), jsonLines([faq]));
    const user = { user_id: 'ann', token: 't' };
    writeFileSync(join(cwd, 'todoist-users.jsonl'), jsonLines([user]));
    const reaction = { user_id: 'ann', tip_id: 'x', reaction: 'liked' };
    writeFileSync(join(cwd, 'reactions.jsonl'), jsonLines([reaction]));
    const label = { question: 'Where do I renew a visa?', answer_id: null };
    writeFileSync(join(cwd, 'labels.jsonl'), jsonLines([label]));
    const post = {
      id: 1,
      at: Date.parse('2026-10-02') / 1000,
      title: 'Ebb',
      body: '',
      author: 'ann',
    };
    writeFileSync(join(cwd, 'posts.jsonl'), jsonLines([postOf(post)]));
    services = await collectingServices();
    writeFileSync(collecting, JSON.stringify({ ...services.settings, pocketbase: POCKETBASE }));
  });
  afterAll(() => Promise.all([services.close(), todoist.close()]));

  /** In a group of processes of its own, which is ended as a whole when it takes too long. */
  async function run(line: string) {
    const child = spawn('sh', ['-c', ending(line)], {
      cwd,
      detached: true,
      stdio: ['ignore', 'ignore', 'pipe'],
      env: {
        ...{ PATH: `${bin}:${process.env.PATH}`, HOME: cwd },
        ...{ GIBSEY_LLM_PROVIDER: 'none', GIBSEY_TODOIST_URL: todoist.url },
        ...(CALLS.test(line) ? { GIBSEY_CONFIG: collecting } : {}),
      },
    });
    let stderr = '';
    child.stderr.on('data', (data: Buffer) => (stderr += data.toString()));
    const overdue = setTimeout(() => process.kill(-(child.pid ?? 0), 'SIGKILL'), 120_000);
    const [status] = (await once(child, 'close')) as [number | null];
    clearTimeout(overdue);
    return { status, stderr };
  }

  // Contexts first: the references show users whom that page makes.
  const guides = [
    ...['context', 'commands', 'monitoring', 'operations', 'reading', 'integrating', 'issues'],
  ];
  const files = ['README.md', ...guides.map((name) => `docs/${name}.md`)];
  const lines = [...new Set(files.flatMap(examples))]
    // the sample night is run by the gate, in a fresh clone; ids of runs and keys of issues are made up
    .filter((line) => !line.startsWith('gibsey demo') && !MADE_UP.test(line));

  it('are there', () => expect(lines.length).toBeGreaterThan(10));

  it.each(lines)('%s', async (line) => {
    const { status, stderr } = await run(line);
    expect(status, stderr).toBe(0);
  });
});
