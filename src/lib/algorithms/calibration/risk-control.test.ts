import fc from 'fast-check';
import { expect, test } from 'vitest';
import { seededRandom } from '../random.js';
import {
  conformalThreshold,
  lackingForHits,
  lackingForLookups,
  selectiveThreshold,
  testedThreshold,
  type Sample,
} from './risk-control.js';

const sample = (score: number, loss = 0): Sample => ({ score, loss });
const rightOnes = (n: number, from = 0) =>
  Array.from({ length: n }, (_, i) => sample(from + (n - i) / n));

test('conformal by hand: of 199 samples, alpha 0.01 allows one loss', () => {
  const samples = [...rightOnes(100, 2), sample(1.5, 1), ...rightOnes(97, 0.2), sample(0.1, 1)];
  expect(samples).toHaveLength(199);
  const found = conformalThreshold(samples, 0.01);
  expect(found).toMatchObject({ hits: 198, loss: 1 });
  expect(found.value).toBeGreaterThan(0.1);
});

test('conformal: below 99 samples 1 % cannot be promised', () => {
  expect(conformalThreshold(rightOnes(98), 0.01).value).toBeNull();
  expect(conformalThreshold(rightOnes(99), 0.01).hits).toBe(99);
});

test('what can never be served counts among the look-ups, not among the hits', () => {
  const samples = [...rightOnes(60), ...Array.from({ length: 60 }, () => sample(-Infinity, 1))];
  expect(conformalThreshold(samples, 0.01)).toMatchObject({ hits: 60, loss: 0 });
});

test('equal scores are served together or not at all', () => {
  const samples = [...rightOnes(300, 5), sample(1), sample(1, 1), sample(1, 1), sample(1, 1)];
  expect(conformalThreshold(samples, 0.01).hits).toBe(300);
});

test('selective by hand: one loss needs 200 hits', () => {
  expect(selectiveThreshold([...rightOnes(198, 2), sample(1, 1)], 0.01).hits).toBe(198);
  expect(selectiveThreshold([...rightOnes(199, 2), sample(1, 1)], 0.01).hits).toBe(200);
  expect(selectiveThreshold(rightOnes(99), 0.01).value).toBeNull();
});

test('what lacks, by hand', () => {
  expect(lackingForLookups(rightOnes(60), 0.01)).toBe(39);
  expect(lackingForLookups(rightOnes(99), 0.01)).toBe(0);
  expect(lackingForHits([], 0.01)).toBe(100);
  expect(lackingForHits(rightOnes(60), 0.01)).toBe(40);
  expect(lackingForHits(rightOnes(100), 0.01)).toBe(0);
  // 150 hits, one of them wrong: of twice as many two are wrong, and 3 of 300 are 1 %.
  expect(lackingForHits([...rightOnes(149), sample(2, 1)], 0.01)).toBe(150);
  // Half of the look-ups are never served: they have to come, too.
  const half = [...rightOnes(50), ...Array.from({ length: 50 }, () => sample(-Infinity, 1))];
  expect(lackingForHits(half, 0.01)).toBe(100);
  // All wrong: more of them would not help, but fewer than 100 cannot say so.
  expect(lackingForHits([sample(1, 1)], 0.01)).toBe(99);
  expect(
    lackingForHits(
      Array.from({ length: 100 }, () => sample(1, 1)),
      0.01,
    ),
  ).toBe(0);
});

test('with as many more as lack, something is served; with fewer, nothing', () => {
  const few = fc.integer({ min: 1, max: 40 });
  fc.assert(
    fc.property(few, few, fc.constantFrom(0.01, 0.05, 0.3), (right, never, alpha) => {
      const unanswered = Array.from({ length: never }, () => sample(-Infinity, 1));
      const samples = [...rightOnes(right), ...unanswered];
      const served = (times: number) =>
        selectiveThreshold(Array.from({ length: times }, () => samples).flat(), alpha).value !==
        null;
      const times = Math.ceil(1 + lackingForHits(samples, alpha) / samples.length - 1e-9);
      expect(served(times)).toBe(true);
      expect(times > 1 && served(times - 1)).toBe(false);
    }),
  );
});

