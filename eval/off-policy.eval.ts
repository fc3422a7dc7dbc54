/**
 * Does off-policy evaluation say what others publish, and how far to trust it? The Open Bandit sample: what uniform
 * choice would have earned, told from the log of Bernoulli Thompson sampling, beside what uniform choice did earn.
 */
import { parse } from 'csv-parse/sync';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ips, snips, weightsOf, type Logged } from '../src/lib/algorithms/bandit/off-policy.js';
import type { Evaluation, Figure } from './harness.js';

const FOLDER = join(import.meta.dirname, '../.cache/open-bandit');

/** IPS ± half the interval, what was earned, effective size: as published, in their last digits. */
const PUBLISHED = {
  all: { value: 0.0024, margin: 0.0017, earned: 0.0038, effective: 340 },
  men: { value: 0.003, margin: 0.0015, earned: 0.0046, effective: 656 },
  women: { value: 0.0074, margin: 0.0081, earned: 0.0046, effective: 2 },
} as const;
type Campaign = keyof typeof PUBLISHED;
const CAMPAIGNS = Object.keys(PUBLISHED) as Campaign[];
const fileOf = (policy: string, campaign: Campaign) => `${policy}/${campaign}/${campaign}.csv`;

export default {
  name: 'off-policy',
  needs: CAMPAIGNS.flatMap((each) => [fileOf('bts', each), fileOf('random', each)]),
  folder: { path: FOLDER, hint: 'fetch it with eval/open-bandit.sh' },
  run: async () => CAMPAIGNS.flatMap(figures),
} satisfies Evaluation;

interface Row {
  item_id: string;
  click: string;
  propensity_score: string;
}

const rowsOf = (policy: string, campaign: Campaign) =>
  parse<Row>(readFileSync(join(FOLDER, fileOf(policy, campaign))), { columns: true });

function figures(campaign: Campaign): Figure[] {
  const rows = rowsOf('bts', campaign);
  const target = 1 / (1 + Math.max(...rows.map(({ item_id: item }) => Number(item))));
  const log = rows.map(({ click, propensity_score: propensity }): Logged => {
    return { reward: Number(click), propensity: Number(propensity), target };
  });
  const uniform = rowsOf('random', campaign);
  const earned = uniform.reduce((sum, { click }) => sum + Number(click), 0) / uniform.length;
  const { value, margin } = ips(log);
  const { effective, largest } = weightsOf(log);
  const published = PUBLISHED[campaign];
  return [
    near(`${campaign}: IPS`, value, published.value, 5e-5),
    near(`${campaign}: ± 95 %`, margin, published.margin, 5e-5),
    near(`${campaign}: earned by uniform choice`, earned, published.earned, 5e-5),
    near(`${campaign}: effective size`, effective, published.effective, 0.5),
    { what: `${campaign}: SNIPS`, value: snips(log).value },
    { what: `${campaign}: largest weight`, value: largest },
  ];
}

const near = (what: string, value: number, expected: number, by: number): Figure => ({
  ...{ what, value },
  ...{ atLeast: expected - by, atMost: expected + by },
});
