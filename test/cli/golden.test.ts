import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { jsonLines } from '../support/book.js';
import { conversations, STRAY } from '../support/asked.js';
import { gibsey, gibseyJson, ROOT, temporaryFolder } from '../support/cli.js';
import { http, startServer, type RunningServer } from '../support/server.js';

interface Looked {
  question: string;
  hit: boolean;
  answer_id: string | null;
  cluster_id: number | null;
  similarity: number | null;
  threshold: number | null;
  vetoes: string[];
  neighbours: { question: string; cluster_id: number | null; similarity: number }[];
  reason: string | null;
  veto: string | null;
  answer: string | null;
}

describe('golden answers', () => {
  const cwd = temporaryFolder();
  const lookup = (question: string) =>
    gibseyJson<Looked>(['golden-answers', 'lookup', question], { cwd });
  const PARAPHRASE = 'Who keeps the ledger of the doors?';

  beforeAll(async () => {
    cpSync(join(ROOT, 'samples/entrance-way'), cwd, { recursive: true });
    writeFileSync(join(cwd, 'log.jsonl'), conversations());
    for (const args of [
      ['ingest', 'pages', 'pages.jsonl', '--name', 'sample'],
      ['ingest', 'conversations', 'log.jsonl'],
      ['nightly', '-k', '4', '--days', '7'],
    ]) {
      const { code, stderr } = await gibsey(args, { cwd });
      expect(code, stderr).toBe(0);
    }
  });

  it('are found by what means the same', async () => {
    const { code, json } = await lookup(PARAPHRASE);
    expect(code).toBe(0);
    expect(json).toMatchObject({ hit: true, reason: null, vetoes: [] });
    expect(json.answer).toContain('ledger');
    expect(json.neighbours[0]).toMatchObject({ cluster_id: json.cluster_id });
    const why = await gibseyJson<Looked>(['golden-answers', 'explain', PARAPHRASE], { cwd });
    const { question, hit, answer, answer_id, similarity, threshold, vetoes, neighbours } = json;
    const same = { question, hit, answer, answer_id, similarity, threshold, vetoes, neighbours };
    expect(why.json).toMatchObject(same);
  });

  it('are not given to what denies it, and the reason is named', async () => {
    const denied = 'Who does not keep the ledger of doors?';
    expect((await lookup(denied)).json).toMatchObject({ hit: false, answer: null });
    const { stdout } = await gibsey(['golden-answers', 'explain', denied], { cwd });
    expect(stdout).toMatch(/^miss {3}nearest “.+” \(#\d+\)\n/);
    expect(stdout).toContain('vetoed: negation differs');
    expect(stdout).toContain('calibration: prior');
    const why = await gibseyJson<Looked>(['golden-answers', 'explain', denied], { cwd });
    expect(why.json).toMatchObject({ question: denied, hit: false, vetoes: ['negation'] });
  });

  it('are not given to what nobody asked', async () => {
    const { json } = await lookup('What does the winter coat in the wardrobe cost?');
    expect(json).toMatchObject({ hit: false, reason: 'score' });
  });

  it('are looked up for a whole file, one document a line', async () => {
    writeFileSync(join(cwd, 'asked.txt'), `${PARAPHRASE}\n${STRAY[1]}\n`);
    const args = ['golden-answers', 'lookup', '--file', 'asked.txt', '--json'];
    const { stdout } = await gibsey(args, { cwd });
    const lines = stdout.trim().split('\n');
    expect(lines.map((line) => (JSON.parse(line) as Looked).hit)).toEqual([true, false]);
  });

  it('are prepared by a command of their own, which finds nothing more to do', async () => {
    const { code, stdout } = await gibsey(['golden-answers', '--dry-run', '--max-golden', '50'], {
      cwd,
    });
    expect(code).toBe(0);
    expect(stdout).toContain('answers');
  });

  describe('that people wrote', () => {
    const FAQ = { id: 'opening', question: 'When does the ferry leave?', answer: 'At six.' };

    it('are stored once, bad lines are named, and they are found', async () => {
      writeFileSync(join(cwd, 'faq.jsonl'), `${JSON.stringify(FAQ)}\n{"id":"bad"}\n`);
      const args = ['golden-answers', 'import', 'faq.jsonl'];
      const first = await gibsey(args, { cwd });
      expect(first).toMatchObject({ code: 3 });
      expect(first.stdout).toContain('faq.jsonl:2');
      expect(first.stderr).toContain('curated: success, 1 run');
      const { json, stderr } = await gibseyJson(args, { cwd });
      expect(json).toMatchObject({ stored: [], unchanged: ['opening'] });
      expect(stderr).toContain('curated: unchanged, 0 run, 1 skipped');
      expect((await lookup(FAQ.question)).json).toMatchObject({
        hit: true,
        answer_id: 'opening',
        answer: 'At six.',
      });
    });

    it('keep the default thresholds while there are few labels', async () => {
      const label = { question: FAQ.question, answer_id: 'opening' };
      writeFileSync(join(cwd, 'labels.jsonl'), jsonLines([label]));
      const args = ['golden-answers', 'calibrate', '--labels', 'labels.jsonl'];
      const { code, stdout } = await gibsey(args, { cwd });
      expect(code).toBe(0);
      expect(stdout).toContain('calibration: prior');
    });
  });

  describe('of a server', () => {
    let server: RunningServer;
    beforeAll(async () => void (server = await startServer([], { cwd })));
    afterAll(() => server.stop());
    const post = async (path: string, body: object) =>
      JSON.parse((await http(`${server.url}${path}`, { method: 'POST', body })).text) as Record<
        string,
        unknown
      >;

    it('are served by both chats, quote what stands on the page, and take complaints', async () => {
      const plain = await post('/chat', { query: PARAPHRASE, user_email: 'flo@example.org' });
      expect(plain).toMatchObject({ route: 'cache', model: 'golden-answer-cache' });
      const [source] = plain.sources as { page_id: string; text: string }[];
      const pages = readFileSync(join(cwd, 'pages.jsonl'), 'utf8').trim().split('\n');
      const bodies = pages.map((line) => (JSON.parse(line) as { text: string }).text);
      expect(bodies.some((body) => body.includes(source!.text))).toBe(true);
      const full = await post('/api/chat', { question: PARAPHRASE, stream: false });
      expect(full).toMatchObject({ route: 'cache', cache: { hit: true } });
      const { request_id } = full;
      expect(await post('/api/feedback', { request_id, good: false })).toHaveProperty('served');
    });
  });

  it('are not given once their page has changed', async () => {
    const pages = readFileSync(join(cwd, 'pages.jsonl'), 'utf8');
    const changed = pages.replaceAll('ledger', 'register');
    writeFileSync(join(cwd, 'pages.jsonl'), changed);
    await gibsey(['ingest', 'pages', 'pages.jsonl', '--name', 'sample'], { cwd });
    expect((await lookup(PARAPHRASE)).json).toMatchObject({ hit: false, answer: null });
    const { stdout } = await gibsey(['golden-answers', 'explain', PARAPHRASE], { cwd });
    expect(stdout).toMatch(/^miss /);
    expect(stdout).toContain('has changed: gibsey nightly');
  });
});
