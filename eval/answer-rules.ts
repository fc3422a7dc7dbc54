/** The rules that are compared on look-ups with known answers, and what each makes of a split. */
import { withHistory } from '../src/lib/answering/prepared/calibration/answer-shifts.js';
import type { Sample } from '../src/lib/algorithms/calibration/risk-control.js';
import {
  calibrate,
  calibrateOnScores,
  samplesOf,
  type Bound,
  type learnFromStored,
} from '../src/lib/answering/prepared/calibration/calibration.js';
import { scoreOf, type ScoreModel } from '../src/lib/answering/prepared/lookup/score.js';
import type { Observed } from './answer-sets.js';
import { plainScore } from './plain-score.js';

export const ALPHA = 0.01;

/** Shares of all look-ups. */
export interface Tally {
  hits: number;
  wrong: number;
}

/** What the stored questions alone teach. */
export type Learnt = ReturnType<typeof learnFromStored>;

const bounded = (of: Bound['of'], confidence: number | null): Bound => ({
  maxErrorRate: ALPHA,
  of,
  confidence,
});

export interface Rule {
  name: string;
  /** What at most 1 % may be wrong of. */
  of?: Bound['of'];
  /** Held against the setting's target. */
  ours?: boolean;
  apply(known: Observed[], fresh: Observed[], learnt: Learnt): Tally;
}

/** What `calibrate` chooses from, of one split; all rules of the split share it, as it takes longer than they do. */
const shared = new WeakMap<Observed[], { samples: Sample[]; score: ScoreModel }>();

function learntFrom(known: Observed[], learnt: Learnt) {
  const before = shared.get(known);
  if (before) return before;
  const pairs = known.map(({ pair }) => pair);
  const { score, outOfFold } = withHistory(learnt.score, learnt.stored, pairs);
  const made = { samples: samplesOf(pairs, outOfFold), score };
  shared.set(known, made);
  return made;
}

export function calibrated(of: Bound['of'], confidence: number | null): Rule['apply'] {
  const bound = bounded(of, confidence);
  return (known, fresh, learnt) => {
    const { samples, score: shifted } = learntFrom(known, learnt);
    const how = { kind: 'labelled', score: shifted, bound } as const;
    const { threshold, score } = calibrateOnScores(samples, how);
    return byScore(fresh, threshold, score);
  };
}

export function byScore(fresh: Observed[], threshold: number | null, score: ScoreModel): Tally {
  const served = fresh.filter(
    ({ pair }) => !pair.vetoed && threshold !== null && scoreOf(score, pair) >= threshold,
  );
  const wrong = served.filter(({ pair }) => !pair.right);
  return { hits: served.length / fresh.length, wrong: wrong.length / fresh.length };
}

export function byCosine(fresh: Observed[], threshold: number): Tally {
  const served = fresh.filter(({ similarity }) => similarity >= threshold);
  const wrong = served.filter(({ nearestIsRight }) => !nearestIsRight);
  return { hits: served.length / fresh.length, wrong: wrong.length / fresh.length };
}

/** What the known part seems to allow, without any correction for having been looked at. */
export function pluggedIn(of: Bound['of']): Rule['apply'] {
  return (known, fresh, learnt) => {
    const { samples, score } = learntFrom(known, learnt);
    const scored = samples
      .map(({ score, loss }) => ({ value: score, right: loss === 0 }))
      .filter(({ value }) => value > -Infinity);
    return byScore(fresh, lowest(scored, known.length, of, 0), score);
  };
}

/** Ours without what is known of each answer: fitted on the stored questions alone. */
export function storedOnly(of: Bound['of']): Rule['apply'] {
  const bound = bounded(of, null);
  return (known, fresh, learnt) => {
    const pairs = known.map(({ pair }) => pair);
    const how = { kind: 'labelled', score: learnt.score, bound } as const;
    const { threshold, score } = calibrate(pairs, how);
    return byScore(fresh, threshold, score);
  };
}

/** The plain score, fitted on the known part; 1 for `correction`: as many wrong ones more are counted as for ours. */
export function plain(of: Bound['of'], correction: number): Rule['apply'] {
  return (known, fresh) => {
    const score = plainScore(known.map((each) => each.plain));
    const scored = known.map((each) => ({ value: score(each.plain), right: each.plain.right }));
    const least = lowest(scored, known.length, of, correction);
    const served = fresh.filter((each) => score(each.plain) >= least);
    const wrong = served.filter((each) => !each.plain.right);
    return { hits: served.length / fresh.length, wrong: wrong.length / fresh.length };
  };
}

/** The lowest value at and above which at most 1 % is wrong. */
function lowest(
  scored: readonly { value: number; right: boolean }[],
  lookups: number,
  of: Bound['of'],
  correction: number,
): number {
  const sorted = [...scored].sort((a, b) => b.value - a.value);
  let [wrong, best] = [correction, Infinity];
  sorted.forEach(({ value, right }, i) => {
    if (!right) wrong++;
    const all = of === 'hits' ? i + 1 : lookups + correction;
    if (wrong <= ALPHA * all && sorted[i + 1]?.value !== value) best = value;
  });
  return best;
}

/** The lowest cosine at which at most 1 % is wrong on the known part, without any correction. */
export function bestCosine(of: Bound['of']): Rule['apply'] {
  return (known, fresh) => {
    const scored = known.map(({ similarity, nearestIsRight }) => ({
      value: similarity,
      right: nearestIsRight,
    }));
    return byCosine(fresh, lowest(scored, known.length, of, 0));
  };
}
