/**
 * Audit and judge of prepared answers, on look-ups with known answers: where the thresholds lie that a bound of 1 %
 * gives, which misses are near ones by that, and what becomes of the bound when a judge that errs gives the labels.
 */
import { seededRandom } from '../src/lib/algorithms/random.js';
import { calibrate } from '../src/lib/answering/prepared/calibration/calibration.js';
import { PRIOR_SCORE, PRIOR_THRESHOLD } from '../src/lib/answering/prepared/lookup/prior.js';
import { scoreOf } from '../src/lib/answering/prepared/lookup/score.js';
import { NEAR_LOGITS } from '../src/lib/answering/prepared/audit/sampling.js';
import { indexOf, labelled, observe, parted, type Observed } from './answer-sets.js';
import type { DataFolder, Evaluation, Figure } from './harness.js';

const SETTINGS = [
  { name: 'Banking77, 20 an answer', set: 'banking77', each: 20 },
  { name: 'Banking77, all', set: 'banking77', each: Infinity },
  { name: 'CLINC150', set: 'clinc150', each: 20 },
] as const;
/** How often a judge calls a wrong answer right, and a right one wrong. */
const JUDGES = [
  { falseAccepts: 0, falseRefusals: 0 },
  { falseAccepts: 0.05, falseRefusals: 0.02 },
  { falseAccepts: 0.2, falseRefusals: 0.02 },
] as const;
const SPLITS = 200;
const ALPHA = 0.01;
/** Standard error of a mean over the splits. */
const NOISE = 0.0005;

export default {
  name: 'audit',
  needs: SETTINGS.flatMap(({ set }) => [`${set}_cached.jsonl`, `${set}_lookups.jsonl`]),
  run: async (data) => {
    const figures: Figure[] = [];
    for (const setting of SETTINGS) figures.push(...(await figuresOf(setting, data)));
    return figures;
  },
} satisfies Evaluation;

async function figuresOf({ name, set, each }: (typeof SETTINGS)[number], data: DataFolder) {
  const index = indexOf(await labelled(data, `${set}_cached.jsonl`), each, 0);
  const observed = observe(index, await labelled(data, `${set}_lookups.jsonl`));
  return [
    ...nearMisses(observed).map((figure) => ({ ...figure, what: `${name}: ${figure.what}` })),
    ...JUDGES.flatMap((judge) => judged(name, observed, judge)),
  ];
}

function nearMisses(observed: readonly Observed[]): Figure[] {
  const pairs = observed.map(({ pair }) => pair);
  const { threshold } = calibrate(pairs, { kind: 'labelled' });
  const near = pairs.filter((pair) => {
    const below = PRIOR_THRESHOLD - scoreOf(PRIOR_SCORE, pair);
    return below > 0 && below <= NEAR_LOGITS;
  });
  const below = threshold === null ? 0 : PRIOR_THRESHOLD - threshold;
  return [
    { what: 'threshold at 1 %, logits below the prior', value: below, atMost: NEAR_LOGITS },
    { what: 'near-misses of the prior', value: near.length / pairs.length },
    { what: 'right ones of them', value: near.filter(({ right }) => right).length / near.length },
  ];
}

function judged(
  name: string,
  observed: readonly Observed[],
  { falseAccepts, falseRefusals }: (typeof JUDGES)[number],
): Figure[] {
  let [hits, wrong, all] = [0, 0, 0];
  const random = seededRandom(1);
  for (let split = 0; split < SPLITS; split++) {
    const [known, fresh] = parted([...observed], split);
    const verdicts = known.map(({ pair }) => {
      const erring = random() < (pair.right ? falseRefusals : falseAccepts);
      return { ...pair, right: pair.right !== erring };
    });
    const { threshold } = calibrate(verdicts, { kind: 'judged', falseAccepts });
    for (const { pair } of fresh) {
      all++;
      if (threshold === null || pair.vetoed || scoreOf(PRIOR_SCORE, pair) < threshold) continue;
      hits++;
      if (!pair.right) wrong++;
    }
  }
  const judge = `judge that accepts ${falseAccepts * 100} % of wrong ones, refuses ${falseRefusals * 100} % of right ones`;
  return [
    { what: `${name}, ${judge}: answered`, value: hits / all },
    { what: `${name}, ${judge}: wrong`, value: wrong / all, atMost: ALPHA + NOISE },
  ];
}
