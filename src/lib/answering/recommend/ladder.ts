import type { Rung, StoredContext } from '../../domain/context.js';
import { asGibseyError } from '../../domain/errors.js';
import type { Hash, Space } from '../../domain/values.js';
import type { Clock } from '../../ports/index.js';
import type { ContextTables } from '../../ports/store/tables/context.js';

export interface LadderDeps {
  tables: Pick<ContextTables, 'users' | 'contexts'>;
  /** What a context of these signals in this space is made from. */
  inputOf: (user: { userId: string; changedAt: number }, space: Pick<Space, 'id'>) => Hash;
  /** Assembles and stores the user's context now; null: nothing is known of them. */
  refresh: (userId: string, signal: AbortSignal) => Promise<StoredContext | null>;
  /** How old a context may be, ms. */
  slaMs: number;
  clock: Clock;
  warn: (message: string) => void;
}

export interface Found {
  rung: Rung;
  stored: StoredContext | null;
}

/**
 * The freshest context there is. Freshness is found out here, at read: a context is fresh when no signal has come since,
 * stale but good enough within its time, and never called fresh because somebody meant it to be.
 */
export async function freshest(
  { tables, inputOf, refresh, slaMs, clock, warn }: LadderDeps,
  userId: string,
  signal: AbortSignal,
): Promise<Found> {
  const [[user], [stored]] = await Promise.all([
    tables.users.get([{ userId }]),
    tables.contexts.get([{ userId }]),
  ]);
  if (!user) return { rung: 'cohort', stored: null };
  if (stored && clock.now() - stored.materializedAt <= slaMs) {
    const same = stored.input === inputOf(user, { id: stored.space });
    return { rung: same ? 'fresh' : 'stale', stored };
  }
  try {
    const made = await refresh(userId, signal);
    if (made) return { rung: 'inline', stored: made };
  } catch (thrown) {
    signal.throwIfAborted();
    warn(`The context of a user could not be assembled: ${asGibseyError(thrown).message}`);
  }
  return stored ? { rung: 'expired', stored } : { rung: 'cohort', stored: null };
}
