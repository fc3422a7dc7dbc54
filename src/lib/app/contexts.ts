/** What is asked about contexts on the command line: from the parts of an app. */
import { POLICIES, policyOf } from '../algorithms/bandit/policy.js';
import { evaluate, type Evaluation } from '../answering/recommend/evaluate.js';
import type { StoredContext, Tip, User } from '../domain/context.js';
import { GibseyError } from '../domain/errors.js';
import { contextTables, rowsOf } from '../ports/store/tables/context.js';
import { inputOf } from '../stages/context/materialise.js';
import type { App } from './app.js';

type Deps = Pick<App, 'store' | 'config' | 'clock'>;

export interface KnownUser {
  user: User;
  stored: StoredContext | null;
  /** Null: there is no context. */
  freshness: 'fresh' | 'stale' | 'expired' | null;
  reactions: number;
  /** The last ones, newest first. */
  tips: Tip[];
  now: number;
}

const MOST_TIPS = 5;
const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;

/** @throws NOT_FOUND */
export async function knownOf({ store, config, clock }: Deps, userId: string): Promise<KnownUser> {
  const tables = contextTables(store.tables);
  const [user] = await tables.users.get([{ userId }]);
  if (!user) {
    const message = `Nothing is known of a user "${userId}".`;
    throw new GibseyError('NOT_FOUND', message, { hint: 'gibsey ingest todoist --users FILE' });
  }
  const [stored = null] = await tables.contexts.get([{ userId }]);
  const reactions = await rowsOf(tables.reactions.scan({ userId }));
  const tips = await rowsOf(tables.tips.scan({ userId }));
  tips.sort((a, b) => b.createdAt - a.createdAt);
  const now = clock.now();
  const past =
    stored !== null && now - stored.materializedAt > config.context.slaMinutes * MINUTE_MS;
  const same = stored !== null && stored.input === inputOf(user, { id: stored.space });
  const freshness = stored === null ? null : past ? 'expired' : same ? 'fresh' : 'stale';
  return {
    ...{ user, stored, freshness, now },
    ...{ reactions: reactions.length, tips: tips.slice(0, MOST_TIPS) },
  };
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
