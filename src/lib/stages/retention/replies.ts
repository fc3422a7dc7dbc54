import { daysIn } from '../../collections/window.js';
import type { Store } from '../../ports/index.js';
import { MARKED_REPLIES } from '../../ports/store/tables/collecting.js';
import type { DatedLog } from './stage.js';

const DAY_MS = 86_400_000;
/** Days that are looked through for what is left of them: after a longer time without a night something may stay. */
const LOOKS_BACK = 60;
/** Of those that were kept before the day was written down. */
const UNDATED = '';

/** Replies of services that may still be true, by the day on which they were kept. */
export function repliesLog({ tables }: Pick<Store, 'tables'>): DatedLog {
  const table = tables.of(MARKED_REPLIES);
  async function* before(day: number) {
    for (const keptOn of [UNDATED, ...daysIn(spanBefore(day))]) yield* table.find('keptOn', keptOn);
  }
  return {
    async countBefore(day) {
      let rows = 0;
      for await (const batch of before(day)) rows += batch.length;
      return rows;
    },
    async prune(day) {
      let rows = 0;
      for await (const batch of before(day)) {
        rows += batch.length;
        await table.delete(batch);
      }
      return rows;
    },
  };
}

const dateOf = (day: number): string => new Date(day * DAY_MS).toISOString().slice(0, 10);

const spanBefore = (day: number) => ({ from: dateOf(day - LOOKS_BACK), to: dateOf(day - 1) });
