/** Shows issues elsewhere: a record for each cluster, with its evidence, made once however often a night is cut off. */
import { canonicalJson, hashParts } from '../../algorithms/text/hashing.js';
import type { ClusterKey, IssueEvidence, LiveIssue, TriageState } from '../../domain/issues.js';
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
  clock: Clock;
}

interface PublishUnit extends Unit, ClusterKey {
  live: LiveIssue | null;
}

/** Null: the cluster is no more, and its record goes. */
type Shown = ShownIssue | null;

const VERSION = 1;
const GONE: Hash = 'gone';

/** A unit is the record of a cluster. What the sink holds already is not written again. */
export function publishIssuesStage(
  options: PublishIssuesOptions,
): Stage<PublishUnit, Shown, Shown> {
  let signal = new AbortController().signal;
  return {
    name: 'publish-issues',
    version: VERSION,
    needs: ['join'],
    limits: { concurrency: 1, batch: 1 }, // what was made there is recorded here at once
    fatal: new Set(['SERVICE_UNREACHABLE', 'CONFIG_INVALID']),
    most: () => null,
    plan: (how) => {
      signal = how.signal;
      return plan(options, how);
    },
    load: (units) => Promise.all(units.map((unit) => load(options, unit))),
    compute: (_, __, shown) => Promise.resolve(shown),
    async commit(results) {
      for (const result of results) await commit(options, result, signal);
    },
  };
}

async function* plan(
  { days, store }: PublishIssuesOptions,
  { force, signal }: { force: boolean; signal: AbortSignal },
): AsyncIterable<Plan<PublishUnit>> {
  for (const day of days) {
    signal.throwIfAborted();
    const lives = new Map((await liveOf(store, day)).map((live) => [live.clusterId, live]));
    for (const shown of await shownOf(store, day)) {
      const { clusterId } = shown;
      const live = lives.get(clusterId) ?? null;
      lives.delete(clusterId);
      const unit = unitOf({ clusterDate: day, clusterId }, inputOf(shown), live);
      yield { unit, ...decided(live, unit.input, force) };
    }
    for (const live of lives.values()) {
      yield { unit: unitOf(live, GONE, live), action: 'run', reason: 'its cluster is gone' };
    }
  }
}

const unitOf = (
  { clusterDate, clusterId }: ClusterKey,
  input: Hash,
  live: LiveIssue | null,
): PublishUnit => ({ key: `${clusterDate}/${clusterId}`, input, clusterDate, clusterId, live });

function decided(
  live: LiveIssue | null,
  input: Hash,
  force: boolean,
): Pick<Plan, 'action' | 'reason'> {
  if (!live) return { action: 'run', reason: 'new' };
  if (live.issueId === null) return { action: 'run', reason: 'cut off while it was made' };
  if (live.contentHash !== input) return { action: 'run', reason: 'issue or evidence changed' };
  return force ? { action: 'run', reason: 'forced' } : { action: 'skip', reason: 'unchanged' };
}

const inputOf = (shown: ShownIssue): Hash =>
  hashParts([VERSION, canonicalJson(shown as unknown as Json)]);

async function liveOf({ tables }: Pick<Store, 'tables'>, clusterDate: string) {
  const rows: LiveIssue[] = [];
  for await (const batch of tables.of(LIVE_ISSUES).scan({ clusterDate })) rows.push(...batch);
  return rows;
}

/** The issues of a day as they are shown, with their evidence. */
export async function shownOf(
  { tables }: Pick<Store, 'tables'>,
  clusterDate: string,
): Promise<ShownIssue[]> {
  const evidence = new Map<number, IssueEvidence[]>();
  for await (const batch of tables.of(ISSUE_EVIDENCE).scan({ clusterDate })) {
    for (const row of batch) {
      const rows = evidence.get(row.clusterId);
      if (rows) rows.push(row);
      else evidence.set(row.clusterId, [row]);
    }
  }
  const shown: ShownIssue[] = [];
  for await (const issues of tables.of(ISSUES).scan({ clusterDate })) {
    const clusters = await tables.of(ITEM_CLUSTERS).get(issues);
    const byId = new Map(clusters.map((cluster) => [cluster.clusterId, cluster]));
    const states = await statesOf(
      { tables },
      issues.flatMap(({ issueKey }) => issueKey ?? []),
    );
    for (const issue of issues) {
      const { confidence = 0, summary = '' } = byId.get(issue.clusterId) ?? {};
      const state = states.get(issue.issueKey ?? '') ?? 'open';
      const own = evidence.get(issue.clusterId) ?? [];
      shown.push({ ...issue, confidence, summary, state, evidence: own });
    }
  }
  return shown;
}

/** What people decided about issues; those of which nobody has are absent. */
export async function statesOf(
  { tables }: Pick<Store, 'tables'>,
  keys: readonly string[],
): Promise<Map<string, TriageState>> {
  const asked = [...new Set(keys)].map((issueKey) => ({ issueKey }));
  const rows = await tables.of(ISSUE_TRIAGE).get(asked);
  return new Map(rows.map(({ issueKey, state }) => [issueKey, state]));
}

async function load(
  { store }: PublishIssuesOptions,
  { clusterDate, clusterId }: PublishUnit,
): Promise<Loaded<Shown>> {
  const all = await shownOf(store, clusterDate);
  const value = all.find((shown) => shown.clusterId === clusterId) ?? null;
  return { value, input: value ? inputOf(value) : GONE };
}

/** First the intent, then the record, then its id: whatever is cut off between two of them finds its way back. */
async function commit(
  { store, sink, clock }: PublishIssuesOptions,
  { unit, value: shown }: Result<PublishUnit, Shown>,
  signal: AbortSignal,
): Promise<void> {
  const { clusterDate, clusterId, input: contentHash, live } = unit;
  const table = store.tables.of(LIVE_ISSUES);
  const row = (issueId: string | null): LiveIssue => ({
    ...{ clusterDate, clusterId, issueId, contentHash, syncedAt: clock.now() },
  });
  if (!shown) {
    const id = live?.issueId ?? (await sink.find(unit, signal));
    if (id !== null) await sink.remove(id, signal);
    await table.delete([unit]);
    return;
  }
  if (!live) await table.put([row(null)]);
  const known = live?.issueId ?? (await sink.find(shown, signal));
  const there = known !== null && (await sink.update(known, shown, signal)) === 'ok';
  await table.put([row(there ? known : await sink.create(shown, signal))]);
}
