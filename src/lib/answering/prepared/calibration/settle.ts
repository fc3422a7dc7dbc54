import {
  corrected,
  couldShow,
  estimateShare,
  type Drawn,
} from '../../../algorithms/calibration/audit-estimate.js';
import { GROUPS } from '../../../algorithms/calibration/density-groups.js';
import type { Sample } from '../../../algorithms/calibration/risk-control.js';
import type { Audit } from '../../../domain/audit.js';
import {
  calibrateOnScores,
  thresholdOf,
  type Bound,
  type Calibration,
  type CalibrationPair,
} from './calibration.js';
import { PRIOR_SCORE } from '../lookup/prior.js';
import { scoreOf } from '../lookup/score.js';
import { logit, lotOf } from '../audit/sampling.js';
import { dayOf, type Traffic } from './traffic.js';

/** An audit, and whether the answer is right; null where nobody knows. */
export interface JudgedAudit {
  audit: Audit;
  right: boolean | null;
}

export interface Evidence {
  audits: readonly JudgedAudit[];
  /** Questions held out by time. What was not judged is never served. */
  late: readonly { pair: Omit<CalibrationPair, 'right'>; right: boolean | null }[];
  traffic: Traffic;
  bound: Bound;
  /** Upper limit of how often the judge calls a wrong answer right. */
  falseAccepts: number;
}

/** Half of the 5 % that the limits of judge and audit may be wrong by together. */
const DELTA = 0.025;
/** Thresholds are raised in such steps, in logits, and by no more than this. */
const STEP = 0.5;
const MOST = 10;

/**
 * The thresholds that the verdicts of a judge give, in place of those of the prior or of an earlier judge; those that
 * people's labels gave stay. The same calibration where there are too few for any to keep the bound.
 */
export function judgedCalibration(current: Calibration, evidence: Evidence): Calibration {
  if (current.kind === 'labelled') return current;
  const { bound, falseAccepts } = evidence;
  const { raises } = current;
  for (const samples of [samplesOfAudits(evidence), samplesOfLate(evidence)]) {
    const made = calibrateOnScores(samples, { kind: 'judged', bound, falseAccepts });
    if (made.kind === 'judged') return { ...made, ...(raises ? { raises } : {}) };
  }
  return current;
}

/** The lowest rate that anything was drawn at: what has a lot below it is drawn evenly. 0 without audits. */
export function evenRate(audits: readonly Pick<Audit, 'propensity'>[]): number {
  return audits.length === 0 ? 0 : Math.min(...audits.map(({ propensity }) => propensity));
}

/**
 * A random sample of all look-ups, of the days on which nothing was missed. What is not among the audits was no
 * near-miss, and cannot be served.
 */
function samplesOfAudits({ audits, traffic }: Evidence): Sample[] {
  const rate = evenRate(audits.map(({ audit }) => audit));
  const missed = new Set(traffic.sample.filter((each) => each.missed).map(({ day }) => day));
  const drawn = audits.filter(({ audit }) => lotOf(audit.id) < rate && !missed.has(dayOf(audit)));
  const all = traffic.sample.filter(({ day }) => !missed.has(day)).length;
  const samples = drawn.map(({ audit, right }) => ({
    score: audit.vetoed ? -Infinity : logit(audit.score),
    loss: right === true ? 0 : 1,
  }));
  const rest = Math.max(0, all - samples.length);
  return [...samples, ...Array.from({ length: rest }, () => ({ score: -Infinity, loss: 0 }))];
}

function samplesOfLate({ late }: Evidence): Sample[] {
  return late.map(({ pair, right }) => {
    const served = right !== null && !pair.vetoed;
    return { score: served ? scoreOf(PRIOR_SCORE, pair) : -Infinity, loss: right ? 0 : 1 };
  });
}

/** A share of wrong answers: as judged, and its limits with what the judge may have let pass. */
export interface WrongShare {
  /** Null without a verdict. */
  wrong: number | null;
  lower: number;
  upper: number;
}

/** What the audits say of some density groups under a calibration. */
export interface GroupsEstimate {
  lookups: number;
  hits: number;
  audited: number;
  ofLookups: WrongShare;
  ofHits: WrongShare;
  /** So many audits could show that the bound is kept. */
  telling: boolean;
}

/** Shares of what is answered wrongly, among the hits that the thresholds would serve and among all look-ups. */
export function estimateWrong(
  calibration: Calibration,
  { audits, traffic, bound, falseAccepts }: Evidence,
  groups: readonly number[],
): GroupsEstimate {
  const least = new Map(groups.map((group) => [group, thresholdOf(calibration, group)]));
  const drawn = audits.flatMap(({ audit, right }): Drawn[] => {
    const { group, score, vetoed, propensity } = audit;
    const served = !vetoed && score >= (least.get(group) ?? Infinity);
    return served && right !== null ? [{ wrong: !right, propensity }] : [];
  });
  const lookups = groups.reduce((sum, group) => sum + traffic.lookups[group]!, 0);
  const hits = groups.reduce((sum, group) => {
    return sum + traffic.scores[group]!.filter((score) => score >= least.get(group)!).length;
  }, 0);
  const rate = lookups === 0 ? 0 : hits / lookups;
  const { n, share, lower, upper } = estimateShare(drawn, DELTA);
  const most = bound.maxErrorRate * (1 - falseAccepts);
  const room = bound.of === 'hits' ? most : rate === 0 ? 1 : most / rate;
  const ofHits = { wrong: share, lower, upper: corrected(upper, falseAccepts) };
  return {
    ...{ lookups, hits, audited: n, ofHits },
    ofLookups: {
      wrong: share === null ? null : share * rate,
      lower: lower * rate,
      upper: ofHits.upper * rate,
    },
    telling: couldShow(n, room, DELTA),
  };
}

const ALL = Array.from({ length: GROUPS }, (_, group) => group);

/**
 * Raises the thresholds of the density groups whose audits refute the bound: their upper limit passes it though so
 * many could have kept below it, or even their lower limit does. Groups with too few audits go by all together.
 * Nothing is ever lowered here.
 */
export function tightened(calibration: Calibration, evidence: Evidence): Calibration {
  if (calibration.threshold === null) return calibration;
  const raises = ALL.map((group) => calibration.raises?.[group] ?? 0);
  const passes = (groups: readonly number[]) => {
    const found = estimateWrong({ ...calibration, raises }, evidence, groups);
    const { maxErrorRate, of } = evidence.bound;
    const { lower, upper } = of === 'hits' ? found.ofHits : found.ofLookups;
    return lower > maxErrorRate || (found.telling && upper > maxErrorRate);
  };
  const raise = (groups: readonly number[], judgedBy: readonly number[]) => {
    while (passes(judgedBy) && groups.some((group) => raises[group]! < MOST)) {
      for (const group of groups) raises[group] = Math.min(MOST, raises[group]! + STEP);
    }
  };
  const telling = ALL.filter((group) => estimateWrong(calibration, evidence, [group]).telling);
  for (const group of ALL) raise([group], [group]);
  raise(
    ALL.filter((group) => !telling.includes(group)),
    ALL,
  );
  return raises.some((added) => added > 0) ? { ...calibration, raises } : calibration;
}
