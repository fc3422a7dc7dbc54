import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import {
  fixedClock,
  readPages,
  readStdin,
  recordsOf,
  writeFiles,
} from '../../../../../test/contract/source/reading.js';
import { countWords } from '../../../algorithms/text/paginate.js';
import { openPages } from './factory.js';

/** A chapter of so many sentences of ten words, told apart by `name`. */
const chapter = (name: string, sentences: number): string =>
  Array.from(
    { length: sentences },
    (_, i) => `In ${name} the sentence ${i} tells of the old tide.`,
  ).join(' ');
const ids = (pages: { id: string }[]): string[] => pages.map(({ id }) => id);

describe('ids of a text', () => {
  const book = (third: string): Record<string, string> => ({
    'Old Tide.txt': [
      'CHAPTER 1. Ebb.',
      chapter('one', 60),
      'CHAPTER 2. Flood.',
      chapter('two', 90),
      'CHAPTER 3. Storm.',
      third,
      'CHAPTER 40. Calm.',
      chapter('forty', 75),
      'EPILOGUE',
      chapter('after', 5),
    ].join('\n\n'),
  });
  const read = async (third: string) => {
    const folder = writeFiles(book(third));
    return (await readPages({ path: join(folder, 'Old Tide.txt') })).pages;
  };

  it('name the source, the chapter and the page within it, in reading order', async () => {
    const pages = await read(chapter('three', 30));
    expect(ids(pages)).toEqual([
      'Old Tide/chapter-001/001',
      'Old Tide/chapter-001/002',
      'Old Tide/chapter-002/001',
      'Old Tide/chapter-002/002',
      'Old Tide/chapter-002/003',
      'Old Tide/chapter-003/001',
      'Old Tide/chapter-040/001',
      'Old Tide/chapter-040/002',
      'Old Tide/chapter-040/003',
      'Old Tide/epilogue/001',
    ]);
    expect(pages.map(({ position }) => position)).toEqual(pages.map((_, i) => i + 1));
    expect(pages[6]).toMatchObject({ chapter: '40', title: 'Calm' });
  });

  it('and texts outlive edits of other chapters', async () => {
    const elsewhere = (pages: { id: string; body: string }[]) =>
      pages.filter(({ id }) => !id.includes('chapter-003')).map(({ id, body }) => [id, body]);
    const before = await read(chapter('three', 30));
    const after = await read(`${chapter('new', 80)}\n\n${chapter('three', 30)}`);
    expect(after.length).toBeGreaterThan(before.length);
    expect(elsewhere(after)).toEqual(elsewhere(before));
  });

  it('tell chapters of one name apart', async () => {
    const text = '# Night\n\nOne.\n\n# Night\n\nTwo.\n\n# Ночь\n\nThree.\n\n# !?\n\nFour.';
    const folder = writeFiles({ 'a.md': text });
    const { pages } = await readPages({ path: join(folder, 'a.md') });
    expect(ids(pages)).toEqual(['a/night/001', 'a/night-2/001', 'a/Ночь/001', 'a/chapter/001']);
  });

  it('stay short whatever the names', async () => {
    const long = '鯨'.repeat(80);
    const folder = writeFiles({ [`${long}.md`]: `# ${long}\n\n## ${long}2\n\nText.` });
    const { pages } = await readPages({ path: folder });
    expect(Buffer.byteLength(pages[0]?.id ?? '')).toBeLessThanOrEqual(512);
    expect(pages[0]?.id).toContain('~');
  });
});

describe('rows of JSON that are chapters', () => {
  const rows = [
    { chapter: '42', title: 'Of White.', text: chapter('white', 80) },
    { chapter: 'Epilogue', title: '', text: chapter('end', 10) },
    { title: 'No Number', body: chapter('none', 10) },
    { id: 'own', body: chapter('own', 10), moon: 'full' },
  ];

  it('are cut into pages when that is asked for', async () => {
    const { pages, places } = await readStdin(JSON.stringify(rows, null, 1), {
      name: 'tide',
      cut: true,
    });
    expect(ids(pages)).toEqual([
      'tide/chapter-042/001',
      'tide/chapter-042/002',
      'tide/chapter-042/003',
      'tide/epilogue/001',
      'tide/no-number/001',
      'own/001',
    ]);
    expect(pages[0]).toMatchObject({
      chapter: '42',
      title: 'Of White',
      position: 1,
      source: 'tide',
    });
    expect(pages[5]).toMatchObject({ chapter: null, position: 6, metadata: { moon: 'full' } });
    expect(places[3]).toBe('stdin:7');
  });

  it('are pages as they are when it is not', async () => {
    const { pages } = await readStdin(JSON.stringify(rows), { name: 'tide' });
    expect(pages.map(({ body }) => body)).toEqual(rows.map(({ text, body }) => text ?? body));
    expect(pages.map(({ position }) => position)).toEqual([null, null, null, null]);
  });
});

