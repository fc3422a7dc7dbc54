import { corrected } from '../../../algorithms/calibration/audit-estimate.js';
import { upperBound } from '../../../algorithms/calibration/binomial.js';
import { densityGroup, GROUPS } from '../../../algorithms/calibration/density-groups.js';
import { sigmoid } from '../../../algorithms/calibration/logistic.js';
import {
  conformalThreshold,
  lackingForHits,
  lackingForLookups,
  selectiveThreshold,
  testedThreshold,
  type Sample,
  type Threshold,
} from '../../../algorithms/calibration/risk-control.js';
import { foldOf, withHistory, type FoldedPair, type WithHistory } from './answer-shifts.js';
import { weigh } from '../lookup/evidence.js';
import type { GoldenIndex, Question } from '../index/question-index.js';
import { PRIOR_SCORE, PRIOR_THRESHOLD } from '../lookup/prior.js';
import {
  featuresOf,
  fitScore,
  scoreOf,
  type ScoredPair,
  type ScoreModel,
} from '../lookup/score.js';
import { vetoOf } from '../vetoes/veto.js';

/** The bound that a threshold is chosen for. */
export interface Bound {
  /** Greatest share of wrong answers, e.g. 0.01. */
  maxErrorRate: number;
  /** Share of all look-ups, or of those that are answered. */
  of: 'lookups' | 'hits';
  /**
   * Null: the bound holds for the expected share. Of hits only, e.g. 0.9: it holds with that probability over
   * the draw of the labels, which takes far more of them.
   */
  confidence: number | null;
}

/** What a look-up is decided with: plain JSON, made at night, read by day. */
export interface Calibration {
  version: 1;
  /** `prior`: a conservative default that promises no rate. */
  kind: 'labelled' | 'judged' | 'prior';
  score: ScoreModel;
  /** Space of the vectors that the slopes of the score run along; default: it has none. */
  space?: string;
  /** Least score that is served, in logits; null when nothing may be. */
  threshold: number | null;
  /**
   * What is added to the threshold of each density group, in logits: by audits, and where labels say nothing of a
   * group; default: nothing.
   */
  raises?: number[];
  /** Null for `prior`. */
  bound: Bound | null;
  /** Labelled look-ups that the threshold was chosen on, those it serves, and the wrong ones among these. */
  n: number;
  hits: number;
  wrong: number;
  /** Upper limit, at 95 %, of the share of wrong answers among all look-ups of the calibration. */
  upper: number | null;
}

/** One labelled look-up, as the cache would have taken it. */
export interface CalibrationPair extends FoldedPair {
  /** A veto keeps it from being served. */
  vetoed: boolean;
}

export interface CalibrateOptions {
  kind: 'labelled' | 'judged';
  /** Fitted on other questions than the pairs; default: the prior's. */
  score?: ScoreModel;
  /** Stored questions that were left out: answers are then shifted by their history there and among the pairs. */
  stored?: readonly ScoredPair[];
  /** Id of the space of the vectors. */
  space?: string;
  /** Default: at most 1 % of look-ups, in expectation. */
  bound?: Bound;
  /**
   * How often the judge calls a wrong answer right, 0…1. What it calls wrong is then the rest, (1 − falseAccepts) of
   * what is: the bound is kept on that.
   */
  falseAccepts?: number;
}

/** The calibration where vectors are of the space that it was made in; elsewhere its bound means nothing, and the prior serves. */
export const inSpace = (calibration: Calibration, space: string): Calibration =>
  calibration.space === undefined || calibration.space === space ? calibration : prior();

/** The bound that the settings ask for. */
export const boundWanted = (settings: { maxErrorRate: number; errorOf: Bound['of'] }): Bound => ({
  maxErrorRate: settings.maxErrorRate,
  of: settings.errorOf,
  confidence: null,
});

/** Whether the thresholds were chosen for another bound than is wanted; the prior's were chosen for none. */
export function isForAnother({ bound }: Pick<Calibration, 'bound'>, wanted: Bound): boolean {
  return bound !== null && (bound.maxErrorRate !== wanted.maxErrorRate || bound.of !== wanted.of);
}

