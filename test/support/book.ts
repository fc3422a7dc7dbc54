/** A small book of our own, made from a seed: chapters on different matters, so that clusters mean something. */

const CHAPTERS: Record<string, string[][]> = {
  'The Garden': [
    ['The gardener', 'An old woman', 'My neighbour', 'The apprentice'],
    ['pruned', 'watered', 'planted', 'admired'],
    ['the roses', 'a row of beans', 'the pear tree', 'the tulips'],
    ['before breakfast', 'after the rain', 'with great care', 'in early spring'],
  ],
  'The Harbour': [
    ['A pilot', 'The harbour master', 'Two sailors', 'The ferry crew'],
    ['moored', 'painted', 'boarded', 'watched'],
    ['the grey ship', 'a fishing boat', 'the tug', 'a schooner'],
    ['at high tide', 'in thick fog', 'by the lighthouse', 'against the wind'],
  ],
  'The Kitchen': [
    ['The cook', 'His daughter', 'A hungry guest', 'The baker'],
    ['salted', 'tasted', 'stirred', 'burned'],
    ['the onion soup', 'a loaf of bread', 'the apple tart', 'the stew'],
    ['over a slow fire', 'with fresh butter', 'for the feast', 'without a word'],
  ],
  'The Observatory': [
    ['The astronomer', 'A student', 'The night watch', 'Her assistant'],
    ['measured', 'sketched', 'photographed', 'lost'],
    ['the comet', 'a double star', 'the rings of Saturn', 'the new moon'],
    ['through the long telescope', 'until dawn', 'on a cold night', 'with a steady hand'],
  ],
};

export interface SamplePage {
  id: string;
  chapter: string;
  position: number;
  text: string;
}

/** @param pagesAChapter pages of about eight sentences each */
export function sampleBook(pagesAChapter: number, seed = 1): SamplePage[] {
  const next = numbers(seed);
  const pages: SamplePage[] = [];
  for (const [chapter, parts] of Object.entries(CHAPTERS)) {
    for (let page = 1; page <= pagesAChapter; page++) {
      const sentences = Array.from(
        { length: 8 },
        () => `${parts.map((part) => pick(part, next)).join(' ')}.`,
      );
      const position = pages.length + 1;
      pages.push({
        id: `page-${String(position).padStart(3, '0')}`,
        chapter,
        position,
        text: sentences.join(' '),
      });
    }
  }
  return pages;
}

export const jsonLines = (rows: readonly unknown[]) =>
  rows.map((row) => `${JSON.stringify(row)}\n`).join('');

function pick(options: readonly string[], next: () => number): string {
  return options[next() % options.length] ?? '';
}

/** A linear congruential generator (Numerical Recipes): enough to vary sentences. */
export function numbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) >>> 8;
}
