import { clopperPearson } from '../../../algorithms/calibration/binomial.js';
import { hashText } from '../../../algorithms/text/hashing.js';
import { maskPersonal } from '../../../algorithms/text/masking.js';
import type { Embedder } from '../../../ports/index.js';
import {
  calibrate,
  lackingPairs,
  learnFromStored,
  pairOf,
  type Bound,
  type Calibration,
  type CalibrationPair,
} from './calibration.js';
import { scoreOf } from '../lookup/score.js';
import { lookupsByAnswer, type CalibrationWithCounts } from './look-up-history.js';
import type { LabelRecord } from '../records.js';
import type { Shelf } from '../index/snapshot.js';

/** What a calibration does on questions that it was not made from. */
export interface HeldOut {
  lookups: number;
  hits: number;
  wrong: number;
  /** Two-sided intervals at 95 % (Clopper & Pearson): of hits among look-ups, of wrong ones among either. */
  intervals: Record<'hits' | 'wrongOfLookups' | 'wrongOfHits', [number, number]>;
}

/** Of labelled questions, so many in a thousand are held out. */
const HELD_OUT = 250;
const CONFIDENCE = 0.95;

export interface Calibrated {
  calibration: CalibrationWithCounts;
  /** What was in force before stays. */
  kept: boolean;
  /** About so many more to choose from would do; 0 when there are enough. */
  missing: number;
  /** What it was made for, or was to be. */
  bound: Bound;
  heldOut: HeldOut;
}

export interface CalibrateOptions {
  bound: Bound;
  embedder: Embedder;
  signal: AbortSignal;
}

/**
 * Measures on a quarter of the labelled questions what the others choose, then chooses the threshold on all of them;
 * which are held out hangs on the question alone, so that a file that grows keeps its split. The score is fitted on
 * the stored questions, and shifted for each answer by its history among the labels, too. Too few of them leave in force what was, which is then measured on all of them.
 */
export async function calibrateOn(
  { index, calibration: before }: Pick<Shelf, 'index' | 'calibration'>,
  labels: readonly LabelRecord[],
  { bound, embedder, signal }: CalibrateOptions,
): Promise<Calibrated> {
  const texts = labels.map(({ question }) => maskPersonal(question).text);
  const vectors = await embedder.embed(texts, { purpose: 'cluster', signal });
  const known: CalibrationPair[] = [];
  const fresh: CalibrationPair[] = [];
  for (const [i, { answer_id }] of labels.entries()) {
    const pair = pairOf(index, { text: texts[i]!, vector: vectors[i]! }, answer_id);
    if (pair) (isHeldOut(texts[i]!) ? fresh : known).push(pair);
  }
  const all = [...known, ...fresh];
  const { id: space } = embedder.space;
  const how = { kind: 'labelled', ...learnFromStored(index), space, bound } as const;
  // For a bound on hits, those that were held out may take away what the others allowed.
  const missing = Math.max(lackingPairs(known, how), lackingPairs(all, how));
  if (missing > 0) {
    return { calibration: before, kept: true, missing, bound, heldOut: measured(before, all) };
  }
  const heldOut = measured(calibrate(known, how), fresh);
  const calibration = { ...calibrate(all, how), lookups: lookupsByAnswer(all) };
  return { calibration, kept: false, missing, bound, heldOut };
}

/** Whether a labelled question is for measuring only. */
const isHeldOut = (text: string): boolean =>
  parseInt(hashText(text).slice(0, 8), 16) % 1000 < HELD_OUT;

function measured(
  { score, threshold, raises = [] }: Calibration,
  fresh: readonly CalibrationPair[],
): HeldOut {
  const least = (group: number) => (threshold ?? Infinity) + (raises[group] ?? 0);
  const served = fresh.filter((pair) => !pair.vetoed && scoreOf(score, pair) >= least(pair.group));
  const wrong = served.filter(({ right }) => !right).length;
  const [lookups, hits] = [fresh.length, served.length];
  return {
    ...{ lookups, hits, wrong },
    intervals: {
      hits: clopperPearson(hits, lookups, CONFIDENCE),
      wrongOfLookups: clopperPearson(wrong, lookups, CONFIDENCE),
      wrongOfHits: clopperPearson(wrong, hits, CONFIDENCE),
    },
  };
}
