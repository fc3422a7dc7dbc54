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

/**
 * Chooses the threshold on three quarters of the labelled questions and measures on the rest; which is which
 * hangs on the question alone, so that a file that grows keeps its split. The score is fitted on the stored
 * questions.
 */
export async function calibrateOn(
  { index }: Pick<Shelf, 'index'>,
  labels: readonly LabelRecord[],
  embedder: Embedder,
  signal: AbortSignal,
): Promise<{ calibration: Calibration; heldOut: HeldOut }> {
  const texts = labels.map(({ question }) => maskPersonal(question).text);
  const vectors = await embedder.embed(texts, { purpose: 'cluster', signal });
  const known: CalibrationPair[] = [];
  const fresh: CalibrationPair[] = [];
  for (const [i, { answer_id }] of labels.entries()) {
    const pair = pairOf(index, { text: texts[i]!, vector: vectors[i]! }, answer_id);
    if (pair) (isHeldOut(texts[i]!) ? fresh : known).push(pair);
  }
  const calibration = calibrate(known, { kind: 'labelled', score: fitOnStored(index) });
  return { calibration, heldOut: measured(calibration, fresh) };
}

const isHeldOut = (text: string): boolean =>
  parseInt(hashText(text).slice(0, 8), 16) % 1000 < HELD_OUT;

function measured({ score, threshold }: Calibration, fresh: readonly CalibrationPair[]): HeldOut {
  const served = fresh.filter(
    (pair) => !pair.vetoed && threshold !== null && scoreOf(score, pair) >= threshold,
  );
  const wrong = served.filter(({ right }) => !right).length;
  const [lookups, hits] = [fresh.length, served.length];
  return {
    ...{ lookups, hits, wrong },
    wrongOfLookups: lookups > 0 ? upperBound(wrong, lookups, DELTA) : 1,
    wrongOfHits: hits > 0 ? upperBound(wrong, hits, DELTA) : null,
  };
}
