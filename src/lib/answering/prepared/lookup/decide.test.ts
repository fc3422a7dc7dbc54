import { expect, test } from 'vitest';
import { seededRandom } from '../../../algorithms/random.js';
import { normalise } from '../../../algorithms/vectors/normalise.js';
import {
  calibrate,
  inSpace,
  learnFromStored,
  pairOf,
  prior,
  type CalibrationPair,
  thresholdOf,
} from '../calibration/calibration.js';
import { decide, explain } from './decide.js';
import { GoldenIndex, type Question } from '../index/question-index.js';
import { PRIOR_SCORE } from './prior.js';
import { scoreOf } from './score.js';

const DIMENSIONS = 24;

/** Questions around one direction for each answer; `spread` is how far they stray. */
function cache(answers: number, each: number, spread: number, seed: number) {
  const random = seededRandom(seed);
  const noise = () => Float32Array.from({ length: DIMENSIONS }, () => random() - 0.5);
  const centres = Array.from({ length: answers }, () => normalise(noise()));
  const ask = (answer: number): Question => {
    const stray = noise();
    const vector = normalise(centres[answer]!.map((value, j) => value + spread * stray[j]!));
    return { text: `question about topic ${String.fromCharCode(97 + answer)}`, vector };
  };
  const index = new GoldenIndex(DIMENSIONS);
  for (let answer = 0; answer < answers; answer++) {
    const questions = Array.from({ length: each }, (_, i) => {
      const { vector } = ask(answer);
      return {
        text: `topic ${String.fromCharCode(97 + answer)} form ${'x'.repeat(i + 1)}`,
        vector,
      };
    });
    index.put({ answerId: `answer ${answer}`, questions });
  }
  const stranger = (): Question => ({ text: 'something else', vector: normalise(noise()) });
  return { index, ask, stranger, random };
}

test('an empty cache misses', () => {
  const hood = new GoldenIndex(2).search({ text: 'hello', vector: Float32Array.of(1, 0) });
  expect(decide(hood, prior())).toMatchObject({ outcome: 'miss', answerId: null, candidate: null });
});

test('the same question hits under the prior, a stranger misses', () => {
  const { index, stranger } = cache(5, 6, 0.3, 1);
  const [stored] = index.questions();
  const same = decide(index.search(stored!), prior());
  expect(same).toMatchObject({ outcome: 'hit', answerId: stored!.answerId, nearest: stored!.text });
  expect(same.similarity).toBeCloseTo(1, 5);
  expect(same.score).toBeGreaterThanOrEqual(same.threshold);
  expect(decide(index.search(stranger()), prior()).outcome).toBe('miss');
});

test('a veto keeps a sufficient score from being served, and says why', () => {
  const index = new GoldenIndex(2);
  const vector = Float32Array.of(1, 0);
  index.put({ answerId: 'a', questions: [{ text: 'Are you open on Monday?', vector }] });
  const lax = { ...prior(), threshold: -9 };
  const vetoed = decide(index.search({ text: 'Are you open on Sunday?', vector }), lax);
  expect(vetoed).toMatchObject({ outcome: 'vetoed', answerId: null, candidate: 'a' });
  expect(vetoed.veto).toEqual({ kind: 'date', asked: 'weekday:7', stored: 'weekday:1' });
  expect(decide(index.search({ text: 'Open on Mondays?', vector }), lax).outcome).toBe('hit');
});

test('an answer that is given for several days does not hang on the day', () => {
  const index = new GoldenIndex(2);
  const vector = Float32Array.of(1, 0);
  const questions = ['Monday', 'Tuesday'].map((day) => ({
    text: `Are you open on ${day}?`,
    vector,
  }));
  index.put({ answerId: 'a', questions });
  const asked = { text: 'Are you open on Sunday?', vector };
  expect(explain(index.search(asked), prior()).veto).toBeNull();
});

test('complaints raise the threshold of one answer', () => {
  const { index } = cache(5, 6, 0.3, 2);
  const [stored, ...others] = index.questions();
  const questions = [stored!, ...others].filter(({ answerId }) => answerId === stored!.answerId);
  const before = decide(index.search(stored!), prior());
  index.put({ answerId: stored!.answerId, questions, raise: 50 });
  const after = decide(index.search(stored!), prior());
  expect([before.outcome, after.outcome]).toEqual(['hit', 'miss']);
  expect(after.threshold).toBeGreaterThan(before.threshold);
});

test('too few labels give the prior, and a calibration survives JSON', () => {
  const pairs: CalibrationPair[] = Array.from({ length: 98 }, () => ({
    features: [1, 1, 1, 1, 1],
    group: 0,
    right: true,
    vetoed: false,
  }));
  expect(calibrate(pairs, { kind: 'labelled' })).toEqual({ ...prior(), n: 98 });
  const enough = calibrate([...pairs, pairs[0]!], { kind: 'labelled' });
  expect(enough).toMatchObject({ kind: 'labelled', n: 99, hits: 99, wrong: 0 });
  expect(JSON.parse(JSON.stringify(enough))).toEqual(enough);
});

