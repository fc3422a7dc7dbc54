/** Which days of a source are still to be read. */
import { daysIn, endOf } from '../../collections/window.js';
import type { CollectedDay, TableStore } from '../../ports/index.js';
import { COLLECTED_DAYS } from '../../ports/store/tables/collecting.js';

/** Days before the last one that a night looks back for what was missed or cut short. */
const LOOKS_BACK = 6;
const DAY_MS = 86_400_000;

/** It was read to its end, after it was over. */
export const isDone = (collected: CollectedDay | undefined): boolean =>
  collected?.state === 'done' && collected.at >= endOf(collected.day);

export const collectedDay = async (tables: TableStore, source: string, day: string) =>
  (await tables.of(COLLECTED_DAYS).get([{ source, day }]))[0];

/**
 * The first day that a night has to read: the last one, or one of the week before it that was missed or cut short since
 * the source is read at all.
 */
export async function firstOpenDay(
  tables: TableStore,
  source: string,
  last: string,
): Promise<string> {
  const days = new Map<string, CollectedDay>();
  for await (const rows of tables.of(COLLECTED_DAYS).scan({ source }))
    for (const row of rows) days.set(row.day, row);
  const [begin] = days.keys();
  const back = new Date(Date.parse(last) - LOOKS_BACK * DAY_MS).toISOString().slice(0, 10);
  const open = daysIn({ from: back, to: last }).filter((day) => !isDone(days.get(day)));
  return open.find((day) => begin !== undefined && day >= begin) ?? last;
}