const DEFAULT_BOUND: Bound = { maxErrorRate: 0.01, of: 'lookups', confidence: null };
const UPPER_DELTA = 0.05;

/** What serves while nothing is known of the traffic. */
export function prior(): Calibration {
  return {
    version: 1,
    kind: 'prior',
    score: PRIOR_SCORE,
    threshold: PRIOR_THRESHOLD,
    bound: null,
    n: 0,
    hits: 0,
    wrong: 0,
    upper: null,
  };
}

/**
 * Chooses the threshold for a bound from labelled look-ups. With too few of them for any threshold to keep the
 * bound (below 99 for 1 % of look-ups) it is the prior, with the score as it was fitted left out.
 */
export function calibrate(
  pairs: readonly CalibrationPair[],
  options: CalibrateOptions,
): Calibration {
  const { score, outOfFold } = scored(pairs, options);
  const made = calibrateOnScores(samplesOf(pairs, outOfFold), { ...options, score });
  return made.kind === 'prior' ? made : { ...made, ...raisedWhereUnknown(made, pairs) };
}

/** Labelled look-ups from which on a density group counts as known. */
const KNOWN = 10;

/** The bound holds for traffic like the labels: groups that hardly one of them fell into keep to the prior's threshold. */
function raisedWhereUnknown(
  { threshold, score }: Calibration,
  pairs: readonly CalibrationPair[],
): { raises?: number[] } {
  const raises = Array.from({ length: GROUPS }, (_, group) => {
    const known = pairs.filter((pair) => pair.group === group).length >= KNOWN;
    return known || threshold === null
      ? 0
      : Math.max(0, PRIOR_THRESHOLD + (score.shifts[group] ?? 0) - threshold);
  });
  return raises.some((raise) => raise > 0) ? { raises } : {};
}

/** The score in force, and what it says of the pairs: of none with a shift that it had a part in. */
function scored(
  pairs: readonly CalibrationPair[],
  { score = PRIOR_SCORE, stored }: Pick<CalibrateOptions, 'score' | 'stored'>,
): WithHistory {
  if (stored) return withHistory(score, stored, pairs);
  return { score, outOfFold: pairs.map((pair) => scoreOf(score, pair)) };
}

/** @param scores of the pairs, in logits */
export function samplesOf(pairs: readonly CalibrationPair[], scores: readonly number[]): Sample[] {
  return pairs.map(({ vetoed, right }, i) => ({
    score: vetoed ? -Infinity : scores[i]!,
    loss: right ? 0 : 1,
  }));
}

/** About how many more labelled look-ups like these `calibrate` takes; 0 when they are enough. */
export function lackingPairs(pairs: readonly CalibrationPair[], options: CalibrateOptions): number {
  const { bound = DEFAULT_BOUND, falseAccepts = 0 } = options;
  return lacking(
    samplesOf(pairs, scored(pairs, options).outOfFold),
    visibleBound(bound, falseAccepts),
  );
}

/** Of what is wrong, a judge that errs shows the rest only. */
const visibleBound = (bound: Bound, falseAccepts: number): Bound => ({
  ...bound,
  maxErrorRate: bound.maxErrorRate * (1 - falseAccepts),
});

function lacking(samples: readonly Sample[], { maxErrorRate, of, confidence }: Bound): number {
  const ofHits = of === 'hits' && confidence === null;
  return (ofHits ? lackingForHits : lackingForLookups)(samples, maxErrorRate);
}

