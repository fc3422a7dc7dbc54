import { afterAll, beforeAll, expect, it } from 'vitest';
import { temporaryStore } from '../../../../test/support/store.js';
import { systemClock } from '../../adapters/clock/system.js';
import { POLICIES, policyOf } from '../../algorithms/bandit/policy.js';
import { FEATURES } from '../../algorithms/context/features.js';
import { seededRandom } from '../../algorithms/random.js';
import type { Reaction, Tip, TipKind } from '../../domain/context.js';
import type { Store } from '../../ports/index.js';
import { contextTables } from '../../ports/store/tables/context.js';
import { evaluate } from './evaluate.js';

const KINDS: TipKind[] = ['do-now', 'plan', 'split'];
const NOW = systemClock.now();
let store: Store;

/** Chance that a tip is welcome: in the morning by its first kind, in the evening by its last one. */
const chance = (kind: number, evening: boolean) => (kind === (evening ? 2 : 0) ? 0.9 : 0.2);

function logged(
  random: () => number,
  userId: string,
  at: number,
): { tip: Tip; reaction: Reaction } {
  const evening = random() < 0.5;
  const features = FEATURES.map((_, i) => (i === 0 ? 1 : i === 6 ? (evening ? -1 : 1) : 0));
  const chosen = Math.floor(random() * KINDS.length);
  const options = KINDS.map((kind) => {
    return { kind, taskId: null, text: kind, features, propensity: 1 / KINDS.length };
  });
  const reaction = random() < chance(chosen, evening) ? 'liked' : 'dismissed';
  const tipId = `tip-${at}`;
  const { kind, text, propensity } = options[chosen]!;
  const made = { kind, text, propensity, taskId: null, options, chosen, writer: 'templates' };
  return {
    tip: {
      userId,
      tipId,
      ...made,
      rung: 'fresh',
      policy: 'uniform',
      contextHash: null,
      createdAt: NOW,
    },
    reaction: { userId, tipId, reaction, createdAt: NOW },
  };
}

const evaluated = () =>
  evaluate({
    ...{ tables: contextTables(store.tables), clock: systemClock, rewardMs: 86_400_000 },
    policies: POLICIES.map((name) => policyOf(name, { alpha: 0.1, explore: 0.05 })),
    leastEffective: 100,
  });

beforeAll(async () => void (store = await temporaryStore()));
afterAll(() => store.close());

it('ranks nothing while the log says little', async () => {
  const { users, tips, reactions } = contextTables(store.tables);
  expect(await evaluated()).toMatchObject({ rows: 0, ranking: null });
  const random = seededRandom(3);
  const rows = Array.from({ length: 30 }, (_, i) => logged(random, `u${i % 5}`, i));
  await tips.put(rows.map(({ tip }) => tip));
  await reactions.put(rows.map(({ reaction }) => reaction));
  const none = { timezone: null, syncToken: null, syncedAt: null, changedAt: NOW };
  await users.put(Array.from({ length: 40 }, (_, i) => ({ userId: `u${i}`, ...none })));
  const few = await evaluated();
  expect(few.rows).toBe(30);
  expect(few.ranking).toBeNull();
  expect(few.values.some(({ reliable }) => reliable)).toBe(false);
});

it('finds out that who heeds the hour earns more, and how much', async () => {
  const { tips, reactions } = contextTables(store.tables);
  const random = seededRandom(4);
  const rows = Array.from({ length: 2_000 }, (_, i) => logged(random, `u${i % 40}`, 100 + i));
  await tips.put(rows.map(({ tip }) => tip));
  await reactions.put(rows.map(({ reaction }) => reaction));
  const { ranking, values } = await evaluated();
  expect(ranking).toHaveLength(3);
  expect(ranking?.at(-1)).toBe('uniform');
  const of = (name: string) => values.find(({ policy }) => policy === name)!;
  // The best arm with 0.95 of the choices, and its part of the lot.
  const best = 0.95 * 0.9 + 0.05 * ((0.9 + 0.2 + 0.2) / 3);
  for (const each of [of('linucb').doublyRobust, of('linucb').ips, of('linucb').snips]) {
    expect(Math.abs(each.value - best)).toBeLessThan((3 / 1.96) * each.margin); // three deviations
  }
  const lot = of('uniform').doublyRobust;
  expect(Math.abs(lot.value - 1.3 / 3)).toBeLessThan(0.03);
  expect(of('uniform').weights.mean).toBeCloseTo(1, 9);
});
