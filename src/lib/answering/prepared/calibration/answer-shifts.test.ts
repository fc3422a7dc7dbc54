import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldOf, withHistory, type FoldedPair } from './answer-shifts.js';
import { scoreOf, type ScoreModel } from '../lookup/score.js';

/** The first feature is the score. */
const SCORE: ScoreModel = { weights: [1, 0, 0, 0, 0], intercept: 0, shifts: [0, 0, 0, 0, 0, 0] };
const pair = (answerId: string, right: boolean, logit = 0): FoldedPair => ({
  features: [logit, 0, 0, 0, 0],
  group: 0,
  answerId,
  right,
});
/** On the unit circle. */
const at = <T extends FoldedPair>(angle: number, each: T): T => ({
  ...each,
  vector: Float32Array.of(Math.cos(angle), Math.sin(angle)),
});
type Parts = Parameters<typeof withHistory>;
const scoreWith = (...of: Parts) => withHistory(...of).score;
const scoresOutOfFold = (...of: Parts) => withHistory(...of).outOfFold;
const shifts = (...of: Parts) => scoreWith(...of).answers!;

const known = fc.record({
  answerId: fc.constantFrom('a', 'b', 'c'),
  right: fc.boolean(),
  logit: fc.double({ min: -4, max: 4, noNaN: true }),
  fold: fc.integer({ min: 0, max: 9 }),
});
const pairs = fc
  .array(known, { maxLength: 40 })
  .map((all) =>
    all.map(({ fold, ...each }) => ({ ...pair(each.answerId, each.right, each.logit), fold })),
  );

describe('shifts of answers', () => {
  it('are what the stored questions say of each', () => {
    const found = shifts(SCORE, [pair('a', false), pair('b', true)], []);
    // 0.3 · σ(u) + u = 0
    expect(found.a).toBeCloseTo(-0.1395507, 6);
    expect(found.b).toBeCloseTo(0.1395507, 6);
    expect(scoreOf({ ...SCORE, answers: found }, pair('a', true, 2))).toBeCloseTo(1.8604493, 6);
    expect(scoreOf({ ...SCORE, answers: found }, pair('new', true, 2))).toBe(2);
  });

  it('say nothing of what all labels have in common', () => {
    const harder = ['a', 'b', 'c'].flatMap((id) => [
      ...Array.from({ length: 10 }, () => pair(id, true, 3)),
      ...Array.from({ length: 10 }, () => pair(id, false, 3)),
    ]);
    for (const shift of Object.values(shifts(SCORE, [], harder))) {
      expect(Math.abs(shift)).toBeLessThan(0.01);
    }
    const odd = shifts(
      SCORE,
      [],
      [...harder, ...Array.from({ length: 9 }, () => pair('c', false, 3))],
    );
    expect(odd.c).toBeLessThan(-0.3);
    expect(odd.a).toBeGreaterThan(0);
  });

  it('belong to ids that objects have of themselves, too', () => {
    const found = scoreWith(SCORE, [pair('__proto__', false), pair('a', true)], []);
    expect(scoreOf(found, pair('__proto__', true))).toBeLessThan(0);
    expect(scoreOf(found, pair('constructor', true))).toBe(0);
    expect(scoreOf(JSON.parse(JSON.stringify(found)) as ScoreModel, pair('__proto__', true))).toBe(
      scoreOf(found, pair('__proto__', true)),
    );
  });

  it('differ by where a question lies', () => {
    const found = scoreWith(
      SCORE,
      [],
      [at(0, pair('a', false)), at(Math.PI, pair('a', true)), at(0, pair('b', true))],
    );
    const score = (angle: number) => scoreOf(found, at(angle, pair('a', true)));
    expect(score(0)).toBeLessThan(-1);
    expect(score(Math.PI)).toBeGreaterThan(1);
    expect(score(0.3)).toBeLessThan(score(1));
    expect(scoreOf(found, pair('a', true))).toBe(found.answers!.a);
  });

  it('follow the slope that was computed by hand', () => {
    // Centre 0, no common part; α = (−β, β) with β = σ(−16 β) = 0.1228545, so the slope is −16 β along the first axis.
    const labels = [at(0, pair('a', false)), at(Math.PI, pair('a', true))];
    const found = scoreWith(SCORE, [], labels);
    expect(found.answers!.a).toBeCloseTo(0, 6);
    expect(scoreOf(found, labels[0]!)).toBeCloseTo(-1.96567, 4);
    expect(scoreOf(found, at(Math.PI / 3, pair('a', true)))).toBeCloseTo(-1.96567 / 2, 4);
  });

  it('hang on no order', () => {
    fc.assert(
      fc.property(pairs, (all) => {
        const there = shifts(SCORE, all, all);
        const back = shifts(SCORE, [...all].reverse(), [...all].reverse());
        for (const [id, shift] of Object.entries(there)) expect(back[id]).toBeCloseTo(shift, 6);
      }),
    );
  });
});

describe('scores of labels', () => {
  it('have not seen the outcome of their own part', () => {
    fc.assert(
      fc.property(pairs, pairs, fc.nat(), (stored, labels, at) => {
        if (labels.length === 0) return;
        const turned = labels[at % labels.length]!;
        const other = labels.map((each) =>
          each === turned ? { ...each, right: !each.right } : each,
        );
        const before = scoresOutOfFold(SCORE, stored, labels);
        const after = scoresOutOfFold(SCORE, stored, other);
        labels.forEach(({ fold }, i) => {
          if (fold === turned.fold) expect(after[i]).toBe(before[i]);
        });
      }),
    );
  });

  it('are those of a score that was fitted without their part', () => {
    const labels = [
      { ...pair('a', false, 1), fold: 1 },
      { ...pair('a', true, 1), fold: 2 },
      { ...pair('b', true, 1), fold: 2 },
    ];
    const [first] = scoresOutOfFold(SCORE, [pair('a', true)], labels);
    const without = scoreWith(SCORE, [pair('a', true)], labels.slice(1));
    expect(first).toBeCloseTo(scoreOf(without, labels[0]!), 9);
  });

  it('are the same where questions have places, but for the bytes that a slope is kept in', () => {
    const stored = [at(0, pair('a', true)), at(0.4, pair('a', true)), at(2, pair('a', false))];
    const labels = [0.3, 1.2, 2.5, 3].map((angle, i) => ({
      ...at(angle, pair('a', i < 2, 1)),
      fold: i,
    }));
    const scores = scoresOutOfFold(SCORE, stored, labels);
    labels.forEach((label, i) => {
      const others = labels.filter((other) => other !== label);
      expect(scores[i]).toBeCloseTo(scoreOf(scoreWith(SCORE, stored, others), label), 1);
    });
  });

  it('come in a moment, and are of all labels, where thousands fell to one answer', () => {
    const labels = Array.from({ length: 3000 }, (_, i) => ({
      ...at(i / 1000, pair('a', i % 3000 < 2000, 1)),
      fold: i % 10,
    }));
    const scores = scoresOutOfFold(SCORE, [], labels);
    expect(scores[0]).toBeGreaterThan(1.5);
    expect(scores[2999]).toBeLessThan(-1);
    expect(scores[2998]).toBeCloseTo(scores[2999]!, 0);
  });

  it('put a question that was asked twice into one part', () => {
    expect(foldOf('Where is my card?')).toBe(foldOf('Where is my card?'));
    const folds = new Set(Array.from({ length: 200 }, (_, i) => foldOf(`question ${i}`)));
    expect([...folds].sort()).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });
});
