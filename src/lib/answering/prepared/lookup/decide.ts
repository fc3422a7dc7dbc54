import { densityGroup } from '../../../algorithms/calibration/density-groups.js';
import { sigmoid } from '../../../algorithms/calibration/logistic.js';
import { thresholdOf, type Calibration } from '../calibration/calibration.js';
import { weigh, type Evidence } from './evidence.js';
import type { Neighbourhood } from '../index/question-index.js';
import { featuresOf, scoreOf } from './score.js';
import { vetoOf, type Veto } from '../vetoes/veto.js';

export interface Decision {
  /** `vetoed`: the score would have sufficed. */
  outcome: 'hit' | 'miss' | 'vetoed';
  /** The answer to serve; null unless it is a hit. */
  answerId: string | null;
  /** The answer that fits best, served or not; null when nothing is stored. */
  candidate: string | null;
  /** The candidate's stored question nearest to the one asked, as people may read it. */
  nearest: string | null;
  /** Cosine of the two, −1…1; 0 when nothing is stored. */
  similarity: number;
  /** How likely the candidate is right by the model, 0…1. */
  score: number;
  /** Least score that is served, 0…1; above 1 when none is. */
  threshold: number;
  /** Why the nearest question cannot be taken for the one asked, whatever the score; null when it can, or was not asked. */
  veto: Veto | null;
  /** Density group of the candidate. */
  group: number;
}

/** A decision with what it was made from. */
export interface Explanation extends Decision {
  calibration: Calibration['kind'];
  /** That the threshold was chosen for; null for the prior. */
  bound: Calibration['bound'];
  evidence: Omit<Evidence, 'nearest' | 'answerId'> | null;
  /** Stored questions of the candidate. */
  questions: number;
}

const NOTHING: Explanation = {
  outcome: 'miss',
  answerId: null,
  candidate: null,
  nearest: null,
  similarity: 0,
  score: 0,
  threshold: 2,
  veto: null,
  group: 0,
  calibration: 'prior',
  bound: null,
  evidence: null,
  questions: 0,
};

/** Whether the cache answers what is asked. Pure. */
export function decide(hood: Neighbourhood, calibration: Calibration): Decision {
  return judged(hood, calibration, false);
}

/** `decide`, with what it was made from; the veto also where the score does not suffice. */
export function explain(hood: Neighbourhood, calibration: Calibration): Explanation {
  return judged(hood, calibration, true);
}

function judged(hood: Neighbourhood, calibration: Calibration, always: boolean): Explanation {
  const weighed = weigh(hood);
  const { kind, bound } = calibration;
  if (weighed === null) return { ...NOTHING, calibration: kind, bound };
  const { answerId, nearest, ...evidence } = weighed;
  const { questions, raise } = hood.answers.get(answerId)!;
  const group = densityGroup(questions);
  const features = featuresOf(weighed);
  const pooled = scoreOf(calibration.score, {
    ...{ features, group, answerId },
    vector: hood.asked.vector,
  });
  const score = sigmoid(pooled - (calibration.score.shifts[group] ?? 0));
  const threshold = thresholdOf(calibration, group, raise);
  const veto = always || score >= threshold ? vetoOf(hood, weighed) : null;
  const outcome = score < threshold ? 'miss' : veto === null ? 'hit' : 'vetoed';
  return {
    outcome,
    answerId: outcome === 'hit' ? answerId : null,
    candidate: answerId,
    nearest: nearest.shownAs ?? nearest.text,
    similarity: nearest.similarity,
    score,
    threshold,
    veto,
    group,
    calibration: kind,
    bound,
    evidence,
    questions,
  };
}