describe('JSON', () => {
  it('loses only the item that is broken', async () => {
    const text =
      '[\n  {"id":"a","body":"A ] , {"},\n  {"id":},\n  {"id":"c","body":"\\"C\\\\"}\n]\n';
    const { pages, problems } = await readStdin(text);
    expect(pages.map(({ body }) => body)).toEqual(['A ] , {', '"C\\']);
    expect(problems.map(({ where }) => where)).toEqual(['stdin:3']);
  });

  it('keeps what stands before the end of a file that was cut off', async () => {
    const { pages, problems } = await readStdin('[{"id":"a","body":"A"},\n{"id":"b","bo');
    expect(ids(pages)).toEqual(['a']);
    expect(problems.map(({ where }) => where)).toEqual(['stdin:2', 'stdin']);
  });

  it('is an array, one object, or JSON Lines by the wrong name', async () => {
    const folder = writeFiles({
      'array.json': '[]',
      'lines.json': '{"id":"a","body":"A"}\n\n{"id":"b","body":"B"}\n',
      'object.json': '{\n "id": "c",\n "body": "C"\n}\n',
    });
    const { pages, problems, places } = await readPages({ path: folder });
    expect([ids(pages), problems]).toEqual([['a', 'b', 'c'], []]);
    expect(places.map((place) => place.slice(folder.length + 1))).toEqual([
      'lines.json:1',
      'lines.json:3',
      'object.json:1',
    ]);
  });
});

describe('folders', () => {
  it('are read by name, hidden and unsupported files passed over', async () => {
    const folder = writeFiles({
      'b.txt': 'B.',
      'a/z.txt': 'Z.',
      'a/y/x.md': 'X.',
      'a.txt': 'A.',
      'é.txt': 'E.',
      'B.txt': 'Capital.',
      '.hidden/h.txt': 'H.',
      '.h.txt': 'H.',
      'picture.png': 'P.',
      README: 'R.',
    });
    const { pages, problems } = await readPages({ path: folder, name: 'notes' });
    expect(problems).toEqual([]);
    expect(pages.map(({ id, chapter, title }) => [id, chapter, title])).toEqual([
      ['notes/B.txt/001', null, 'B'],
      ['notes/README/001', null, 'README'],
      ['notes/a.txt/001', null, 'a'],
      ['notes/a/y/x.md/001', 'a / y / x', 'x'],
      ['notes/a/z.txt/001', 'a / z', 'z'],
      ['notes/b.txt/001', null, 'b'],
      ['notes/é.txt/001', null, 'é'],
    ]);
  });

  it('go by the numbers in front of names, which are no part of titles and chapters', async () => {
    const folder = writeFiles({
      '10 - Calm.txt': 'Calm.',
      '2. Flood.txt': 'Flood.',
      '01-Part One/02_Slack.txt': 'Slack.',
      '01-Part One/1-Ebb.md': '# Chapter 7. Low Water\n\nEbb.\n',
      '01-Part One/3-own.md': '---\nchapter: Mine\n---\nOwn.\n',
      '01-Part One/4-rows.jsonl': '{"id":"a","body":"A"}\n{"id":"b","body":"B","chapter":"9"}\n',
      '01-Part One/5 - Night/1.html': '<p>Dark.',
      '2025-03-01.txt': 'A day.',
    });
    const { pages } = await readPages({ path: folder, name: 'n' });
    expect(pages.map(({ id, chapter, title }) => [id, chapter, title])).toEqual([
      ['n/01-Part One/1-Ebb.md/chapter-007/001', 'Part One / 7', 'Low Water'],
      ['n/01-Part One/02_Slack.txt/001', 'Part One / Slack', 'Slack'],
      ['n/01-Part One/3-own.md/001', 'Mine', 'own'],
      ['a', 'Part One', null],
      ['b', '9', null],
      ['n/01-Part One/5 - Night/1.html/001', 'Part One / Night / 1', '1'],
      ['n/2. Flood.txt/001', null, 'Flood'],
      ['n/10 - Calm.txt/001', null, 'Calm'],
      ['n/2025-03-01.txt/001', null, '2025-03-01'],
    ]);
  });

  it('follow links, but in no circle and not out of the folder, and pass over pipes', async () => {
    const folder = writeFiles({ 'a/one.txt': 'One.', '.kept/two.txt': 'Two.' });
    const elsewhere = writeFiles({ 'three.txt': 'Three.' });
    symlinkSync(folder, join(folder, 'a', 'loop'));
    symlinkSync(join(folder, '.kept'), join(folder, 'linked'));
    symlinkSync(elsewhere, join(folder, 'out'));
    symlinkSync(join(elsewhere, 'three.txt'), join(folder, 'three.txt'));
    symlinkSync(join(folder, 'nowhere.txt'), join(folder, 'broken.txt'));
    execFileSync('mkfifo', [join(folder, 'pipe.txt')]);
    const told: string[] = [];
    const warn = (message: string) => void told.push(message);
    const { pages, problems } = await readPages({ path: folder, name: 'n', warn });
    expect(ids(pages)).toEqual(['n/a/one.txt/001', 'n/linked/two.txt/001']);
    const left = '2 links that leave the folder (out, three.txt)';
    expect(told).toEqual([`${folder}: passed over ${left}`]);
    expect(problems).toEqual([
      { where: join(folder, 'broken.txt'), reason: 'there is no such file or folder' },
    ]);
  });

  it('name both files when an id is used twice', async () => {
    const row = '{"id":"a","body":"A"}';
    const folder = writeFiles({ '1.jsonl': row, '2.jsonl': row });
    const { problems } = await readPages({ path: folder });
    const reason = `the id a is already used at ${join(folder, '1.jsonl')}:1`;
    expect(problems).toEqual([{ where: `${join(folder, '2.jsonl')}:1`, reason }]);
  });

  it('say once what they pass over, with the first names', async () => {
    const names = ['a.pdf', 'b.pdf', 'c/d.PDF', 'e.pdf', 'f.png', 'g.txt'];
    const folder = writeFiles(Object.fromEntries(names.map((name) => [name, 'x'])));
    const told: string[] = [];
    await readPages({ path: folder, warn: (message) => void told.push(message) });
    const pdfs = '4 .pdf (a.pdf, b.pdf, c/d.PDF, …)';
    expect(told).toEqual([`${folder}: passed over ${pdfs}; 1 .png (f.png)`]);
  });

  it('without a file that can be read are an error', async () => {
    const folder = writeFiles({ 'picture.png': 'P.' });
    mkdirSync(join(folder, 'empty'));
    await expect(readPages({ path: folder })).rejects.toMatchObject({
      code: 'SOURCE_UNREADABLE',
      hint: expect.stringContaining('.jsonl') as unknown,
    });
  });
});