test('vectors of another space are decided by the prior', () => {
  const pairs: CalibrationPair[] = Array.from({ length: 99 }, (_, i) => ({
    features: [1, 1, 1, 1, 1],
    group: 0,
    answerId: 'a',
    vector: Float32Array.of(1, i / 99),
    right: true,
    vetoed: false,
  }));
  const made = calibrate(pairs, { kind: 'labelled', stored: [], space: 'here' });
  expect(Object.keys(made.score.slopes!)).toEqual(['a']);
  expect(inSpace(made, 'here')).toBe(made);
  expect(inSpace(made, 'elsewhere')).toEqual(prior());
  // What earlier versions stored has no slopes, and names no space.
  expect(inSpace(prior(), 'elsewhere')).toEqual(prior());
});

test('groups of answers that labels say nothing of keep to the threshold of the prior', () => {
  const pair = { features: [0.5, 0.5, 0.9, 0.1, 1], right: true, vetoed: false };
  const pairs = Array.from({ length: 200 }, (_, i) => ({ ...pair, group: i < 9 ? 1 : 3 }));
  const made = calibrate(pairs, { kind: 'labelled' });
  expect(made.threshold).toBeLessThan(4.5);
  const least = Array.from({ length: 6 }, (_, group) => thresholdOf(made, group));
  const strict = expect.closeTo(thresholdOf(prior(), 0), 12) as number;
  expect(least).toEqual([strict, strict, strict, thresholdOf(made, 3), strict, strict]);
  expect(least[3]).toBeLessThan(least[0]!);
});

test('an answer that errs at high scores is not served where others are', () => {
  const right = { features: [0.9, 0.9, 0.9, 0.2, 1], group: 3, right: true, vetoed: false };
  const pairs = Array.from({ length: 600 }, (_, i) => ({
    ...right,
    answerId: `answer ${i % 6}`,
    fold: i % 10,
    right: i % 6 > 0 || i % 12 > 0,
  }));
  const made = calibrate(pairs, { kind: 'labelled', stored: [] });
  // Of 600 look-ups 50 are wrong, all of one answer: no threshold on the score alone could serve any.
  expect(calibrate(pairs, { kind: 'labelled' }).threshold).toBeNull();
  expect(made).toMatchObject({ hits: 500, wrong: 0 });
  const served = (answerId: string) =>
    scoreOf(made.score, { ...right, answerId }) >= made.threshold!;
  expect([served('answer 0'), served('answer 1'), served('answer 5')]).toEqual([false, true, true]);
});

test('a judge that errs leaves less room', () => {
  const pairs = Array.from({ length: 1000 }, (_, i) => ({
    features: [1 - i / 1000, 1, 1, 1, 1],
    group: 2,
    right: i % 200 !== 199,
    vetoed: false,
  }));
  const hits = (falseAccepts: number) =>
    calibrate(pairs, { kind: 'judged', score: PRIOR_SCORE, falseAccepts }).hits;
  // Of 1 % it sees 1 − falseAccepts: with one more for safety 9, 4 and 1 of the five wrong ones (199, 399 …) may pass.
  expect([hits(0), hits(0.5), hits(0.8)]).toEqual([1000, 999, 399]);
  const few = Array.from({ length: 110 }, () => ({ ...pairs[0]!, right: true }));
  const kind = (falseAccepts: number) => calibrate(few, { kind: 'judged', falseAccepts }).kind;
  expect([kind(0), kind(0.05), kind(0.2)]).toEqual(['judged', 'judged', 'prior']);
});

test('what audits have added holds for their density group', () => {
  const raised = { ...prior(), raises: [0, 2, 0, 0, 0, 0] };
  const least = (group: number, more?: number) => thresholdOf(raised, group, more);
  expect(least(0)).toBe(thresholdOf(prior(), 0));
  expect(least(1)).toBeCloseTo(1 / (1 + Math.exp(-6.5)), 12); // 4.5 + 2
  expect(least(1, 1)).toBeCloseTo(1 / (1 + Math.exp(-7.5)), 12);
});

test.each([
  { answers: 20, each: 8, spread: 0.9 },
  { answers: 50, each: 3, spread: 0.7 },
])(
  'over caches of $answers answers with $each questions the bound holds',
  (shape) => {
    const alpha = 0.05;
    let [wrong, served, all] = [0, 0, 0];
    for (let seed = 0; seed < 3; seed++) {
      const { index, ask, stranger, random } = cache(shape.answers, shape.each, shape.spread, seed);
      const draw = () => {
        const answer = Math.floor(random() * shape.answers);
        const pair =
          random() < 0.2
            ? pairOf(index, stranger(), null)
            : pairOf(index, ask(answer), `answer ${answer}`);
        return pair!;
      };
      const learnt = learnFromStored(index, 100);
      const bound = { maxErrorRate: alpha, of: 'lookups', confidence: null } as const;
      const known = Array.from({ length: 100 }, draw);
      const { threshold, score } = calibrate(known, { kind: 'labelled', ...learnt, bound });
      expect(Object.keys(score.answers!).length).toBeGreaterThan(5);
      for (let i = 0; i < 100; i++) {
        const pair = draw();
        const logit = scoreOf(score, pair);
        all++;
        if (threshold === null || logit < threshold || pair.vetoed) continue;
        served++;
        if (!pair.right) wrong++;
      }
    }
    expect(wrong / all).toBeLessThanOrEqual(alpha + 0.03);
    expect(served / all).toBeGreaterThan(0.2);
  },
  60_000,
);