/** `calibrate`, for look-ups that the score has seen already. */
export function calibrateOnScores(
  samples: readonly Sample[],
  { kind, score = PRIOR_SCORE, space, bound = DEFAULT_BOUND, falseAccepts = 0 }: CalibrateOptions,
): Calibration {
  const visible = visibleBound(bound, falseAccepts);
  if (lacking(samples, visible) > 0) return { ...prior(), n: samples.length };
  const { value, hits } = thresholdFor(visible, samples);
  const wrong = samples.filter((each) => value !== null && each.score >= value && each.loss === 1);
  return {
    version: 1,
    kind,
    score,
    ...(space === undefined ? {} : { space }),
    threshold: value,
    bound,
    n: samples.length,
    hits,
    wrong: wrong.length,
    upper: corrected(upperBound(wrong.length, samples.length, UPPER_DELTA), falseAccepts),
  };
}

/** Above every score: nothing is served. */
const NEVER = 2;

/**
 * Least score, 0…1, that an answer of a density group is served at; 2 when nothing is. The group's shift is
 * taken out of the score that people see and put into the threshold.
 * @param raise What complaints have added to the answer's threshold, in logits.
 */
export function thresholdOf(calibration: Calibration, group: number, raise = 0): number {
  const { threshold, score, raises } = calibration;
  if (threshold === null) return NEVER;
  return sigmoid(threshold + raise + (raises?.[group] ?? 0) - (score.shifts[group] ?? 0));
}

function thresholdFor(
  { maxErrorRate, of, confidence }: Bound,
  samples: readonly Sample[],
): Threshold {
  if (of === 'lookups') return conformalThreshold(samples, maxErrorRate);
  if (confidence === null) return selectiveThreshold(samples, maxErrorRate);
  return testedThreshold(samples, { alpha: maxErrorRate, delta: 1 - confidence });
}

/**
 * A labelled look-up: `answerId` is the right answer, null when nothing in the cache answers it. Null when
 * nothing is stored.
 */
export function pairOf(
  index: GoldenIndex,
  asked: Question,
  answerId: string | null,
  without?: { answerId: string; text?: string },
): CalibrationPair | null {
  const hood = index.search(asked, without === undefined ? {} : { without });
  const evidence = weigh(hood);
  if (evidence === null) return null;
  return {
    features: featuresOf(evidence),
    group: densityGroup(hood.answers.get(evidence.answerId)!.questions),
    answerId: evidence.answerId,
    vector: asked.vector,
    fold: foldOf(asked.text),
    right: evidence.answerId === answerId,
    vetoed: vetoOf(hood, evidence) !== null,
  };
}

/** What a question whose answer is not stored weighs beside one whose answer is. */
const ABSENT_WEIGHT = 0.05;
const MOST_QUESTIONS = 2000;

/**
 * What the score is fitted on, for answers whose questions people have grouped: each stored question is looked up as
 * if it were not stored (`known`), and again as if its answer were not (`absent`). Uses up no label of a look-up.
 * @param most Stored questions that are looked up; beyond, they are sampled evenly.
 */
function storedPairs(index: GoldenIndex, most = MOST_QUESTIONS) {
  const questions = index.questions();
  const step = Math.max(1, questions.length / most);
  const pairs = { known: [] as ScoredPair[], absent: [] as ScoredPair[] };
  for (let at = 0; at < questions.length; at += step) {
    const question = questions[Math.floor(at)]!;
    const { answerId, text } = question;
    const known = pairOf(index, question, answerId, { answerId, text });
    const absent = pairOf(index, question, null, { answerId });
    // Without its only question an answer is absent.
    if (known && index.questionsOf(answerId) > 1) pairs.known.push(known);
    if (absent) pairs.absent.push({ ...absent, weight: ABSENT_WEIGHT });
  }
  return pairs;
}

/** The score, fitted on the stored questions alone, and those of them that say something of an answer's history. */
export function learnFromStored(
  index: GoldenIndex,
  most?: number,
): Required<Pick<CalibrateOptions, 'score' | 'stored'>> {
  const { known, absent } = storedPairs(index, most);
  return { score: fitScore([...known, ...absent], PRIOR_SCORE), stored: known };
}

/** The score of `learnFromStored`. */
export const fitOnStored = (index: GoldenIndex, most?: number): ScoreModel =>
  learnFromStored(index, most).score;
