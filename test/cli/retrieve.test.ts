import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { jsonLines } from '../support/book.js';
import { gibsey, gibseyJson, temporaryFolder } from '../support/cli.js';

const BOOK = [
  {
    id: 'tower',
    chapter: 'One',
    char_id: 'arieol',
    text: 'The tower stands at the edge of the salt flats. Arieol climbed it at dawn to see the sea.',
  },
  {
    id: 'ledger',
    chapter: 'Two',
    text: 'Shamrock Stillman keeps the ledger of the lost. Nobody has ever seen him sleep.',
  },
];

interface Found {
  generation: string | null;
  pages: { page_id: string; chapter: string; quote: string; start: number; end: number }[];
}

describe('gibsey retrieve', () => {
  const cwd = temporaryFolder();
  const ask = (...args: string[]) => gibseyJson<Found>(['retrieve', ...args], { cwd });

  it('says what to do while there are no pages', async () => {
    const empty = temporaryFolder();
    await gibsey(['migrate'], { cwd: empty });
    const { code, stdout } = await gibsey(['retrieve', 'tower'], { cwd: empty });
    expect([code, stdout.trim()]).toEqual([0, 'No pages yet: gibsey ingest pages FILE']);
  });

  describe('with a book', () => {
    beforeAll(async () => {
      writeFileSync(join(cwd, 'pages.jsonl'), jsonLines(BOOK));
      await gibsey(['ingest', 'pages', 'pages.jsonl'], { cwd });
    });

    it('finds pages by words alone before they are embedded, and says so', async () => {
      const { code, json, stderr } = await ask('Shamrock Stillman');
      expect(code).toBe(0);
      expect(json.pages[0]?.page_id).toBe('ledger');
      expect(stderr).toContain('2 of 2 pages are found by words alone: gibsey embed');
    });

    it('prints page, chapter, score and verbatim quote', async () => {
      await gibsey(['embed'], { cwd });
      const { stdout, stderr } = await gibsey(['retrieve', 'Shamrock Stillman'], { cwd });
      expect(stdout).toMatch(/^ledger · Two · \d+\.\d\d\n {2}“Shamrock Stillman keeps the ledger/);
      expect(stderr).toBe('');
      const { json } = await ask('Shamrock Stillman', '--limit', '1');
      expect(json.pages).toHaveLength(1);
      const [{ quote, start, end } = { quote: '', start: 0, end: 0 }] = json.pages;
      expect(BOOK[1]?.text.slice(start, end)).toBe(quote);
    });

    it('finds what is meant without a word in common', async () => {
      await gibsey(['embed'], { cwd });
      const { json } = await ask('Who went up the stairs of the building when the sun rose?');
      expect(json.pages[0]?.page_id).toBe('tower');
    });

    it('keeps to a chapter and to a character', async () => {
      const ids = async (...args: string[]) =>
        (await ask(...args)).json.pages.map((page) => page.page_id);
      expect(await ids('the tower', '--chapter', 'Two')).not.toContain('tower');
      expect(await ids('the ledger', '--char', 'arieol')).not.toContain('ledger');
      const { stdout } = await gibsey(['retrieve', 'tower', '--chapter', 'Nine'], { cwd });
      expect(stdout).toContain('Ask again without --chapter and --char.');
    });

    it.each(['🦑', 'the of and', '"; DROP TABLE pages', 'x'.repeat(10_000)])(
      'takes any question: %#',
      async (question) => {
        const { code, stderr } = await gibsey(['retrieve', '--', question], { cwd });
        expect([code, stderr]).toEqual([0, '']);
      },
    );

    it('changes no byte of the store', async () => {
      const bytes = () => readFileSync(join(cwd, '.gibsey/gibsey.db'));
      const before = bytes();
      await ask('tower');
      expect(bytes().equals(before)).toBe(true);
    });

    it('shows the summaries of the published night', async () => {
      const night = await gibsey(['nightly', '-k', '1'], { cwd });
      expect(night.code, night.stderr).toBe(0);
      const { stdout } = await gibsey(['retrieve', 'the tower and the ledger'], { cwd });
      expect(stdout).toContain('Summaries of the night:');
      expect((await ask('tower')).json.generation).toMatch(/./);
    });
  });
});
