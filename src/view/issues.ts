/** What was collected in public, and what the last day of it was made into. */
import { ITEM_SOURCES, type ItemSource } from '../lib/domain/item.js';
import type { CollectedDay, Store } from '../lib/ports/index.js';
import { COLLECTED_DAYS } from '../lib/ports/store/tables/collecting.js';
import { ISSUES } from '../lib/ports/store/tables/issues.js';
import { plural } from './format.js';

interface SourceState {
  source: ItemSource;
  /** The newest day that was read to its end, null when none was. */
  newest: string | null;
  /** Days whose reading was cut short. */
  unfinished: string[];
}

/** Null while nothing was ever collected. */
export async function issuesOf({ tables }: Pick<Store, 'tables'>) {
  const sources: SourceState[] = [];
  for (const source of ITEM_SOURCES) {
    const days: CollectedDay[] = [];
    for await (const rows of tables.of(COLLECTED_DAYS).scan({ source })) days.push(...rows);
    if (days.length > 0) sources.push(stateOf(source, days));
  }
  if (sources.length === 0) return null;
  const newest = sources.flatMap((each) => each.newest ?? []).sort();
  const day = newest.at(-1) ?? null;
  return { sources, day, ...(await countsOf(tables, day)) };
}

function stateOf(source: ItemSource, days: readonly CollectedDay[]): SourceState {
  const inState = (state: CollectedDay['state']) =>
    days.filter((each) => each.state === state).map((each) => each.day);
  return { source, newest: inState('done').at(-1) ?? null, unfinished: inState('begun') };
}

async function countsOf(tables: Store['tables'], clusterDate: string | null) {
  if (clusterDate === null) return { issues: 0, wouldPay: 0 };
  const counts = await tables.of(ISSUES).counts({ clusterDate }, 'wouldPaySignal');
  const issues = counts.reduce((sum, { count }) => sum + count, 0);
  return { issues, wouldPay: counts.find(({ value }) => value)?.count ?? 0 };
}

type Mined = NonNullable<Awaited<ReturnType<typeof issuesOf>>>;

export const issuesJson = ({ sources, day, issues, wouldPay }: Mined) => ({
  ...{ day, issues, would_pay: wouldPay },
  sources: sources.map(({ source, newest, unfinished }) => ({
    ...{ source, newest_day: newest, unfinished_days: unfinished },
  })),
});

export function issuesText({ sources, day, issues, wouldPay }: Mined): string {
  const cut = sources.filter(({ unfinished }) => unfinished.length > 0);
  const open = cut.map(({ source, unfinished }) => `${source} is cut short on ${unfinished[0]}`);
  const made =
    day === null
      ? 'no day is collected to its end'
      : `${plural(issues, 'issue')} of ${day}, ${wouldPay} with a sign that somebody would pay`;
  return [made, ...open].join('; ');
}
