import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  MODIFIED,
  readPages,
  writeFiles,
  resultOf,
} from '../../../../../test/contract/source/reading.js';
import { frontMatter } from './front-matter.js';
import { Marks } from '../marks.js';
import { markdownOutline } from './markdown-sections.js';

const outlineOf = (text: string) => resultOf(markdownOutline(text, 0, new Marks(Infinity)));
const headings = (text: string): string[] =>
  outlineOf(text).headings.map(({ level, text: title }) => `${level} ${title}`);

async function read(text: string) {
  const folder = writeFiles({ 'log.md': text });
  return (await readPages({ path: join(folder, 'log.md') })).pages;
}

describe('markdownOutline', () => {
  it('finds headings of both forms, without their marks', () => {
    const text =
      '# One #\n\n##  **Two** [link](http://x) {#anchor}\n\nThree\n===\n\nFour\n---\n\n   ### `five`\n#';
    expect(headings(text)).toEqual(['1 One', '2 Two link', '1 Three', '2 Four', '3 five', '1 ']);
  });

  it('takes nothing for a heading that is code, a rule, a list, a table or a hashtag', () => {
    const fenced = '```sh\n# no\n```\n\n~~~\n# no\n```\n# no\n~~~\n';
    const others = '    # no\n\n#no\n\n- item\n---\n\n| a |\n| - |\n\ntwo\nlines\n---\n\n---\n';
    expect(headings(fenced + others)).toEqual([]);
    expect(headings('``` not ` a fence\n# yes')).toEqual(['1 yes']);
  });

  it('takes a fence that is never closed as code to the end', () => {
    const { headings: found, whole } = outlineOf('text\n\n````\n# no\n```\n');
    expect(found).toEqual([]);
    expect(whole).toEqual([{ start: 6, end: 20 }]);
  });
});

describe('frontMatter', () => {
  it('reads texts, whole numbers and lists, and where the text begins', () => {
    const text =
      '---\ntitle: "A: b"\nposition: 3\nname: \'x\'\ntags:\n  - sea\n  - 2\nempty:\n# no\n---\nText.';
    const { fields, end } = frontMatter(text);
    expect(fields).toEqual({
      title: 'A: b',
      position: 3,
      name: 'x',
      tags: ['sea', 2],
      empty: null,
    });
    expect(text.slice(end)).toBe('Text.');
  });

  it('is nothing without an end, or further down', () => {
    expect(frontMatter('---\ntitle: a\n')).toEqual({ fields: {}, end: 0 });
    expect(frontMatter('\n---\ntitle: a\n---\n')).toEqual({ fields: {}, end: 0 });
  });
});

describe('pages of Markdown', () => {
  it('makes a section of each heading, below its chapter', async () => {
    const pages = await read(
      'Before.\n\n# Ebb\n\nOut.\n\n## Night\n\nDark.\n\n# Flood\n\n## Night\n\nIn.',
    );
    expect(pages.map(({ id, chapter, title, body }) => [id, chapter, title, body])).toEqual([
      ['log/front/001', null, 'log', 'Before.'],
      ['log/ebb/001', 'Ebb', 'Ebb', 'Out.'],
      ['log/ebb/night/001', 'Ebb', 'Night', 'Dark.'],
      ['log/flood/night/001', 'Flood', 'Night', 'In.'],
    ]);
    expect(pages.map(({ position }) => position)).toEqual([1, 2, 3, 4]);
  });

  it('knows numbered chapters below a book title', async () => {
    const [page] = await read('# The Tide\n\n## Chapter XLII. Of White.\n\nText.');
    expect(page).toMatchObject({ id: 'log/chapter-042/001', chapter: '42', title: 'Of White' });
  });

  it('keeps Markdown as it is, code with blank lines on one page', async () => {
    const code = `\`\`\`\n# not a heading\n\n${'code '.repeat(100)}\n\nend\n\`\`\``;
    const prose = `Some *words* of [text](x). ${'More of it. '.repeat(40)}`;
    const pages = await read(`# A\n\n${prose}\n\n${code}\n\n${prose}`);
    expect(
      pages.filter(({ body }) => body.includes('```')).map(({ body }) => body.includes(code)),
    ).toEqual([true]);
    expect(pages[0]?.body).toContain('Some *words* of [text](x).');
  });

  it('lets the front matter speak first', async () => {
    const front =
      '---\nid: note-1\ntitle: Monday\nchapter: Spring\nposition: 7\nchar_id: anna\nupdated_at: 2025-01-02 03:04:05\nmood: calm\n---\n';
    expect(await read(`${front}# Notes\n\nText.`)).toEqual([
      {
        id: 'note-1',
        title: 'Monday',
        chapter: 'Spring',
        position: 7,
        charId: 'anna',
        updatedAt: Date.UTC(2025, 0, 2, 3, 4, 5),
        metadata: { mood: 'calm' },
        body: 'Text.',
        source: 'log',
      },
    ]);
    const two = await read(`${front}# A\n\nOne.\n\n# B\n\nTwo.`);
    expect(two.map(({ id, position, title }) => [id, position, title])).toEqual([
      ['note-1/a/001', 7, 'A'],
      ['note-1/b/001', 8, 'B'],
    ]);
  });

  it('is one page of the name of the file without headings', async () => {
    expect(await read('Just text.')).toMatchObject([
      { id: 'log/001', title: 'log', chapter: null, updatedAt: MODIFIED, body: 'Just text.' },
    ]);
  });
});
