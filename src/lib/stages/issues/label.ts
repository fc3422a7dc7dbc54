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
import type { Hash, Scope, Space } from '../../domain/values.js';
import type { IssueLabeller, MemoEntry, PayQuote, Store } from '../../ports/index.js';
import {
  ISSUE_EVIDENCE,
  ISSUES,
  ITEM_CLUSTERS,
  RAW_ITEMS,
} from '../../ports/store/tables/issues.js';
import { committedClustering } from '../committed.js';
import { duplicatesOf } from './duplicates.js';
import type { Loaded, Plan, Result, Stage, Unit } from '../stage.js';

export interface LabelOptions {
  days: readonly string[];
  scopeOf: (day: string) => Scope;
  store: Pick<Store, 'clusterings' | 'memo' | 'tables'>;
  labeller: IssueLabeller;
  space: Space;
  payQuote: PayQuote;
  concurrency: number;
}

interface LabelUnit extends Unit, ClusterKey {
  /** The nearest to the centre first, each followed by those that say the same. */
  items: { id: string; contentHash: Hash }[];
  /** What a label by rules is kept under while the model is awaited: not `input`, so that it is asked again. */
  byRules: Hash;
}

interface Labelled {
  cluster: ClusterToLabel;
  label: IssueLabel;
  awaitsModel: boolean;
}

/** A label as the memo holds it. */
type Kept = IssueLabel & {
  /** As `LabelUnit.byRules`: the same items, whoever labels them. */
  basis?: Hash;
};

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
      return { cluster, ...(await labeller.label(cluster, signal)) };
    },
    commit: (results) => commit(options, results),
    finish: () => clearUp(options),
  };
}

async function* plan(
  options: LabelOptions,
  { force }: { force: boolean },
): AsyncIterable<Plan<LabelUnit>> {
  for (const day of options.days) {
    const units = await unitsOf(options, day);
    const done = await options.store.memo.get(
      NAME,
      units.map(({ key }) => key),
    );
    for (const unit of units) {
      const last = done.get(unit.key);
      const same =
        last?.input === unit.input || (!options.labeller.model && saidBefore(last, unit));
      if (same && !force) yield { unit, action: 'skip', reason: 'unchanged' };
      else yield { unit, action: 'run', reason: reasonOf(last, unit, force) };
    }
  }
}

/** Without a model, what one said of the same items stays. */
const saidBefore = (last: MemoEntry | undefined, { byRules }: LabelUnit): boolean =>
  (last?.value as Kept | undefined)?.basis === byRules;

function reasonOf(last: MemoEntry | undefined, unit: LabelUnit, force: boolean): string {
  if (last === undefined) return 'new';
  if (force) return 'forced';
  return last.input === unit.byRules ? 'labelled by rules, a model is back' : 'items changed';
}

/** The clusters of a day. */
async function unitsOf(
  { scopeOf, store, space, labeller }: LabelOptions,
  clusterDate: string,
): Promise<LabelUnit[]> {
  const committed = await committedClustering(store.memo, scopeOf(clusterDate));
  const clustering = committed && (await store.clusterings.get(committed.clustering));
  if (!clustering) return [];
  const duplicates = await duplicatesOf(store.tables, space, clusterDate);
  return Promise.all(
    clustering.clusters.map(async ({ clusterId }) => {
      const members = await store.clusterings.members(clustering.id, clusterId);
      const items = members.flatMap(({ id, contentHash }) => [
        { id, contentHash },
        ...(duplicates.get(id) ?? []).map((other) => ({ id: other, contentHash })),
      ]);
      const content = items.flatMap((item) => [item.id, item.contentHash]);
      const inputBy = (...by: (string | number)[]) =>
        hashParts([VERSION, ...labeller.rules, ...by, ...content]);
      const [input, byRules] = [inputBy(...(labeller.model ?? [])), inputBy()];
      return { key: `${clusterDate}/${clusterId}`, input, byRules, clusterDate, clusterId, items };
    }),
  );
}

async function load(
  { store: { tables } }: LabelOptions,
  { clusterDate, clusterId, items, input }: LabelUnit,
): Promise<Loaded<ClusterToLabel> | null> {
  const [cluster] = await tables.of(ITEM_CLUSTERS).get([{ clusterDate, clusterId }]);
  const raw = await tables.of(RAW_ITEMS).get(items.map(({ id: urlHash }) => ({ urlHash })));
  return cluster && raw.length > 0 ? { value: { ...cluster, items: raw }, input } : null;
}

async function commit(
  { store, payQuote }: LabelOptions,
  results: readonly Result<LabelUnit, Labelled>[],
): Promise<void> {
  const { tables, memo } = store;
  for (const { unit, value } of results) {
    const { cluster, awaitsModel } = value;
    const input = awaitsModel ? unit.byRules : unit.input;
    const kept = { ...value.label, basis: unit.byRules };
    const label = (await memo.putFirst(NAME, unit.key, input, kept)) as unknown as Kept;
    await tables
      .of(ISSUE_EVIDENCE)
      .put(cluster.items.map((item) => evidence(cluster, item, payQuote)));
    const [before] = await tables.of(ISSUES).get([cluster]);
    const row = issueOf(cluster, label, before?.issueKey ?? null);
    await tables.of(ISSUES).put([row]);
  }
}

/** @param issueKey stays until its day is joined again */
function issueOf(
  { clusterDate, clusterId, size }: ClusterToLabel,
  { canonicalTitle, category, description, wouldPaySignal, impactLevel, method, payQuote }: Kept,
  issueKey: string | null,
): Issue {
  const said = { canonicalTitle, category, description, wouldPaySignal, impactLevel };
  return { clusterDate, clusterId, ...said, method, payQuote, clusterSize: size, issueKey };
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

/** Issues of clusters that are no more, and evidence that is not theirs any longer. */
async function clearUp(options: LabelOptions): Promise<void> {
  const { tables, memo } = options.store;
  for (const clusterDate of options.days) {
    const units = await unitsOf(options, clusterDate);
    const kept = new Set(units.flatMap((unit) => unit.items.map(({ id }) => `${unit.key} ${id}`)));
    const keys = new Set(units.map(({ key }) => key));
    const keyOf = ({ clusterId }: ClusterKey) => `${clusterDate}/${clusterId}`;
    const gone: Issue[] = [];
    for await (const rows of tables.of(ISSUES).scan({ clusterDate }))
      gone.push(...rows.filter((row) => !keys.has(keyOf(row))));
    for await (const rows of tables.of(ISSUE_EVIDENCE).scan({ clusterDate })) {
      const stale = rows.filter((row) => !kept.has(`${keyOf(row)} ${row.urlHash}`));
      await tables.of(ISSUE_EVIDENCE).delete(stale);
    }
    await tables.of(ISSUES).delete(gone);
    await memo.forget(NAME, gone.map(keyOf));
  }
}
