/** Shows issues elsewhere: one record a cluster, found there by its key, so that none is made twice. */
import { canonicalJson, hashText } from '../../algorithms/text/hashing.js';
import type { ClusterKey, IssueEvidence, LiveIssue } from '../../domain/issues.js';
import type { Hash, Json } from '../../domain/values.js';
import type { Clock, IssueSink, ShownIssue, Store } from '../../ports/index.js';
import {
  ISSUE_EVIDENCE,
  ISSUE_TRIAGE,
  ISSUES,
  ITEM_CLUSTERS,
  LIVE_ISSUES,
} from '../../ports/store/tables/issues.js';
import type { Loaded, Plan, Result, Stage, Unit } from '../stage.js';

export interface PublishIssuesOptions {
  days: readonly string[];
  store: Pick<Store, 'tables'>;
  sink: IssueSink;
  clock: Pick<Clock, 'now'>;
}

type PublishUnit = Unit & ClusterKey;
/** Null: the cluster is no more, and its record goes. */
type Shown = ShownIssue | null;

const keyOf = ({ clusterDate, clusterId }: ClusterKey) => `${clusterDate}/${clusterId}`;

/** What is shown already, to the letter, is not written again. */
export function publishIssuesStage(
  options: PublishIssuesOptions,
): Stage<PublishUnit, Shown, Shown> {
  let signal = new AbortController().signal;
  return {
    name: 'publish-issues',
    version: 1,
    needs: ['join'],
    limits: { concurrency: 8, batch: 8, load: 32 },
    fatal: new Set(['SERVICE_UNREACHABLE', 'CONFIG_INVALID']),
    most: () => null,
    plan(how) {
      ({ signal } = how);
      return plan(options, how);
    },
    load: (units) => load(options, units),
    compute: (_, __, shown) => Promise.resolve(shown),
    async commit(results) {
      for (const result of results) await show(options, result, signal);
    },
  };
}

async function* plan(
  { days, store: { tables } }: PublishIssuesOptions,
  { force }: { force: boolean },
): AsyncIterable<Plan<PublishUnit>> {
  for (const clusterDate of days) {
    const shown = await shownOf(tables, clusterDate);
    const live = await liveOf(tables, clusterDate);
    for (const issue of shown.values()) {
      const last = live.get(keyOf(issue));
      const unit = unitOf(issue, hashOf(issue));
      if (last?.contentHash === unit.input && !force)
        yield { unit, action: 'skip', reason: 'unchanged' };
      else yield { unit, action: 'run', reason: !last ? 'new' : force ? 'forced' : 'changed' };
    }
    for (const row of live.values()) {
      if (shown.has(keyOf(row))) continue;
      yield { unit: unitOf(row, ''), action: 'run', reason: 'the cluster is no more' };
    }
  }
}

const unitOf = ({ clusterDate, clusterId }: ClusterKey, input: Hash): PublishUnit => {
  return { key: keyOf({ clusterDate, clusterId }), input, clusterDate, clusterId };
};

const hashOf = (issue: ShownIssue): Hash => hashText(canonicalJson(issue as unknown as Json));

async function load(
  { store: { tables } }: PublishIssuesOptions,
  units: readonly PublishUnit[],
): Promise<Loaded<Shown>[]> {
  const days = new Map<string, Map<string, ShownIssue>>();
  for (const { clusterDate } of units) {
    if (!days.has(clusterDate)) days.set(clusterDate, await shownOf(tables, clusterDate));
  }
  return units.map((unit) => {
    const value = days.get(unit.clusterDate)?.get(unit.key) ?? null;
    return { value, input: value === null ? '' : hashOf(value) };
  });
}

/** The issues of a day with all that is shown of them. */
async function shownOf(
  tables: Store['tables'],
  clusterDate: string,
): Promise<Map<string, ShownIssue>> {
  const clusters = await byKey(tables.of(ITEM_CLUSTERS).scan({ clusterDate }));
  const evidence = new Map<string, IssueEvidence[]>();
  for await (const rows of tables.of(ISSUE_EVIDENCE).scan({ clusterDate })) {
    for (const row of rows) evidence.set(keyOf(row), [...(evidence.get(keyOf(row)) ?? []), row]);
  }
  const shown = new Map<string, ShownIssue>();
  for (const [key, issue] of await byKey(tables.of(ISSUES).scan({ clusterDate }))) {
    const { issueKey } = issue;
    const [triage] = issueKey === null ? [] : await tables.of(ISSUE_TRIAGE).get([{ issueKey }]);
    const { confidence = 0, summary = '' } = clusters.get(key) ?? {};
    const state = triage?.state ?? 'open';
    shown.set(key, { ...issue, confidence, summary, state, evidence: evidence.get(key) ?? [] });
  }
  return shown;
}

const liveOf = (tables: Store['tables'], clusterDate: string): Promise<Map<string, LiveIssue>> =>
  byKey(tables.of(LIVE_ISSUES).scan({ clusterDate }));

async function byKey<R extends ClusterKey>(rows: AsyncIterable<R[]>): Promise<Map<string, R>> {
  const found = new Map<string, R>();
  for await (const batch of rows) for (const row of batch) found.set(keyOf(row), row);
  return found;
}

/** The row first: a record that was made before a crash is found by it, whatever became of its cluster since. */
async function show(
  { store: { tables }, sink, clock }: PublishIssuesOptions,
  { unit, value }: Result<PublishUnit, Shown>,
  signal: AbortSignal,
): Promise<void> {
  const table = tables.of(LIVE_ISSUES);
  const { clusterDate, clusterId } = unit;
  const key = { clusterDate, clusterId };
  const [row] = await table.get([key]);
  if (!row) await table.put([{ ...key, issueId: null, contentHash: '', syncedAt: clock.now() }]);
  const known = row?.issueId ?? (await sink.find(key, signal));
  if (value === null) {
    if (known !== null) await sink.remove(known, signal);
    await table.delete([key]);
    return;
  }
  const issueId = await written(sink, value, known, signal);
  await table.put([{ ...key, issueId, contentHash: unit.input, syncedAt: clock.now() }]);
}

async function written(
  sink: IssueSink,
  issue: ShownIssue,
  known: string | null,
  signal: AbortSignal,
): Promise<string> {
  if (known === null) return sink.create(issue, signal);
  if ((await sink.update(known, issue, signal)) === 'ok') return known;
  return written(sink, issue, await sink.find(issue, signal), signal);
}
