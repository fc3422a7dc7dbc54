/** States what each cluster is about, and keeps the items that say so beside it. */
import { hashParts } from '../../algorithms/text/hashing.js';
import type {
  ClusterKey,
  ClusterToLabel,
  Issue,
  IssueEvidence,
  IssueLabel,
} from '../../domain/issues.js';
import type { RawItem } from '../../domain/item.js';
import type { Json, Scope } from '../../domain/values.js';
import type { IssueLabeller, PayQuote, Store } from '../../ports/index.js';
import {
  ISSUE_EVIDENCE,
  ISSUES,
  ITEM_CLUSTERS,
  RAW_ITEMS,
} from '../../ports/store/tables/issues.js';
import { committedClustering } from '../committed.js';
import type { Loaded, Plan, Result, Stage, Unit } from '../stage.js';

export interface LabelOptions {
  days: readonly string[];
  scopeOf: (day: string) => Scope;
  store: Pick<Store, 'clusterings' | 'memo' | 'tables'>;
  labeller: IssueLabeller;
  payQuote: PayQuote;
  concurrency: number;
}

interface LabelUnit extends Unit, ClusterKey {
  clustering: string;
}

interface Labelled {
  cluster: ClusterToLabel;
  label: IssueLabel;
}

const NAME = 'label';
const VERSION = 1;

/** A unit is a cluster; the label of equal items is made once. */
export function labelStage(options: LabelOptions): Stage<LabelUnit, Labelled, ClusterToLabel> {
  const { labeller, concurrency } = options;
  return {
    name: NAME,
    version: VERSION,
    needs: ['summarize-items'],
    limits: { concurrency, batch: 16, load: 16 },
    most: () => null,
    plan: (how) => plan(options, how),
    load: (units) => Promise.all(units.map((unit) => load(options, unit))),
    async compute(_, signal, cluster) {
      return { cluster, label: await labeller.label(cluster, signal) };
    },
    commit: (results) => commit(options, results),
    finish: () => clearUp(options),
  };
}

async function* plan(
  { days, scopeOf, store, labeller }: LabelOptions,
  { force }: { force: boolean },
): AsyncIterable<Plan<LabelUnit>> {
  for (const day of days) {
    const committed = await committedClustering(store.memo, scopeOf(day));
    const clustering = committed && (await store.clusterings.get(committed.clustering));
    if (!clustering) continue;
    const keys = clustering.clusters.map(({ clusterId }) => `${day}/${clusterId}`);
    const done = await store.memo.get(NAME, keys);
    for (const { clusterId } of clustering.clusters) {
      const key = `${day}/${clusterId}`;
      const input = await inputOf(store, labeller, clustering.id, clusterId);
      const unit = { key, input, clusterDate: day, clusterId, clustering: clustering.id };
      const last = done.get(key)?.input;
      if (last === input && !force) yield { unit, action: 'skip', reason: 'unchanged' };
      else {
        const reason = last === undefined ? 'new' : force ? 'forced' : 'items changed';
        yield { unit, action: 'run', reason };
      }
    }
  }
}

async function inputOf(
  { clusterings }: Pick<Store, 'clusterings'>,
  { signature }: IssueLabeller,
  clustering: string,
  clusterId: number,
) {
  const members = await clusterings.members(clustering, clusterId);
  const content = members.flatMap(({ id, contentHash }) => [id, contentHash]);
  return hashParts([VERSION, ...signature, ...content]);
}

async function load(
  { store, labeller }: LabelOptions,
  { clusterDate, clusterId, clustering }: LabelUnit,
): Promise<Loaded<ClusterToLabel> | null> {
  const [cluster] = await store.tables.of(ITEM_CLUSTERS).get([{ clusterDate, clusterId }]);
  if (!cluster) return null;
  const members = await store.clusterings.members(clustering, clusterId);
  const items = await store.tables
    .of(RAW_ITEMS)
    .get(members.map(({ id: urlHash }) => ({ urlHash })));
  const input = await inputOf(store, labeller, clustering, clusterId);
  return { value: { ...cluster, items }, input };
}

async function commit(
  { store, payQuote }: LabelOptions,
  results: readonly Result<LabelUnit, Labelled>[],
): Promise<void> {
  const { tables, memo } = store;
  for (const { unit, value } of results) {
    const { cluster } = value;
    const label = await memo.putFirst(NAME, unit.key, unit.input, { ...value.label } as Json);
    await tables
      .of(ISSUE_EVIDENCE)
      .put(cluster.items.map((item) => evidence(cluster, item, payQuote)));
    const [before] = await tables.of(ISSUES).get([cluster]);
    const row = issueOf(cluster, label as unknown as IssueLabel, before?.issueKey ?? null);
    await tables.of(ISSUES).put([row]);
  }
}

/** @param issueKey stays until its day is joined again */
function issueOf(
  { clusterDate, clusterId, size }: ClusterToLabel,
  label: IssueLabel,
  issueKey: string | null,
): Issue {
  return { clusterDate, clusterId, ...label, clusterSize: size, issueKey };
}

function evidence(
  { clusterDate, clusterId }: ClusterKey,
  { urlHash, source, url, title, body, createdAt }: RawItem,
  payQuote: PayQuote,
): IssueEvidence {
  const quote = payQuote(body) ?? payQuote(title);
  const said = { source, url, title, body, postedAt: createdAt };
  return { clusterDate, clusterId, urlHash, ...said, payQuote: quote };
}

/** Issues and evidence of clusters that are no more. */
async function clearUp({ days, scopeOf, store }: LabelOptions): Promise<void> {
  const { tables, memo, clusterings } = store;
  for (const clusterDate of days) {
    const committed = await committedClustering(memo, scopeOf(clusterDate));
    const clustering = committed && (await clusterings.get(committed.clustering));
    if (!clustering) continue;
    const members = new Set<string>();
    for await (const batch of clusterings.scanMembers(clustering.id))
      for (const { id, clusterId } of batch) members.add(`${clusterId} ${id}`);
    const ids = new Set(clustering.clusters.map(({ clusterId }) => clusterId));
    const gone: Issue[] = [];
    for await (const rows of tables.of(ISSUES).scan({ clusterDate }))
      gone.push(...rows.filter(({ clusterId }) => !ids.has(clusterId)));
    for await (const rows of tables.of(ISSUE_EVIDENCE).scan({ clusterDate })) {
      const stale = rows.filter((row) => !members.has(`${row.clusterId} ${row.urlHash}`));
      await tables.of(ISSUE_EVIDENCE).delete(stale);
    }
    await tables.of(ISSUES).delete(gone);
    await memo.forget(
      NAME,
      gone.map(({ clusterId }) => `${clusterDate}/${clusterId}`),
    );
  }
}
