/** Issues over their days, as people look at them. */
import { trendOf, type Trend } from '../../algorithms/issues/trend.js';
import { compareBytewise } from '../../algorithms/text/hashing.js';
import type { Issue, IssueCategory, TriageState } from '../../domain/issues.js';
import type { Store } from '../../ports/index.js';
import { ISSUE_TRIAGE, ISSUES } from '../../ports/store/tables/issues.js';

/** An issue as it stands: its newest label, and what became of it over the days. */
export interface LastingIssue extends Issue {
  issueKey: string;
  state: TriageState;
  trend: Trend;
  /** How many items it had on each of its days, the first of them first. */
  days: { day: string; items: number }[];
  firstDay: string;
  lastDay: string;
  /** Of all its days. */
  items: number;
  /** Somebody would pay, on any of its days. */
  wouldPay: boolean;
}

export type Tables = Pick<Store, 'tables'>;

export interface IssueFilter {
  category?: IssueCategory | undefined;
  state?: TriageState | undefined;
}

/** Those that are wanted, the largest of what still happens first. */
export async function lastingIssues(
  store: Tables,
  { category, state }: IssueFilter = {},
): Promise<LastingIssue[]> {
  return (await allOf(store)).filter(
    (issue) =>
      (category === undefined || issue.category === category) &&
      (state === undefined || issue.state === state),
  );
}

async function allOf(store: Tables): Promise<LastingIssue[]> {
  const byKey = new Map<string, Issue[]>();
  for await (const batch of store.tables.of(ISSUES).all()) {
    for (const issue of batch) {
      if (issue.issueKey === null) continue;
      const own = byKey.get(issue.issueKey);
      if (own) own.push(issue);
      else byKey.set(issue.issueKey, [issue]);
    }
  }
  const today = greatest([...byKey.values()].flat().map(({ clusterDate }) => clusterDate));
  const states = await statesOf(store, [...byKey.keys()]);
  return [...byKey]
    .map(([key, days]) => lasting(key, days, { today, state: states.get(key) ?? 'open' }))
    .sort(
      (a, b) =>
        compareBytewise(b.lastDay, a.lastDay) ||
        b.clusterSize - a.clusterSize ||
        compareBytewise(a.issueKey, b.issueKey),
    );
}

const greatest = (days: readonly string[]): string =>
  days.reduce((last, day) => (day > last ? day : last), '');

function lasting(
  issueKey: string,
  issues: readonly Issue[],
  { today, state }: { today: string; state: TriageState },
): LastingIssue {
  const sorted = [...issues].sort((a, b) => compareBytewise(a.clusterDate, b.clusterDate));
  const days = new Map<string, number>();
  for (const { clusterDate, clusterSize } of sorted) {
    days.set(clusterDate, (days.get(clusterDate) ?? 0) + clusterSize);
  }
  const newest = sorted.at(-1)!;
  return {
    ...newest,
    ...{ issueKey, state, trend: trendOf(days, today) },
    days: [...days].map(([day, items]) => ({ day, items })),
    ...{ firstDay: sorted[0]!.clusterDate, lastDay: newest.clusterDate },
    items: sorted.reduce((sum, { clusterSize }) => sum + clusterSize, 0),
    wouldPay: sorted.some(({ wouldPaySignal }) => wouldPaySignal),
  };
}

async function statesOf({ tables }: Tables, keys: readonly string[]) {
  const rows = await tables.of(ISSUE_TRIAGE).get(keys.map((issueKey) => ({ issueKey })));
  return new Map(rows.map((row) => [row.issueKey, row.state]));
}
