import { estimate, newArm, type Estimate } from '../../algorithms/bandit/arm.js';
import {
  doublyRobust,
  ips,
  snips,
  weightsOf,
  type Logged,
  type ValueEstimate,
  type Weights,
} from '../../algorithms/bandit/off-policy.js';
import type { Policy } from '../../algorithms/bandit/policy.js';
import { FEATURES } from '../../algorithms/context/features.js';
import { lessonsOf, RIDGE, taught, type Arms } from '../../algorithms/context/learning.js';
import { hashText } from '../../algorithms/text/hashing.js';
import type { Tip } from '../../domain/context.js';
import type { Clock } from '../../ports/index.js';
import { rowsOf, type ContextTables } from '../../ports/store/tables/context.js';

export interface EvaluateDeps {
  tables: Pick<ContextTables, 'users' | 'tips' | 'reactions'>;
  policies: readonly Policy[];
  clock: Clock;
  rewardMs: number;
  /** Below this effective size an estimate is not to be relied on. */
  leastEffective: number;
}

export interface PolicyValue {
  policy: string;
  ips: ValueEstimate;
  snips: ValueEstimate;
  doublyRobust: ValueEstimate;
  weights: Weights;
  reliable: boolean;
}

export interface Evaluation {
  /** Tips whose reward is known, and their mean reward. */
  rows: number;
  earned: number;
  values: PolicyValue[];
  /** Names, the best first by the doubly robust estimate; null: one of them is not reliable. */
  ranking: string[] | null;
}

/**
 * What each policy would have earned on the log. Users are in two halves: what a policy and the model of rewards know of
 * a user was learnt from the other half.
 */
export async function evaluate(deps: EvaluateDeps): Promise<Evaluation> {
  const halves: [Arms, Arms] = [new Map(), new Map()];
  for await (const { half, lessons } of lessonsByUser(deps)) {
    halves[half] = taught(halves[half], lessons);
  }
  const logs = deps.policies.map((): Logged[] => []);
  let earned = 0;
  for await (const { half, lessons } of lessonsByUser(deps)) {
    const arms = halves[half === 0 ? 1 : 0];
    for (const { tip, reward } of lessons) {
      const estimates = estimatesOf(tip, arms);
      earned += reward;
      deps.policies.forEach((policy, at) => logs[at]!.push(logged(tip, reward, estimates, policy)));
    }
  }
  const values = deps.policies.map(({ name }, at) => valueOf(name, logs[at]!, deps.leastEffective));
  const rows = logs[0]?.length ?? 0;
  return { rows, earned: rows > 0 ? earned / rows : 0, values, ranking: rankingOf(values) };
}

function logged(tip: Tip, reward: number, estimates: readonly Estimate[], policy: Policy): Logged {
  const shares = policy.propensities(estimates);
  const expected = {
    chosen: estimates[tip.chosen]!.mean,
    target: shares.reduce((sum, share, at) => sum + share * estimates[at]!.mean, 0),
  };
  return { reward, propensity: tip.propensity, target: shares[tip.chosen]!, expected };
}

function valueOf(policy: string, log: readonly Logged[], leastEffective: number): PolicyValue {
  const weights = weightsOf(log);
  const estimates = { ips: ips(log), snips: snips(log), doublyRobust: doublyRobust(log) };
  return { policy, ...estimates, weights, reliable: weights.effective >= leastEffective };
}

function rankingOf(values: readonly PolicyValue[]): string[] | null {
  if (values.some(({ reliable }) => !reliable)) return null;
  return [...values]
    .sort((a, b) => b.doublyRobust.value - a.doublyRobust.value)
    .map(({ policy }) => policy);
}

const estimatesOf = ({ options }: Tip, arms: Arms): Estimate[] =>
  options.map(({ kind, features }) =>
    estimate(arms.get(kind) ?? newArm(FEATURES.length, RIDGE), features),
  );

async function* lessonsByUser({ tables, clock, rewardMs }: EvaluateDeps) {
  const settledBefore = clock.now() - rewardMs;
  for await (const users of tables.users.all()) {
    for (const { userId } of users) {
      const tips = await rowsOf(tables.tips.scan({ userId }));
      if (tips.length === 0) continue;
      const reactions = await rowsOf(tables.reactions.scan({ userId }));
      const half = Number.parseInt(hashText(userId).slice(0, 2), 16) % 2 === 0 ? 0 : 1;
      yield { half, lessons: lessonsOf(tips, reactions, settledBefore) } as const;
    }
  }
}
