import { upperBound } from '../../algorithms/calibration/binomial.js';
import { hashText } from '../../algorithms/text/hashing.js';
import { maskPersonal } from '../../algorithms/text/masking.js';
import type { Embedder } from '../../ports.js';
import {
  calibrate,
  fitOnStored,
  pairOf,
  type Calibration,
  type CalibrationPair,
} from '../cache/calibration.js';
import { scoreOf } from '../cache/score.js';
import type { LabelRecord } from './records.js';
import type { Shelf } from './shelf.js';

/** What a calibration does on questions that it was not made from. */
export interface HeldOut {
  lookups: number;
  hits: number;
  wrong: number;
  /** Upper limits, at 95 %, of the shares of wrong answers. */
  wrongOfLookups: number;
  wrongOfHits: number | null;
}

/** Of labelled questions, so many in a thousand are held out. */
const HELD_OUT = 250;
const DELTA = 0.05;

export interface Calibrated {
  calibration: Calibration;
  /** What was in force before stays. */
  kept: boolean;
  /** So many more to choose from would do; 0 when there are enough. */
  missing: number;
  heldOut: HeldOut;
}

export interface CalibrateOptions {
  /** Greatest share of look-ups that may be answered wrongly. */
  maxErrorRate: number;
  embedder: Embedder;
  signal: AbortSignal;
}

/**
 * Measures on a quarter of the labelled questions what the others choose, then chooses the threshold on all of them;
 * which are held out hangs on the question alone, so that a file that grows keeps its split. The score is fitted on
 * the stored questions. Too few of them leave in force what was, which is then measured on all of them.
 */
export async function calibrateOn(
  { index, calibration: before }: Pick<Shelf, 'index' | 'calibration'>,
  labels: readonly LabelRecord[],
  { maxErrorRate, embedder, signal }: CalibrateOptions,
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
  const bound = { maxErrorRate, of: 'lookups', confidence: null } as const;
  const how = { kind: 'labelled', score: fitOnStored(index), bound } as const;
  const tried = calibrate(known, how);
  if (tried.kind === 'prior') {
    // Fewer cannot show the bound to be kept: 99 for 1 %.
    const missing = Math.ceil(1 / maxErrorRate) - 1 - known.length;
    return { calibration: before, kept: true, missing, heldOut: measured(before, all) };
  }
  return {
    calibration: calibrate(all, how),
    kept: false,
    missing: 0,
    heldOut: measured(tried, fresh),
  };
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
    wrongOfLookups: lookups > 0 ? upperBound(wrong, lookups, DELTA) : 1,
    wrongOfHits: hits > 0 ? upperBound(wrong, hits, DELTA) : null,
  };
}
