import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { extractiveSummary, type SummaryDocument } from './extractive.js';
import { fitness } from './fitness.js';
import { countWords } from './tokens.js';

const PAGES: SummaryDocument[] = [
  {
    id: 'a',
    position: 3,
    text: 'The lighthouse keeper lit the great lamp of the lighthouse every evening. He ate bread.',
  },
  {
    id: 'c',
    position: 1,
    text: 'Every evening the keeper climbed the lighthouse stairs to light the lamp. Gulls slept on the roof.',
  },
  {
    id: 'b',
    position: 2,
    text: 'The lamp of the lighthouse warned the ships of the rocks every evening. The cook sang loudly in the kitchen.',
  },
];

describe('extractiveSummary', () => {
  it('gives nothing for nothing', () => {
    const nothing = { text: '', words: 0, coverage: 0, sentences: [] };
    expect(extractiveSummary([], { maxWords: 250 })).toEqual(nothing);
    expect(extractiveSummary([{ id: 'a', text: ' \n' }], { maxWords: 250 })).toEqual(nothing);
  });

  it('takes what all documents are about, in reading order', () => {
    const { text, sentences, coverage } = extractiveSummary(PAGES, { maxWords: 30 });
    expect(sentences.map(({ id }) => id)).toEqual(['b', 'a']);
    expect(text).toBe(
      'The lamp of the lighthouse warned the ships of the rocks every evening. ' +
        'The lighthouse keeper lit the great lamp of the lighthouse every evening.',
    );
    expect(coverage).toBeCloseTo(2 / 3);
  });

  it('says the same thing once, and counts who said it', () => {
    const twins = ['a', 'b', 'c'].map((id) => ({
      id,
      text: 'The harbour froze in the long winter night.',
    }));
    const { sentences, coverage } = extractiveSummary(twins, { maxWords: 100 });
    expect(sentences).toEqual([{ id: 'a', start: 0, end: 43 }]);
    expect(coverage).toBe(1);
  });

  it('keeps to the number of sentences', () => {
    expect(extractiveSummary(PAGES, { maxWords: 250, maxSentences: 1 }).sentences).toHaveLength(1);
  });

  it('passes over a sentence beyond the limit, and cuts the shortest when all are', () => {
    const long = `The ${'very '.repeat(60)}long ship sailed.`;
    const one = { id: 'a', text: `${long} The ship sailed home.` };
    expect(extractiveSummary([one], { maxWords: 20 }).text).toBe('The ship sailed home.');
    const cut = extractiveSummary([{ id: 'a', text: long }, PAGES[0]!], { maxWords: 3 });
    expect(cut.text).toBe('He ate bread.');
    const cutTwo = extractiveSummary([{ id: 'a', text: long }], { maxWords: 3 });
    expect(cutTwo).toMatchObject({ text: 'The very very…', words: 3, coverage: 1 });
    expect(cutTwo.sentences).toEqual([{ id: 'a', start: 0, end: 13 }]);
  });

  it('makes white space within a sentence single spaces', () => {
    const text = 'The keeper\nlit   the lamp of the lighthouse.';
    expect(extractiveSummary([{ id: 'a', text }], { maxWords: 50 }).text).toBe(
      'The keeper lit the lamp of the lighthouse.',
    );
  });

  const word = fc.constantFrom(
    'ship',
    'sea',
    'lamp',
    'the',
    'Night',
    'sails',
    'end.',
    'storm!',
    '—',
    '今。',
  );
  const document = fc.record({
    id: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'é', '😀'),
    text: fc.array(word, { maxLength: 30 }).map((words) => words.join(' ')),
    position: fc.option(fc.nat({ max: 3 })),
  });
  const documents = fc.uniqueArray(document, { maxLength: 7, selector: ({ id }) => id });

  it('does not depend on the order of the documents', () => {
    fc.assert(
      fc.property(documents, fc.nat({ max: 40 }), (list, maxWords) => {
        const turned = [...list.slice(1), ...list.slice(0, 1)].reverse();
        expect(extractiveSummary(turned, { maxWords })).toEqual(
          extractiveSummary(list, { maxWords }),
        );
      }),
      { numRuns: 300 },
    );
  });

  it('keeps its promises: the limit, the offsets, the coverage', () => {
    fc.assert(
      fc.property(documents, fc.nat({ max: 40 }), (list, maxWords) => {
        const summary = extractiveSummary(list, { maxWords });
        expect(summary.words).toBe(countWords(summary.text));
        expect(summary.words).toBeLessThanOrEqual(maxWords);
        const texts = new Map<string, string>(list.map(({ id, text }) => [id, text]));
        const quoted = summary.sentences.map(({ id, start, end }) =>
          texts.get(id)?.slice(start, end),
        );
        const plain = summary.text.replace(/…$/, '');
        expect(quoted.join(' ').replace(/\s+/g, ' ').startsWith(plain)).toBe(true);
        const givers = new Set(summary.sentences.map(({ id }) => id)).size;
        expect(summary.coverage * Math.max(1, list.length)).toBeGreaterThanOrEqual(givers - 1e-9);
        expect(summary.coverage).toBeLessThanOrEqual(1);
      }),
      { numRuns: 500 },
    );
  });
});

describe('fitness', () => {
  const plain = 'The keeper of the lighthouse lit the lamp every single evening.';

  it('is 1 for a whole sentence of common length', () => {
    expect(fitness(plain)).toBe(1);
  });

  it.each([
    ['an announcement', 'In this report we describe how the keeper lit the lamp.', 1.3],
    ['an opening that leans on what is before', `However, ${plain}`, 0.9],
    ['no stop', plain.slice(0, -1), 0.5],
    ['an open quote', `“${plain}`, 0.5],
    ['five words', 'The keeper lit the lamp.', 0.25],
    ['160 words', `${'The keeper lit lamps, '.repeat(40)}.`, 0.5],
  ])('%s', (_, sentence, expected) => {
    expect(fitness(sentence)).toBeCloseTo(expected, 2);
  });
});
