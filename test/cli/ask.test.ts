import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { gibsey, gibseyJson, ROOT, temporaryFolder } from '../support/cli.js';
import { MODEL, ollamaHost, type OllamaHost } from '../fixtures/ollama/server.js';

interface TurnDocument {
  answer: string;
  quotes: { text: string; page_id: string; start: number; end: number }[];
  route: string;
  model: string;
  credits_left: number | null;
}

const SAMPLE = join(ROOT, 'samples/entrance-way');
const WHY = 'Why did you climb the tower?';

describe('gibsey ask', () => {
  const cwd = temporaryFolder();
  let host: OllamaHost;

  beforeAll(async () => {
    cpSync(SAMPLE, cwd, { recursive: true });
    expect((await gibsey(['ingest', 'pages', 'pages.jsonl'], { cwd })).code).toBe(0);
    const { code, stdout } = await gibsey(['characters', 'import', 'characters.json'], { cwd });
    expect(stdout).toContain('arieol');
    expect(code).toBe(0);
    host = await ollamaHost({
      models: [MODEL],
      chat: () => 'I have it here: [q1] “I made this up entirely myself.” And that is all.',
    });
  });
  afterAll(() => host.close());

  it('answers with a quote of the book and its place', async () => {
    const { code, stdout, stderr } = await gibsey(['ask', WHY, '--char', 'arieol'], { cwd });
    expect(stderr).toBe('');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^I wrote it down at the time:\n/);
    expect(stdout).toMatch(/“.+”/s);
    expect(stdout).toMatch(/\(entrance-way\/\d+:\d+–\d+\)\n$/);
    expect(stdout).not.toContain('\u001b');
  });

  it('answers as one document, with quotes that stand on their pages', async () => {
    const { code, json } = await gibseyJson<TurnDocument>(['ask', WHY, '--as', 'arieol'], { cwd });
    expect(code).toBe(0);
    expect(json).toMatchObject({ route: 'knowledge', model: 'extractive', credits_left: null });
    expect(json.quotes.length).toBeGreaterThan(0);
    for (const { text } of json.quotes) expect(json.answer).toContain(text);
  });

  it('greets', async () => {
    const { stdout } = await gibsey(['ask', 'Ciao, Pell!', '--char', 'pell'], { cwd });
    expect(stdout).toBe('Ciao! I am Pell. I have one hundred and six keys. Ask me something.\n');
  });

  it('lets the model write, and shows nothing that it made up as a quote', async () => {
    const env = { GIBSEY_LLM_PROVIDER: 'ollama', OLLAMA_HOST: host.host };
    const { json } = await gibseyJson<TurnDocument>(['ask', WHY, '--char', 'arieol'], { cwd, env });
    const [quote] = json.quotes;
    expect(json.model).toBe(MODEL);
    expect(json.answer).toBe(`I have it here: “${quote?.text}” And that is all.`);
    expect(host.requests[0]).toMatchObject({ stream: true });
  });

  it('answers in the words of the book when the model is away', async () => {
    const env = { GIBSEY_LLM_PROVIDER: 'ollama', OLLAMA_HOST: '127.0.0.1:9' };
    const { json, code } = await gibseyJson<TurnDocument>(['ask', WHY], { cwd, env });
    expect([code, json.model]).toEqual([0, 'extractive']);
  });

  it('goes on from earlier turns of a session', async () => {
    const env = { GIBSEY_LLM_PROVIDER: 'ollama', OLLAMA_HOST: host.host };
    const ask = (text: string) => gibsey(['ask', text, '--session', 's'], { cwd, env });
    expect((await ask(WHY)).code).toBe(0);
    expect((await ask('Who is Shamrock Stillman?')).code).toBe(0);
    const roles = host.requests.at(-1)?.messages.map(({ role }) => role);
    expect(roles).toEqual(['system', 'user', 'assistant', 'user']);
  });

  it.each([
    [['--char', 'ariel'], 'There is no character "ariel".', 'did you mean "arieol"'],
    [
      ['--chapter', 'The Forty-Second Dor'],
      'There is no chapter',
      'did you mean: --chapter "The Forty-',
    ],
  ])('names what it does not know: %j', async (flags, message, hint) => {
    const { code, stderr } = await gibsey(['ask', WHY, ...flags], { cwd });
    expect(code).toBe(2);
    expect(stderr).toContain(message);
    expect(stderr).toContain(hint);
  });

  it('says what to do first where there is no page', async () => {
    const empty = { cwd: temporaryFolder() };
    await gibsey(['migrate'], empty);
    const { code, stderr } = await gibsey(['ask', WHY], empty);
    expect(code).toBe(2);
    expect(stderr).toBe('There are no pages to answer from yet.\n  gibsey ingest pages FILE\n');
  });
});

describe('gibsey characters', () => {
  const cwd = temporaryFolder();
  const character = (id: string, more = {}) => ({
    ...{ id, name: id, colour: '#123456', voice: 'You are.', greeting: 'Hi.', silence: '…' },
    ...more,
  });

  it('shows the narrator while there are none', async () => {
    const { json } = await gibseyJson<{ char_id: string }[]>(['characters'], { cwd });
    expect(json.map(({ char_id }) => char_id)).toEqual(['narrator']);
  });

  it('imports what can be used, names the rest, and skips what is unchanged', async () => {
    const lines = [character('ann'), character('bo', { colour: 'blue' }), character('cy')];
    writeFileSync(join(cwd, 'c.jsonl'), lines.map((line) => JSON.stringify(line)).join('\n'));
    const load = (...flags: string[]) =>
      gibseyJson<object>(['characters', 'import', 'c.jsonl', ...flags], { cwd });
    const reason = 'colour is "blue", but takes a colour such as #2f6f73';
    const problems = [{ where: 'c.jsonl:2', reason }];
    const fresh = { stored: ['ann', 'cy'], unchanged: [], problems };
    expect(await load('--dry-run')).toMatchObject({ code: 3, json: fresh });
    expect(await load()).toMatchObject({ code: 3, json: fresh });
    expect((await load()).json).toEqual({ stored: [], unchanged: ['ann', 'cy'], problems });
  });

  it('removes one, and knows which was meant', async () => {
    const { code, stderr } = await gibsey(['characters', 'remove', 'anne'], { cwd });
    expect([code, stderr.split('\n')[1]]).toEqual([
      2,
      '  did you mean: gibsey characters remove ann',
    ]);
    expect((await gibsey(['characters', 'remove', 'ann'], { cwd })).code).toBe(0);
    const { json } = await gibseyJson<{ char_id: string }[]>(['characters'], { cwd });
    expect(json.map(({ char_id }) => char_id)).toEqual(['cy']);
  });

  it('says what is wrong with a file that cannot be used at all', async () => {
    writeFileSync(join(cwd, 'bad.json'), '[\n{"id": 7}]');
    const { code, stderr } = await gibsey(['characters', 'import', 'bad.json'], { cwd });
    expect(code).toBe(3);
    expect(stderr).toContain('bad.json:2  id is a number');
    const missing = await gibsey(['characters', 'import', 'nobody.json'], { cwd });
    expect(missing.code).toBe(2);
  });
});
