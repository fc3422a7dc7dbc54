import { lessonsOf, taught, type Arms } from '../../algorithms/context/learning.js';
import { canonicalJson, hashText } from '../../algorithms/text/hashing.js';
import { TIP_KINDS, type BanditArm } from '../../domain/context.js';
import type { Clock } from '../../ports/index.js';
import { rowsOf, type ContextTables } from '../../ports/store/tables/context.js';
import type { Stage, Unit } from '../stage.js';

export interface LearnOptions {
  tables: Pick<ContextTables, 'users' | 'tips' | 'reactions' | 'arms'>;
  clock: Clock;
  /** A tip without a reaction for so long was not welcome, ms. */
  rewardMs: number;
}

interface LearnUnit extends Unit {
  arms: BanditArm[];
}

/** The bandit from the log: what was learnt by day, exactly, and what nobody has reacted to. */
export function learnStage(options: LearnOptions): Stage<LearnUnit, BanditArm[]> {
  return {
    name: 'learn',
    version: 1,
    needs: [],
    limits: { concurrency: 1, batch: 1 },
    most: (planned) => planned,
    async *plan({ force }) {
      const [arms, before] = await Promise.all([learnt(options), kept(options)]);
      if (arms.length === 0 && before.length === 0) return;
      const unit = { key: 'bandit', input: hashOf(arms), arms };
      if (!force && hashOf(before) === unit.input)
        yield { unit, action: 'skip', reason: 'unchanged' };
      else yield { unit, action: 'run', reason: before.length === 0 ? 'new' : 'rewards came' };
    },
    compute: ({ arms }) => Promise.resolve(arms),
    async commit(results) {
      for (const { value } of results) await keepArms(options.tables, value);
    },
  };
}

/** In place of those that were kept: an arm of which nothing is left goes. */
export async function keepArms(
  { arms }: Pick<ContextTables, 'arms'>,
  rows: readonly BanditArm[],
): Promise<void> {
  const gone = TIP_KINDS.filter((kind) => !rows.some((row) => row.kind === kind));
  if (rows.length > 0) await arms.put(rows);
  await arms.delete(gone.map((kind) => ({ kind })));
}

const kept = ({ tables }: LearnOptions): Promise<BanditArm[]> =>
  tables.arms.get(TIP_KINDS.map((kind) => ({ kind })));

/** What was learnt, whenever that was. */
const hashOf = (arms: readonly BanditArm[]) =>
  hashText(
    canonicalJson(
      arms.map(({ kind, design, response, count }) => ({ kind, design, response, count })),
    ),
  );

/** One user after the other, so that memory holds one user's log. */
export async function learnt({ tables, clock, rewardMs }: LearnOptions): Promise<BanditArm[]> {
  const now = clock.now();
  const settledBefore = now - rewardMs;
  let arms: Arms = new Map();
  for await (const users of tables.users.all()) {
    for (const { userId } of users) {
      const tips = await rowsOf(tables.tips.scan({ userId }));
      if (tips.length === 0) continue;
      const reactions = await rowsOf(tables.reactions.scan({ userId }));
      arms = taught(arms, lessonsOf(tips, reactions, settledBefore));
    }
  }
  return TIP_KINDS.flatMap((kind) => {
    const arm = arms.get(kind);
    if (!arm) return [];
    const { design, response, count } = arm;
    return {
      kind,
      design: [...design],
      response: [...response],
      count,
      settledBefore,
      updatedAt: now,
    };
  });
}
