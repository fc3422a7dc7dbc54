import { hashParts } from '../../algorithms/text/hashing.js';
import type { Reaction, User } from '../../domain/context.js';
import type { Clock, ReactionRecord, RecordFile } from '../../ports/index.js';
import type { ContextTables } from '../../ports/store/tables/context.js';
import { BATCH, inBatches } from '../ingest/batches.js';
import type { Plan, Stage, Unit } from '../stage.js';

interface ReactionUnit extends Unit {
  reaction: Reaction | null;
}

export interface ReactionsOptions {
  tables: Pick<ContextTables, 'users' | 'reactions'>;
  file: RecordFile<ReactionRecord>;
  /** Standard input. */
  once: boolean;
  clock: Clock;
}

/** Stores reactions that are not known yet; what cannot be used is rejected, the rest goes on. */
export function reactionsStage(options: ReactionsOptions): Stage<ReactionUnit, Reaction | null> {
  return {
    name: 'ingest',
    version: 1,
    needs: [],
    limits: { concurrency: BATCH, batch: BATCH },
    most: (planned) => planned,
    once: options.once,
    plan: ({ signal }) => plan(options, signal),
    compute: ({ reaction }) => Promise.resolve(reaction),
    commit: (results) =>
      keepReactions(
        options.tables,
        results.flatMap(({ value }) => value ?? []),
        options.clock.now(),
      ),
  };
}

async function* plan(
  { tables, file, once, clock }: ReactionsOptions,
  signal: AbortSignal,
): AsyncIterable<Plan<ReactionUnit>> {
  for await (const records of inBatches(file.read(signal), { once, clock, weigh: () => 0 })) {
    const read = records.flatMap((record) => ('reaction' in record ? [record.reaction] : []));
    const known = new Set((await tables.reactions.get(read)).map(idOf));
    for (const record of records) {
      if ('problem' in record) {
        const { where, reason } = record.problem;
        yield { unit: { key: where, input: '', reaction: null }, action: 'reject', reason };
        continue;
      }
      const { reaction } = record;
      const unit = { key: keyOf(reaction), input: idOf(reaction), reaction };
      if (known.has(unit.input)) yield { unit, action: 'skip', reason: 'unchanged' };
      else yield { unit, action: 'run', reason: 'new' };
    }
  }
}

const keyOf = ({ userId, tipId, createdAt }: Reaction) => `${userId}/${tipId}/${createdAt}`;
const idOf = ({ userId, tipId, createdAt, reaction }: Reaction) =>
  hashParts([userId, tipId, createdAt, reaction]);

/** Reactions, and that their users' signals have changed. */
export async function keepReactions(
  { users, reactions }: Pick<ContextTables, 'users' | 'reactions'>,
  news: readonly Reaction[],
  now: number,
): Promise<void> {
  if (news.length === 0) return;
  await reactions.put(news);
  const ids = [...new Set(news.map(({ userId }) => userId))];
  const known = new Map(
    (await users.get(ids.map((userId) => ({ userId })))).map((user) => [user.userId, user]),
  );
  await users.put(ids.map((userId) => touched(known.get(userId), userId, now)));
}

/** Later than before, whatever the clock says: an input that has changed has another hash. */
const touched = (user: User | undefined, userId: string, now: number): User => ({
  ...(user ?? { userId, timezone: null, syncToken: null, syncedAt: null }),
  changedAt: Math.max(now, (user?.changedAt ?? 0) + 1),
});