describe('openPages', () => {
  it.each([
    ['# Ebb\n\nOut.', 'stdin/ebb/001'],
    ['---\ntitle: Ebb\n---\nOut.', 'stdin/001'],
    ['\n\n{"id":"a","body":"Out."}', 'a'],
    ['[\n{"id":"a","body":"Out."}]', 'a'],
    ['[{"id":"a","body":"Out."}]', 'a'],
    ['[Illustration: the sea]\n\nOut.', 'stdin/001'],
    ['CHAPTER 1. Ebb.\n\nOut.', 'stdin/chapter-001/001'],
    ['Out.', 'stdin/001'],
  ])('tells what standard input is by its first line: %j', async (text, id) => {
    for (const chunk of [1, 4096])
      expect(ids((await readStdin(text, {}, chunk)).pages)).toEqual([id]);
  });

  it('stops waiting for standard input that never comes', async () => {
    const controller = new AbortController();
    const stdin = new Readable({ read: () => setTimeout(() => controller.abort(), 5) });
    const source = await openPages({ path: '-', stdin, clock: fixedClock });
    await expect(recordsOf(source, controller.signal)).rejects.toThrow(/abort/i);
    expect(stdin.destroyed).toBe(true);
  });

  it('cuts text by the words that are asked for', async () => {
    const { pages } = await readStdin(chapter('long', 100), { pageWords: 50 });
    expect(pages.map(({ body }) => countWords(body))).toEqual(Array<number>(20).fill(50));
  });

  it('refuses what it cannot open, a kind that it cannot read, and wrong options', async () => {
    const opened = (options: object) => openPages({ path: '-', clock: fixedClock, ...options });
    const missing = '/no/such/file.txt';
    await expect(opened({ path: missing })).rejects.toMatchObject({
      code: 'SOURCE_UNREADABLE',
      message: `${missing} cannot be read: there is no such file or folder`,
    });
    const pdf = join(writeFiles({ 'a.pdf': 'x' }), 'a.pdf');
    await expect(readPages({ path: pdf })).rejects.toMatchObject({
      code: 'SOURCE_UNREADABLE',
      hint: expect.stringContaining(`gibsey ingest pages - < ${pdf}`) as unknown,
    });
    await expect(opened({ pageWords: 5 })).rejects.toMatchObject({ code: 'USAGE' });
    await expect(opened({ name: 'a\nb' })).rejects.toMatchObject({ code: 'USAGE' });
    await expect(readPages({ path: '-' })).rejects.toMatchObject({ code: 'SOURCE_UNREADABLE' });
  });
});