test('tested by hand: with delta 0.1 and one sequence, 230 hits without a loss', () => {
  const options = { alpha: 0.01, delta: 0.1, starts: [0.5] };
  expect(testedThreshold(rightOnes(229), options).value).toBeNull();
  expect(testedThreshold(rightOnes(460), options).hits).toBe(460);
});

test('tested: losses between 0 and 1 take Hoeffding and Bentkus', () => {
  const doubtful = rightOnes(5000).map(({ score }) => sample(score, 0.001));
  expect(testedThreshold(doubtful, { alpha: 0.01, delta: 0.1 }).hits).toBe(5000);
  const worse = rightOnes(5000).map(({ score }) => sample(score, 0.02));
  expect(testedThreshold(worse, { alpha: 0.01, delta: 0.1 }).value).toBeNull();
});

test('every threshold keeps its empirical bound, and a greater alpha never serves less', () => {
  const drawn = fc.array(
    fc.record({ score: fc.integer({ min: 0, max: 40 }), loss: fc.constantFrom(0, 0, 0, 1) }),
    { maxLength: 300 },
  );
  fc.assert(
    fc.property(drawn, (samples) => {
      const strict = conformalThreshold(samples, 0.05);
      const lax = conformalThreshold(samples, 0.1);
      expect(lax.hits).toBeGreaterThanOrEqual(strict.hits);
      const served = samples.filter(({ score }) => strict.value !== null && score >= strict.value);
      expect(served).toHaveLength(strict.hits);
      const loss = served.reduce((sum, each) => sum + each.loss, 0);
      expect((loss + 1) / (samples.length + 1)).toSatisfy(
        (risk: number) => strict.value === null || risk <= 0.05 + 1e-9,
      );
    }),
  );
});

/** Scores uniform in 0…1; the chance of a loss falls with the score along a known curve. */
const CURVES = [
  (score: number) => 0.3 * (1 - score) ** 2,
  (score: number) => (score > 0.6 ? 0.002 : 0.2),
  (score: number) => 0.02 + 0 * score,
];

function draw(random: () => number, n: number, curve: (score: number) => number): Sample[] {
  return Array.from({ length: n }, () => {
    const score = random();
    return sample(score, random() < curve(score) ? 1 : 0);
  });
}

/** Loss among all look-ups, and share served, above a threshold; by integration. */
function truth(curve: (score: number) => number, threshold: number | null) {
  if (threshold === null) return { loss: 0, hits: 0 };
  const steps = 2000;
  const width = (1 - threshold) / steps;
  let loss = 0;
  for (let i = 0; i < steps; i++) loss += curve(threshold + (i + 0.5) * width) * width;
  return { loss, hits: 1 - threshold };
}

test.each(CURVES.map((curve, i) => ({ curve, i })))(
  'over many draws the promises are kept, curve $i',
  ({ curve, i }) => {
    const random = seededRandom(7 + i);
    const alpha = 0.05;
    const draws = 400;
    let [expected, ofHits, broken] = [0, 0, 0];
    for (let d = 0; d < draws; d++) {
      const samples = draw(random, 300, curve);
      expected += truth(curve, conformalThreshold(samples, alpha).value).loss / draws;
      const selected = truth(curve, selectiveThreshold(samples, alpha).value);
      ofHits += selected.hits === 0 ? 0 : selected.loss / selected.hits / draws;
      const tested = truth(curve, testedThreshold(samples, { alpha, delta: 0.1 }).value);
      if (tested.loss > alpha * tested.hits + 1e-12) broken++;
    }
    // Bounds on the expectation and on the probability, with room for the noise of 400 draws.
    expect(expected).toBeLessThanOrEqual(alpha + 0.002);
    expect(ofHits).toBeLessThanOrEqual(alpha + 0.004);
    expect(broken / draws).toBeLessThanOrEqual(0.1 + 0.03);
  },
);
