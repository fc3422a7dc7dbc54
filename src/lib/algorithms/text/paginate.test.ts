import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countWords, paginate } from './paginate.js';
import { splitSentences } from './sentences.js';

/** `count` sentences of `words` words each. */
function sentences(count: number, words: number): string {
  const sentence = (i: number): string => `Word${i} ${'and '.repeat(words - 2)}end.`;
  return Array.from({ length: count }, (_, i) => sentence(i)).join(' ');
}

function pagesOf(text: string, words: number): string[] {
  return paginate(text, { words }).map(({ start, end }) => text.slice(start, end));
}

describe('paginate', () => {
  it('keeps a text of about a page on one page', () => {
    expect(pagesOf(sentences(12, 10), 100)).toHaveLength(1);
    expect(paginate('', { words: 100 })).toEqual([]);
    expect(paginate(' \n\n ', { words: 100 })).toEqual([]);
  });

  it('shares a short tail out: 250 words at 200 a page are 250, 220 at 100 are two of 110', () => {
    expect(pagesOf(sentences(25, 10), 200).map(countWords)).toEqual([250]);
    expect(pagesOf(sentences(22, 10), 100).map(countWords)).toEqual([110, 110]);
  });

  it('goes out of its way for a paragraph, but not too far', () => {
    const near = `${sentences(9, 10)}\n\n${sentences(11, 10)}`;
    expect(pagesOf(near, 100).map(countWords)).toEqual([90, 110]);
    const far = `${sentences(5, 10)}\n\n${sentences(15, 10)}`;
    expect(pagesOf(far, 100).map(countWords)).toEqual([100, 100]);
  });

  it('keeps a sentence of up to two pages whole and cuts a longer one between words', () => {
    expect(pagesOf(sentences(1, 190), 100)).toHaveLength(1);
    const cut = pagesOf(sentences(1, 900), 100);
    expect(cut).toHaveLength(8);
    for (const page of cut) expect(Math.abs(countWords(page) - 112)).toBeLessThan(10);
  });

  it('cuts an endless sentence at its line breaks first', () => {
    const verse = Array.from(
      { length: 30 },
      (_, i) => `line ${i} of nine words in a long song`,
    ).join('\n');
    for (const page of pagesOf(verse, 90)) expect(page).toMatch(/^line \d/);
  });

  it('keeps a whole stretch on one page', () => {
    const code = `\`\`\`\n${sentences(4, 10)}\n\n${sentences(4, 10)}\n\`\`\``;
    const text = `${sentences(8, 10)}\n\n${code}\n\n${sentences(8, 10)}`;
    const start = text.indexOf('```');
    const whole = [{ start, end: start + code.length }];
    const pages = paginate(text, { words: 80, whole }).map((p) => text.slice(p.start, p.end));
    expect(pages).toHaveLength(3);
    expect(pages[1]).toBe(code);
  });

  it('measures scripts without spaces by their length', () => {
    expect(countWords('one two  three\nfour')).toBe(4);
    expect(countWords('鯨'.repeat(100))).toBe(20);
    expect(pagesOf('これは鯨の話である。'.repeat(100), 50).length).toBeGreaterThan(1);
  });

  it('covers every character that is not white space, at sentence boundaries, in bounded sizes', () => {
    const word = fc.constantFrom(
      'whale',
      'sea',
      'Mr. Stubb',
      'and',
      '“Hark!”',
      'ship',
      '3.5',
      '…',
      '鯨',
    );
    const sentence = fc
      .array(word, { minLength: 1, maxLength: 30 })
      .map((w) => `The ${w.join(' ')} sank.`);
    const gap = fc.constantFrom(' ', '\n', '\n\n', '  \n \n');
    const text = fc
      .array(fc.tuple(sentence, gap), { maxLength: 80 })
      .map((all) => all.flat().join(''));
    fc.assert(
      fc.property(text, fc.integer({ min: 40, max: 200 }), (whole, words) => {
        const pages = paginate(whole, { words });
        const ends = new Set(splitSentences(whole).map(({ end }) => end));
        let before = 0;
        for (const { start, end } of pages) {
          expect(whole.slice(before, start).trim()).toBe('');
          expect(ends.has(end)).toBe(true);
          expect(countWords(whole.slice(start, end))).toBeLessThanOrEqual(2 * words);
          before = end;
        }
        expect(whole.slice(before).trim()).toBe('');
        const least = Math.min(
          ...pages.map(({ start, end }) => countWords(whole.slice(start, end))),
        );
        if (pages.length > 1) expect(least).toBeGreaterThan(0.4 * words - 32);
      }),
      { numRuns: 500 },
    );
  });

  it('is the best of all ways to cut, by trying them all', () => {
    const lengths = fc.array(fc.integer({ min: 2, max: 30 }), { minLength: 1, maxLength: 10 });
    fc.assert(
      fc.property(lengths, (counts) => {
        const text = counts.map((words) => sentences(1, words)).join(' ');
        const found = pagesOf(text, 40).map(countWords);
        expect(cost(found)).toBeCloseTo(Math.min(...allCuts(counts).map(cost)), 9);
      }),
      { numRuns: 200 },
    );
  });

  it('leaves far cuts in place when a paragraph is put in', () => {
    const paragraphs = Array.from({ length: 60 }, (_, i) => sentences(4 + (i % 5), 10 + (i % 7)));
    const before = pagesOf(paragraphs.join('\n\n'), 250);
    const edited = [paragraphs[0], sentences(5, 9), ...paragraphs.slice(1)];
    const after = new Set(pagesOf(edited.join('\n\n'), 250));
    const kept = before.filter((page) => after.has(page)).length;
    expect(kept).toBeGreaterThan(before.length / 2);
  });
});

/** Pages within one paragraph of words `sizes`, at 40 a page. */
function cost(sizes: readonly number[]): number {
  if (sizes.some((size) => size > 80)) return Infinity;
  return sizes.reduce((sum, size) => sum + (size / 40 - 1) ** 2, 0.2 * (sizes.length - 1));
}

function allCuts(counts: readonly number[]): number[][] {
  return Array.from({ length: 2 ** (counts.length - 1) }, (_, mask) => {
    const sizes = [0];
    counts.forEach((words, i) => {
      if (i > 0 && mask & (1 << (i - 1))) sizes.push(0);
      sizes[sizes.length - 1] = (sizes.at(-1) ?? 0) + words;
    });
    return sizes;
  });
}
