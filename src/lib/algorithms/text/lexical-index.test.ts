import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LexicalIndex } from './lexical-index.js';
import { SimilarTerms } from './similar-terms.js';

const scoresOf = (index: LexicalIndex, query: readonly string[], slots: number) => [
  ...index.scores(index.seek(query), slots),
];

describe('BM25', () => {
  test('by hand: two texts of three words, one of which has the term twice', () => {
    const index = new LexicalIndex();
    index.add(0, ['sea', 'sea', 'sky']);
    index.add(1, ['ant', 'bee', 'sky']);
    const idf = Math.log(1 + (2 - 1 + 0.5) / (1 + 0.5));
    expect(scoresOf(index, ['sea'], 2)).toEqual([(idf * 2 * 2.2) / (2 + 1.2), 0]);
    expect(index.idf('sky')).toBeCloseTo(Math.log(1 + 0.5 / 2.5), 12);
    expect(scoresOf(index, ['cow'], 2)).toEqual([0, 0]);
  });

  test('a term like the one that is sought counts less than the term itself', () => {
    const index = new LexicalIndex();
    index.add(0, ['stillman']);
    index.add(1, ['stilman']);
    index.add(2, ['lighthouse']);
    const [exact = 0, like = 0, other = 0] = scoresOf(index, ['stillman'], 3);
    expect(exact).toBeGreaterThan(like);
    expect(like).toBeGreaterThan(0);
    expect(other).toBe(0);
    expect(index.seek(['stillmann'])[0]?.idf).toBeGreaterThan(0);
    expect(index.seek(['xylophone'])[0]).toEqual({
      term: 'xylophone',
      idf: 0,
      variants: new Map(),
    });
  });

  test('a group of texts scores as one text of them all would; a text of none is left out', () => {
    const word = fc.constantFrom('sea', 'sky', 'tower', 'towers', 'river');
    const text = fc.array(word, { minLength: 1, maxLength: 6 });
    const grouped = fc.array(fc.tuple(text, fc.integer({ min: -1, max: 2 })), { minLength: 1 });
    fc.assert(
      fc.property(grouped, text, (texts, query) => {
        const index = new LexicalIndex();
        texts.forEach(([terms], slot) => index.add(slot, terms));
        const whole = new LexicalIndex();
        for (const group of [0, 1, 2]) {
          whole.add(
            group,
            texts.flatMap(([terms, of]) => (of === group ? terms : [])),
          );
        }
        const sought = index.seek(query);
        const groupOf = Int32Array.from(texts, ([, group]) => group);
        const expected = whole.scores(sought, 3);
        index.groupScores(sought, groupOf, 3).forEach((score, group) => {
          expect(score).toBeCloseTo(expected[group]!, 10);
        });
      }),
    );
  });

  test('texts that came and went leave nothing behind', () => {
    const word = fc.constantFrom('sea', 'sky', 'tower', 'towers', 'river');
    const text = fc.array(word, { maxLength: 6 });
    const step = fc.record({ slot: fc.nat(4), text: fc.option(text) });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        const index = new LexicalIndex();
        const held = new Map<number, string[]>();
        for (const { slot, text: terms } of steps) {
          held.delete(slot);
          index.remove(slot); // free or not
          if (!terms) continue;
          index.add(slot, terms);
          held.set(slot, terms);
        }
        const fresh = new LexicalIndex();
        for (const [slot, terms] of held) fresh.add(slot, terms);
        for (const query of [['sea'], ['tower', 'sky'], ['rivers']]) {
          expect(scoresOf(index, query, 5)).toEqual(scoresOf(fresh, query, 5));
        }
      }),
    );
  });

  test('agrees with the formula written out, for terms without variants', () => {
    const word = fc.constantFrom('a', 'b', 'c', 'd');
    const texts = fc.array(fc.array(word, { minLength: 1, maxLength: 9 }), {
      minLength: 1,
      maxLength: 9,
    });
    fc.assert(
      fc.property(texts, fc.uniqueArray(word), (all, query) => {
        const index = new LexicalIndex();
        all.forEach((terms, slot) => index.add(slot, terms));
        const mean = all.flat().length / all.length;
        const expected = all.map((terms) =>
          query.reduce((sum, term) => {
            const n = all.filter((each) => each.includes(term)).length;
            const tf = terms.filter((each) => each === term).length;
            const idf = Math.log(1 + (all.length - n + 0.5) / (n + 0.5));
            return sum + (idf * tf * 2.2) / (tf + 1.2 * (0.25 + (0.75 * terms.length) / mean));
          }, 0),
        );
        const found = scoresOf(index, query, all.length);
        found.forEach((score, i) => expect(score).toBeCloseTo(expected[i]!, 9));
      }),
    );
  });
});

describe('terms alike', () => {
  const vocabulary = new SimilarTerms();
  for (const term of ['german', 'germani', 'granite', 'lighthouse', '1941', 'ab'])
    vocabulary.add(term);
  const alike = (term: string) => vocabulary.variants(term).map((variant) => variant.term);

  test('the term first, then the likest', () => {
    expect(alike('germany')).toEqual(['germany', 'german', 'germani']);
    // ^li lig igh ght hth tho hou ous use se$ against the same with one letter less
    expect(vocabulary.variants('lighthous')[1]?.similarity).toBeCloseTo((16 / 19) ** 2, 12);
  });

  test('short terms, numbers and endless ones have none', () => {
    expect(alike('1940')).toEqual(['1940']);
    expect(alike('abc')).toEqual(['abc']);
    expect(alike('german'.repeat(99))).toHaveLength(1);
  });

  test('what is deleted is forgotten', () => {
    vocabulary.delete('germani');
    expect(alike('germany')).toEqual(['germany', 'german']);
  });
});
