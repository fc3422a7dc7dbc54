/** What look-ups are decided by: the bound that thresholds were chosen for, and how they do on questions held out. */
import {
  isForAnother,
  type Bound,
  type Calibration,
} from '../lib/answering/prepared/calibration/calibration.js';
import type { Calibrated } from '../lib/answering/prepared/calibration/labels.js';
import { indented } from './columns.js';
import { percent, plural } from './format.js';

export const boundJson = (bound: Bound | null) =>
  bound && { max_error_rate: bound.maxErrorRate, error_of: bound.of };

/** `at most 1 % of look-ups wrong`. */
export const boundText = ({ maxErrorRate, of }: Bound): string =>
  `at most ${Number((100 * maxErrorRate).toPrecision(4))} % of ${NOUN[of]} wrong`;

const NOUN = { lookups: 'look-ups', hits: 'hits' };

type InForce = Pick<Calibration, 'kind' | 'bound'>;

/** `labelled, at most 1 % of look-ups wrong`; `prior` promises no rate. */
export const inForceText = ({ kind, bound }: InForce): string =>
  bound ? `${kind}, ${boundText(bound)}` : kind;

/** Null when the thresholds are for the bound that the settings ask for, or promise none. */
export function otherBound(
  calibration: InForce,
  wanted: Bound,
): { finding: string; next: string } | null {
  if (!isForAnother(calibration, wanted)) return null;
  const made = boundText(calibration.bound!);
  return {
    finding: `thresholds are for ${made}, the settings ask for ${boundText(wanted)}`,
    next:
      calibration.kind === 'labelled'
        ? 'gibsey golden-answers calibrate --labels FILE'
        : 'gibsey nightly',
  };
}

export function calibratedJson({ calibration, heldOut, kept, missing, bound }: Calibrated) {
  const { lookups, hits, wrong, intervals } = heldOut;
  return {
    calibration: calibration.kind,
    bound: boundJson(calibration.bound),
    asked_for: boundJson(bound),
    threshold: calibration.threshold,
    labels: calibration.n,
    kept,
    missing,
    held_out: {
      ...{ lookups, hits, wrong },
      hit_rate: share(hits, lookups),
      hit_rate_95: intervals.hits,
      wrong_of_lookups: share(wrong, lookups),
      wrong_of_lookups_95: intervals.wrongOfLookups,
      wrong_of_hits: share(wrong, hits),
      wrong_of_hits_95: intervals.wrongOfHits,
    },
  };
}

const share = (part: number, of: number): number | null => (of === 0 ? null : part / of);

/** @param ofSettings the bound that the night goes by */
export function calibratedText(found: Calibrated, ofSettings: Bound): string {
  const { calibration, heldOut, kept } = found;
  const { lookups, hits, wrong, intervals } = heldOut;
  const row = (name: string, part: number, of: number, [low, high]: [number, number]) => {
    const is = of === 0 ? '–' : percent(part / of);
    return `  ${name.padEnd(18)}  ${is.padStart(7)}  (${percent(low)} to ${percent(high)})`;
  };
  return [
    `calibration: ${inForceText(calibration)}; from ${plural(calibration.n, 'labelled question')}`,
    ...(kept ? [keptText(found)] : []),
    ...(calibration.threshold === null
      ? ['  nothing is served: the best scores err too often']
      : []),
    `${kept ? 'measured on' : 'held out'}: ${plural(lookups, 'question')}, with intervals at 95 %`,
    row('answered', hits, lookups, intervals.hits),
    row('wrong, of look-ups', wrong, lookups, intervals.wrongOfLookups),
    row('wrong, of hits', wrong, hits, intervals.wrongOfHits),
    ...(!kept && isForAnother(calibration, ofSettings) ? [settingsText(found.bound)] : []),
  ].join('\n');
}

const settingsText = ({ maxErrorRate, of }: Bound): string =>
  indented(
    `The settings ask for another bound, and the night goes by them: to keep this one, set answers.maxErrorRate to ` +
      `${maxErrorRate} and answers.errorOf to ${of}.`,
    2,
  );

function keptText({ calibration, missing, bound }: Calibrated): string {
  const { kind } = calibration;
  const stays = kind === 'prior' ? 'the conservative default stays' : 'what was in force stays';
  // A quarter of a file is held out.
  const more = plural(Math.ceil(missing / 0.75), 'more labelled question');
  const text = `too few for ${boundText(bound)}: about ${more} like these would do; ${stays}`;
  return indented(text, 2);
}
