/** What is known of a user, how fresh it is, and why tips were chosen. */
import type { StoredContext, Tip, User } from '../../domain/context.js';
import { GibseyError } from '../../domain/errors.js';
import { rowsOf, type ContextTables } from '../../ports/store/tables/context.js';
import type { LadderDeps } from './ladder.js';

export interface KnownDeps extends Pick<LadderDeps, 'inputOf' | 'slaMs' | 'clock'> {
  tables: ContextTables;
}

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

/** @throws NOT_FOUND */
export async function knownOf(
  { tables, inputOf, slaMs, clock }: KnownDeps,
  userId: string,
): Promise<KnownUser> {
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
  const past = stored !== null && now - stored.materializedAt > slaMs;
  const same = stored !== null && stored.input === inputOf(user, { id: stored.space });
  const freshness = stored === null ? null : past ? 'expired' : same ? 'fresh' : 'stale';
  return {
    ...{ user, stored, freshness, now },
    ...{ reactions: reactions.length, tips: tips.slice(0, MOST_TIPS) },
  };
}
