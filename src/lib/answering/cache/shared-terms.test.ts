import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { WeightedTerms } from './lexicon.js';
import { eachSharedTerm } from './shared-terms.js';

const terms = (...pairs: (readonly [id: number, weight: number])[]): WeightedTerms => ({
  ids: Float64Array.from(pairs, ([id]) => id),
  weights: Float64Array.from(pairs, ([, weight]) => weight),
});

function found(texts: readonly WeightedTerms[]): Map<string, [number, number][]> {
  const pairs = new Map<string, [number, number][]>();
  eachSharedTerm(texts, (i, j, one, other) => {
    pairs.set(`${i} ${j}`, [...(pairs.get(`${i} ${j}`) ?? []), [one, other]]);
  });
  return pairs;
}

/** Every text against every one before it, term by term. */
function slowly(texts: readonly WeightedTerms[]): Map<string, [number, number][]> {
  const pairs = new Map<string, [number, number][]>();
  texts.forEach((one, i) => {
    for (let j = i; j >= 0; j--) {
      const shared: [number, number][] = [];
      one.ids.forEach((id, at) => {
        const there = texts[j]!.ids.indexOf(id);
        if (there >= 0) shared.push([one.weights[at]!, texts[j]!.weights[there]!]);
      });
      if (shared.length > 0) pairs.set(`${i} ${j}`, shared);
    }
  });
  return pairs;
}

test('by hand', () => {
  const texts = [terms([1, 0.5], [2, 0.25]), terms(), terms([2, 4], [3, 8])];
  expect(found(texts)).toEqual(
    new Map([
      [
        '0 0',
        [
          [0.5, 0.5],
          [0.25, 0.25],
        ],
      ],
      [
        '2 2',
        [
          [4, 4],
          [8, 8],
        ],
      ],
      ['2 0', [[4, 0.25]]],
    ]),
  );
});

// Ids that are equal in their low bits, and in their low 32, fall on one place of the table.
const id = fc.constantFrom(...[0, 1, 2, 64, 128, 4096, 2 ** 32, 2 ** 32 + 1, 2 ** 52, 2 ** 53 - 1]);
const text = fc
  .uniqueArray(fc.tuple(id, fc.double({ min: 0.1, max: 1 })), {
    selector: ([own]) => own,
    maxLength: 8,
  })
  .map((pairs) => terms(...pairs.sort(([a], [b]) => a - b)));

test('what comparing all texts with each other gives, in the same order for each pair', () => {
  const property = fc.property(fc.array(text, { maxLength: 9 }), (texts) => {
    expect(found(texts)).toEqual(slowly(texts));
  });
  fc.assert(property);
});
