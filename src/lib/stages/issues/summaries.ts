/** What the items of each cluster of a day have in common, in their own sentences. */
import { extractiveSummary } from '../../algorithms/text/extractive.js';
import { compareBytewise, hashParts } from '../../algorithms/text/hashing.js';
import type { Clustering, Membership } from '../../domain/clustering.js';
import type { ClusterKey, ItemCluster } from '../../domain/issues.js';
import type { RawItem } from '../../domain/item.js';
import type { Scope, Space } from '../../domain/values.js';
import type { Store } from '../../ports/index.js';
import { ITEM_CLUSTERS, ITEMS, RAW_ITEMS } from '../../ports/store/tables/issues.js';
import { committedClustering } from '../committed.js';
import { duplicatesOf } from './duplicates.js';
import type { Loaded, Plan, Result, Stage, Unit } from '../stage.js';

export interface SummariesOptions {
  days: readonly string[];
  scopeOf: (day: string) => Scope;
  store: Pick<Store, 'clusterings' | 'memo' | 'tables'>;
  space: Space;
}

interface Found {
  clustering: Clustering;
  members: Membership[];
  /** Up to `SAMPLED` items of each cluster, the nearest to its centre. */
  items: ReadonlyMap<string, RawItem>;
  duplicates: ReadonlyMap<string, readonly string[]>;
}

interface Made {
  clusters: ItemCluster[];
  /** Which item is in which cluster. */
  placed: ({ urlHash: string } & ClusterKey)[];
}

const NAME = 'summarize-items';
const VERSION = 1;
/** Items of a cluster that its summary is made of, and sentences that it has. */
const SAMPLED = 10;
const SENTENCES = 3;
const MOST_WORDS = 120;

/** A unit is a day: its clusters change together. */
export function summariesStage(options: SummariesOptions): Stage<Unit, Made, Found> {
  return {
    name: NAME,
    version: VERSION,
    needs: ['cluster-items'],
    limits: { concurrency: 1, batch: 1 },
    most: (planned) => planned,
    plan: (how) => plan(options, how),
    load: (units) => Promise.all(units.map((unit) => load(options, unit))),
    compute: (unit, _, found) => Promise.resolve(summarised(unit.key, found)),
    commit: (results) => commit(options, results),
  };
}

async function* plan(
  { days, scopeOf, store, space }: SummariesOptions,
  { force }: { force: boolean },
): AsyncIterable<Plan> {
  const done = await store.memo.get(NAME, days);
  for (const day of days) {
    const committed = await committedClustering(store.memo, scopeOf(day));
    if (!committed) continue;
    const duplicates = await duplicatesOf(store.tables, space, day);
    const unit = { key: day, input: inputOf(committed.clustering, duplicates) };
    const last = done.get(day)?.input;
    if (last === unit.input && !force) yield { unit, action: 'skip', reason: 'unchanged' };
    else {
      const reason = last === undefined ? 'new' : force ? 'forced' : 'clusters changed';
      yield { unit, action: 'run', reason };
    }
  }
}

const inputOf = (clustering: string, duplicates: ReadonlyMap<string, readonly string[]>) =>
  hashParts([VERSION, clustering, ...[...duplicates].flatMap(([id, others]) => [id, ...others])]);

async function load(
  { scopeOf, store, space }: SummariesOptions,
  { key: day }: Unit,
): Promise<Loaded<Found> | null> {
  const committed = await committedClustering(store.memo, scopeOf(day));
  const clustering = committed && (await store.clusterings.get(committed.clustering));
  if (!clustering) return null;
  const members: Membership[] = [];
  for await (const batch of store.clusterings.scanMembers(clustering.id)) members.push(...batch);
  members.sort((a, b) => a.distance - b.distance || compareBytewise(a.id, b.id));
  const sampled = clustering.clusters.flatMap(({ clusterId }) => nearest(members, clusterId));
  const rows = await store.tables
    .of(RAW_ITEMS)
    .get(sampled.map(({ id: urlHash }) => ({ urlHash })));
  const items = new Map(rows.map((row) => [row.urlHash, row]));
  const duplicates = await duplicatesOf(store.tables, space, day);
  const value = { clustering, members, items, duplicates };
  return { value, input: inputOf(clustering.id, duplicates) };
}

const nearest = (members: readonly Membership[], clusterId: number) =>
  members.filter((member) => member.clusterId === clusterId).slice(0, SAMPLED);

function summarised(clusterDate: string, found: Found): Made {
  const { clustering, members, items, duplicates } = found;
  const placed = members.flatMap(({ id, clusterId }) =>
    [id, ...(duplicates.get(id) ?? [])].map((urlHash) => ({ urlHash, clusterDate, clusterId })),
  );
  const clusters = clustering.clusters.map(({ clusterId, cohesion }) => {
    const size = placed.filter((place) => place.clusterId === clusterId).length;
    const texts = nearest(members, clusterId).flatMap(({ id }) => {
      const item = items.get(id);
      return item ? [{ id, text: textOf(item) }] : [];
    });
    const how = { maxWords: MOST_WORDS, maxSentences: SENTENCES };
    const summary = texts.length === 0 ? '' : extractiveSummary(texts, how).text;
    return { clusterDate, clusterId, size, confidence: cohesion, summary };
  });
  return { clusters, placed };
}

/** The title speaks where the body says nothing. */
const textOf = ({ title, body }: RawItem): string => (body === '' ? title : body);

async function commit(
  { store, space }: SummariesOptions,
  results: readonly Result<Unit, Made>[],
): Promise<void> {
  const items = store.tables.of(ITEMS);
  for (const { unit, value } of results) {
    const places = new Map(value.placed.map((place) => [place.urlHash, place]));
    const rows = await items.get(
      [...places.keys()].map((urlHash) => ({ urlHash, space: space.id })),
    );
    await items.put(rows.map((row) => ({ ...row, ...places.get(row.urlHash)! })));
    await store.tables.of(ITEM_CLUSTERS).replace({ clusterDate: unit.key }, value.clusters);
    await store.memo.putFirst(NAME, unit.key, unit.input, value.clusters.length);
  }
}
