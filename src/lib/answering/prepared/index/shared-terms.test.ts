import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { WeightedTerms } from './lexicon.js';
import { addSharedTerms } from './shared-terms.js';

const SCALE = 0.2;
const terms = (...pairs: (readonly [id: number, weight: number])[]): WeightedTerms => ({
  ids: Float64Array.from(pairs, ([id]) => id),
  weights: Float64Array.from(pairs, ([, weight]) => weight),
});

/** Every text against every one before it, term by term. */
function slowly(kernel: Float64Array, texts: readonly WeightedTerms[]): void {
  texts.forEach((one, i) => {
    for (let j = 0; j <= i; j++) {
      one.ids.forEach((id, at) => {
        const there = texts[j]!.ids.indexOf(id);
        if (there < 0) return;
        kernel[i * texts.length + j]! += SCALE * one.weights[at]! * texts[j]!.weights[there]!;
      });
    }
  });
}

test('by hand', () => {
  const kernel = new Float64Array(9).fill(1);
  addSharedTerms(kernel, [terms([1, 1], [2, 2]), terms(), terms([2, 4], [3, 1])], 0.5);
  expect([...kernel]).toEqual([3.5, 1, 1, 1, 1, 1, 5, 1, 9.5]);
});

// Ids that are equal in their low bits, and in their low 32, want one place of the table.
const id = fc.constantFrom(0, 1, 2, 64, 128, 4096, 2 ** 32, 2 ** 32 + 1, 2 ** 52, 2 ** 53 - 1);
const text = fc
  .uniqueArray(fc.tuple(id, fc.double({ min: 0.1, max: 1, noNaN: true })), {
    selector: ([own]) => own,
    maxLength: 8,
  })
  .map((pairs) => terms(...pairs.sort(([a], [b]) => a - b)));

test('to the last bit what comparing all texts with each other gives', () => {
  const cell = fc.double().map((x) => x + 0); // no −0
  const property = fc.property(fc.array(text, { maxLength: 9 }), cell, (texts, before) => {
    const [fast, slow] = [before, before].map((x) => new Float64Array(texts.length ** 2).fill(x));
    addSharedTerms(fast!, texts, SCALE);
    slowly(slow!, texts);
    expect(fast).toEqual(slow);
  });
  fc.assert(property);
});
