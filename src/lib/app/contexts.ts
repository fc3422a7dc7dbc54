/** What is asked about contexts on the command line: from the parts of an app. */
import { POLICIES, policyOf } from '../algorithms/bandit/policy.js';
import { evaluate, type Evaluation } from '../answering/recommend/evaluate.js';
import { knownOf as known, type KnownUser } from '../answering/recommend/known.js';
import { contextTables } from '../ports/store/tables/context.js';
import { inputOf } from '../stages/context/materialise.js';
import type { App } from './app.js';

type Deps = Pick<App, 'store' | 'config' | 'clock'>;

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;

/** @throws NOT_FOUND */
export function knownOf({ store, config, clock }: Deps, userId: string): Promise<KnownUser> {
  const slaMs = config.context.slaMinutes * MINUTE_MS;
  return known({ tables: contextTables(store.tables), inputOf, slaMs, clock }, userId);
}

/** Of all policies, on the log of this store. */
export function evaluateLog({ store, config, clock }: Deps): Promise<Evaluation> {
  const { alpha, explore, rewardHours, leastEffective } = config.context;
  return evaluate({
    ...{ tables: contextTables(store.tables), clock, leastEffective },
    policies: POLICIES.map((name) => policyOf(name, { alpha, explore })),
    rewardMs: rewardHours * HOUR_MS,
  });
}
