/**
 * The answer cache on look-ups with known answers. Thresholds are chosen on three quarters of the look-ups, the share
 * of answered and of wrongly answered look-ups is measured on the rest; the score is fitted on the stored questions,
 * and shifted for each answer by its history there and among the three quarters. Means over draws of what is stored
 * and of the split.
 */
import { learnFromStored } from '../src/lib/answering/prepared/calibration/calibration.js';
import { PRIOR_SCORE, PRIOR_THRESHOLD } from '../src/lib/answering/prepared/lookup/prior.js';
import {
  ALPHA,
  bestCosine,
  byCosine,
  byScore,
  calibrated,
  plain,
  pluggedIn,
  storedOnly,
  type Rule,
  type Tally,
} from './answer-rules.js';
import { parted, indexOf, labelled, observe, shuffled } from './answer-sets.js';
import type { DataFolder, Evaluation, Figure } from './harness.js';
import { onlineRule } from './online-rule.js';

interface Setting {
  name: string;
  set: 'banking77' | 'clinc150';
  /** Most stored questions an answer. */
  each: number;
  draws: number;
  /** Least share of look-ups that is answered at 1 % of look-ups, and at 1 % of hits. */
  lookups: number;
  hits: number;
}

const SETTINGS: readonly Setting[] = [
  {
    name: 'Banking77, 20 an answer',
    set: 'banking77',
    each: 20,
    draws: 3,
    lookups: 0.67,
    hits: 0.56,
  },
  { name: 'Banking77, all', set: 'banking77', each: Infinity, draws: 1, lookups: 0.71, hits: 0.61 },
  { name: 'CLINC150', set: 'clinc150', each: 20, draws: 1, lookups: 0.62, hits: 0.54 },
];
/** Of each setting, over all draws. */
const SPLITS = 200;
/** Standard error of a mean over the splits. */
const NOISE = 0.0005;
const STREAM = 6000;

export default {
  name: 'answers',
  needs: ['banking77', 'clinc150'].flatMap((set) => [
    `${set}_cached.jsonl`,
    `${set}_lookups.jsonl`,
  ]),
  run: async (data) => {
    const figures: Figure[] = [];
    for (const setting of SETTINGS) figures.push(...(await figuresOf(setting, data)));
    return [...figures, ...(await online(data))];
  },
} satisfies Evaluation;

async function figuresOf(setting: Setting, data: DataFolder): Promise<Figure[]> {
  const stored = await labelled(data, `${setting.set}_cached.jsonl`);
  const asked = await labelled(data, `${setting.set}_lookups.jsonl`);
  const tallies = new Map(RULES.map((rule) => [rule, [] as Tally[]]));
  const vetoed: number[] = [];
  for (let draw = 0; draw < setting.draws; draw++) {
    const index = indexOf(stored, setting.each, draw);
    const learnt = learnFromStored(index);
    const observed = observe(index, asked);
    vetoed.push(observed.filter(({ pair }) => pair.vetoed && pair.right).length / observed.length);
    for (let split = 0; split < SPLITS / setting.draws; split++) {
      const [known, fresh] = parted(observed, 1000 * draw + split);
      for (const rule of RULES) tallies.get(rule)!.push(rule.apply(known, fresh, learnt));
    }
  }
  return [
    ...RULES.flatMap((rule) => report(setting, rule, tallies.get(rule)!)),
    { what: `${setting.name}: right ones vetoed, of look-ups`, value: mean(vetoed) },
  ];
}

const RULES: readonly Rule[] = [
  { name: 'cosine ≥ 0.85', apply: (_, fresh) => byCosine(fresh, 0.85) },
  { name: 'prior', apply: (_, fresh) => byScore(fresh, PRIOR_THRESHOLD, PRIOR_SCORE) },
  { name: 'best cosine', of: 'lookups', apply: bestCosine('lookups') },
  { name: 'plain score', of: 'lookups', apply: plain('lookups', 0) },
  { name: 'plain score, corrected', of: 'lookups', apply: plain('lookups', 1) },
  { name: 'history left out', of: 'lookups', apply: storedOnly('lookups') },
  { name: 'calibrated', of: 'lookups', ours: true, apply: calibrated('lookups', null) },
  { name: 'best cosine', of: 'hits', apply: bestCosine('hits') },
  { name: 'plain score', of: 'hits', apply: plain('hits', 0) },
  { name: 'plain score, corrected', of: 'hits', apply: plain('hits', 1) },
  { name: 'our score, not corrected', of: 'hits', apply: pluggedIn('hits') },
  { name: 'history left out', of: 'hits', apply: storedOnly('hits') },
  { name: 'calibrated', of: 'hits', ours: true, apply: calibrated('hits', null) },
  { name: 'calibrated at 90 %', of: 'hits', apply: calibrated('hits', 0.9) },
];

function report({ name, lookups, hits }: Setting, rule: Rule, tallies: readonly Tally[]): Figure[] {
  const errors = tallies.map((each) => (rule.of === 'hits' ? each.wrong / each.hits : each.wrong));
  const held = errors.map((error) => (Number.isNaN(error) ? 0 : error));
  const what = `${name}: ${rule.name}${rule.of ? `, 1 % of ${rule.of}` : ''}`;
  const target = rule.ours ? { atLeast: rule.of === 'hits' ? hits : lookups } : {};
  const limit = rule.ours ? { atMost: ALPHA + NOISE } : {};
  return [
    { what: `${what}: answered`, value: mean(tallies.map((each) => each.hits)), ...target },
    { what: `${what}: wrong`, value: mean(held), ...limit },
    { what: `${what}: draws above 1 %`, value: mean(held.map((error) => (error > ALPHA ? 1 : 0))) },
  ];
}

/** The online rule learns on the stream that it is measured on; it starts with nothing stored. */
async function online(data: DataFolder): Promise<Figure[]> {
  const all = [
    ...(await labelled(data, 'banking77_cached.jsonl')),
    ...(await labelled(data, 'banking77_lookups.jsonl')),
  ];
  const stream = shuffled(all, 1).slice(0, STREAM);
  return [0.01, 0.02, 0.05, 0.1].flatMap((delta) => {
    const { hits, wrong } = onlineRule(stream, delta, 1);
    const what = `online rule, delta ${delta}, ${stream.length} of Banking77`;
    return [
      { what: `${what}: answered`, value: hits },
      { what: `${what}: wrong`, value: wrong },
    ];
  });
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
