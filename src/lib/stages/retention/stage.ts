import { hashParts } from '../../algorithms/text/hashing.js';
import type { Clock } from '../../ports/index.js';
import type { Plan, Stage, Unit } from '../stage.js';

/** What piles up by day and is kept for a time. */
export interface DatedLog {
  /** How many rows were created before that day (whole days since 1970, UTC). Reads only. */
  countBefore(day: number): Promise<number>;
  /** Removes them, and says how many they were. Idempotent. */
  prune(day: number): Promise<number>;
}

export interface Kept {
  /** As people and programs are told of it, e.g. `lookups`. */
  name: string;
  log: DatedLog;
  /** Rows go once they are so many days old, and their day (UTC) is over. */
  days: number;
}

export interface RetentionOptions {
  kept: readonly Kept[];
  clock: Clock;
}

/** One log; `day`: all that was created before goes. */
export interface RetentionUnit extends Unit {
  day: number;
}

const VERSION = 1;
const DAY_MS = 86_400_000;

/** Removes what is older than it may be, by whole days, so that a second night of a day finds nothing to do. */
export function retentionStage({ kept, clock }: RetentionOptions): Stage<RetentionUnit, null> {
  const removed: Record<string, number> = {};
  const logs = new Map(kept.map(({ name, log }) => [name, log]));
  return {
    name: 'retention',
    version: VERSION,
    needs: [],
    limits: { concurrency: 1, batch: 1 },
    most: (planned) => planned,
    plan: () => plan(kept, clock),
    compute: async () => null,
    async commit(results) {
      for (const { unit } of results) {
        const rows = (await logs.get(unit.key)?.prune(unit.day)) ?? 0;
        removed[unit.key] = (removed[unit.key] ?? 0) + rows;
      }
    },
    removed: () => removed,
  };
}

async function* plan(
  kept: readonly Kept[],
  clock: Clock,
): AsyncGenerator<Plan<RetentionUnit>, void, undefined> {
  for (const { name, log, days } of kept) {
    const day = Math.floor(clock.now() / DAY_MS) - days;
    const rows = await log.countBefore(day);
    if (rows === 0) continue;
    const unit = { key: name, input: hashParts([VERSION, name, day]), day };
    yield { unit, action: 'run', reason: `${rows} older than ${days} days`, rows };
  }
}

/** Whether anything is older than it may be. */
export async function isOverdue({ kept, clock }: RetentionOptions): Promise<boolean> {
  const first = await plan(kept, clock).next();
  return !first.done;
}
