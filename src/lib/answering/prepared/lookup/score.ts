import { GROUPS } from '../../../algorithms/calibration/density-groups.js';
import { fitLogistic } from '../../../algorithms/calibration/logistic.js';
import { FEATURES, type Evidence } from './evidence.js';
import { along, type Slope } from '../calibration/slope.js';

/** A logistic score over the evidence, with a shift for each density group and each answer; JSON. */
export interface ScoreModel {
  /** One for each of FEATURES. */
  weights: number[];
  intercept: number;
  /** One for each density group, in logits; 0 where nothing is known of it. */
  shifts: number[];
  /** By the answer's id, in logits: what its history adds to a question at its centre; default: nothing. */
  answers?: Record<string, number>;
  /** By the answer's id: what its history adds further off; default: nothing. */
  slopes?: Record<string, Slope>;
}

/** One look-up whose right answer is known. */
export interface ScoredPair {
  features: number[];
  /** Density group of the answer that the cache would give. */
  group: number;
  /** The answer that the cache would give. */
  answerId?: string;
  /** Of the question; without it nothing is known of where it lies. */
  vector?: Float32Array;
  /** That answer is the right one. */
  right: boolean;
  /** Default 1. */
  weight?: number;
}

export function featuresOf(evidence: Evidence): number[] {
  return FEATURES.map((name) => evidence[name]);
}

/** How likely the answer is right by the model, in logits. */
export function scoreOf(
  model: ScoreModel,
  pair: Pick<ScoredPair, 'features' | 'group' | 'answerId' | 'vector'>,
): number {
  return pair.features.reduce(
    (sum, value, j) => sum + model.weights[j]! * value,
    model.intercept + (model.shifts[pair.group] ?? 0) + historyOf(model, pair),
  );
}

function historyOf(
  { answers, slopes }: ScoreModel,
  { answerId, vector }: Pick<ScoredPair, 'answerId' | 'vector'>,
): number {
  if (answerId === undefined) return 0;
  const slope = vector && own(slopes, answerId);
  return (own(answers, answerId) ?? 0) + (slope ? along(slope, vector) : 0);
}

/** An id may be the name of what every object has. */
function own<T>(record: Record<string, T> | undefined, id: string): T | undefined {
  return record && Object.hasOwn(record, id) ? record[id] : undefined;
}

/** Pulls towards the prior: as many units of information as it is worth, by trial. */
const WEIGHT_RIDGE = 0.5;
const INTERCEPT_RIDGE = 0.01;
/** A group with few pairs keeps to the pool: its shift is worth so many undecided pairs. */
const SHIFT_RIDGE = 10;

/** Fits the score on pairs, drawn towards `prior` where they are few. */
export function fitScore(pairs: readonly ScoredPair[], prior: ScoreModel): ScoreModel {
  const rows = pairs.map(({ features, group }) => [
    ...features,
    1,
    ...Array.from({ length: GROUPS }, (_, g) => (g === group ? 1 : 0)),
  ]);
  const fitted = fitLogistic(
    rows,
    pairs.map(({ right }) => right),
    {
      weights: pairs.map(({ weight }) => weight ?? 1),
      prior: [...prior.weights, prior.intercept, ...prior.shifts],
      ridge: [
        ...FEATURES.map(() => WEIGHT_RIDGE),
        INTERCEPT_RIDGE,
        ...Array.from({ length: GROUPS }, () => SHIFT_RIDGE),
      ],
    },
  );
  return {
    weights: fitted.slice(0, FEATURES.length),
    intercept: fitted[FEATURES.length]!,
    shifts: fitted.slice(FEATURES.length + 1),
  };
}
