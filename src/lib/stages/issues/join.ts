/** Joins the clusters of days to issues that last, day after day: what comes later goes by what came before. */
import { compareBytewise, hashParts } from '../../algorithms/text/hashing.js';
import { normalise } from '../../algorithms/vectors/normalise.js';
import type { ClusterToJoin, Issue, JoinedDay, KnownIssue } from '../../domain/issues.js';
import type { Hash, Scope } from '../../domain/values.js';
import type { IssueJoiner, Store } from '../../ports/index.js';
import { ISSUES, KNOWN_ISSUES } from '../../ports/store/tables/issues.js';
import { committedClustering } from '../committed.js';
import type { Loaded, Plan, Result, Stage, Unit } from '../stage.js';

export interface JoinOptions {
  days: readonly string[];
  scopeOf: (day: string) => Scope;
  store: Pick<Store, 'clusterings' | 'memo' | 'tables'>;
  joiner: IssueJoiner;
}

/** A day with the hash of its issues and of all days before. */
interface Link {
  day: string;
  input: Hash;
  /** Its issues, as they were joined. */
  issueKeys: string[];
}

interface JoinUnit extends Unit {
  /** Those that are joined anew, in order. */
  links: Link[];
  /** The day on which each issue was seen last before them. */
  lastSeen: ReadonlyMap<string, string>;
}

interface Found {
  clusters: ReadonlyMap<string, ClusterToJoin[]>;
  before: KnownIssue[];
}

const NAME = 'join';
const VERSION = 1;

/** One unit: from the first day whose clusters, or what was known before it, are not what they were when it was joined. */
export function joinStage(options: JoinOptions): Stage<JoinUnit, JoinedDay[], Found> {
  return {
    name: NAME,
    version: VERSION,
    needs: ['label'],
    limits: { concurrency: 1, batch: 1 },
    most: () => null,
    plan: (how) => plan(options, how),
    load: (units) => Promise.all(units.map((unit) => load(options, unit))),
    compute: (unit, signal, found) => Promise.resolve(fold(options, unit, found, signal)),
    commit: (results) => commit(options, results),
  };
}

async function* plan(
  options: JoinOptions,
  { force }: { force: boolean },
): AsyncIterable<Plan<JoinUnit>> {
  const { days, store } = options;
  const links = await chain(options);
  const joined = await store.memo.get(
    NAME,
    links.map(({ day }) => day),
  );
  const first = links.findIndex(({ day, input }) => {
    return joined.get(day)?.input !== input || (force && days.includes(day));
  });
  for (const { day, input } of first < 0 ? links : links.slice(0, first)) {
    if (!days.includes(day)) continue;
    const unit = { key: day, input, links: [], lastSeen: new Map<string, string>() };
    yield { unit, action: 'skip', reason: 'unchanged' };
  }
  if (first < 0) return;
  const { day } = links[first]!;
  const lastSeen = new Map(
    links.slice(0, first).flatMap((link) => link.issueKeys.map((key) => [key, link.day])),
  );
  const unit = { key: day, input: links.at(-1)!.input, links: links.slice(first), lastSeen };
  const reason = joined.has(day) ? (force ? 'forced' : 'this day or one before changed') : 'new';
  yield { unit, action: 'run', reason };
}

/** Every day that was joined or is to be, in order. */
async function chain({ days, store, joiner, scopeOf }: JoinOptions): Promise<Link[]> {
  const joined = await store.memo.keys(NAME);
  const all = [...new Set([...joined, ...days])].sort(compareBytewise);
  const links: Link[] = [];
  let input = hashParts([VERSION, ...joiner.signature]);
  for (const day of all) {
    const issues = await issuesOf(store, day);
    if (issues.length === 0 && !joined.includes(day)) continue;
    const committed = await committedClustering(store.memo, scopeOf(day));
    const said = issues.flatMap((issue) => {
      return [issue.clusterId, issue.clusterSize, issue.canonicalTitle];
    });
    input = hashParts([input, day, committed?.clustering ?? '', ...said]);
    links.push({ day, input, issueKeys: issues.flatMap(({ issueKey }) => issueKey ?? []) });
  }
  return links;
}

async function issuesOf({ tables }: Pick<Store, 'tables'>, clusterDate: string): Promise<Issue[]> {
  const issues: Issue[] = [];
  for await (const rows of tables.of(ISSUES).scan({ clusterDate })) issues.push(...rows);
  return issues;
}

async function load(options: JoinOptions, unit: JoinUnit): Promise<Loaded<Found>> {
  const { store } = options;
  const clusters = new Map<string, ClusterToJoin[]>();
  for (const { day } of unit.links) clusters.set(day, await clustersOf(options, day));
  return { value: { clusters, before: await knownBefore(store, unit) }, input: unit.input };
}

async function clustersOf({ store, scopeOf }: JoinOptions, day: string): Promise<ClusterToJoin[]> {
  const committed = await committedClustering(store.memo, scopeOf(day));
  const clustering = committed && (await store.clusterings.get(committed.clustering));
  if (!clustering) return [];
  const { space } = clustering;
  const centres = new Map(clustering.clusters.map(({ clusterId, centre }) => [clusterId, centre]));
  const least = await leastItems(store, clustering.id);
  return (await issuesOf(store, day)).flatMap((issue) => {
    const centre = centres.get(issue.clusterId);
    const leastItem = least.get(issue.clusterId);
    if (!centre || leastItem === undefined) return [];
    return [{ ...issue, space, centre: normalise(centre), leastItem }];
  });
}

async function leastItems(
  { clusterings }: Pick<Store, 'clusterings'>,
  clustering: Hash,
): Promise<Map<number, Hash>> {
  const least = new Map<number, Hash>();
  for await (const batch of clusterings.scanMembers(clustering)) {
    for (const { id, clusterId } of batch) {
      const known = least.get(clusterId);
      if (known === undefined || compareBytewise(id, known) < 0) least.set(clusterId, id);
    }
  }
  return least;
}

/** How issues stood behind the day on which each was seen last: one row of each, however many days there are. */
async function knownBefore(
  { tables }: Pick<Store, 'tables'>,
  { lastSeen }: JoinUnit,
): Promise<KnownIssue[]> {
  const keys = [...lastSeen].map(([issueKey, lastDay]) => ({ issueKey, lastDay }));
  const known = await tables.of(KNOWN_ISSUES).get(keys);
  return known.sort((a, b) => compareBytewise(a.issueKey, b.issueKey));
}

function fold(
  { joiner }: JoinOptions,
  { links }: JoinUnit,
  { clusters, before }: Found,
  signal: AbortSignal,
): JoinedDay[] {
  const state = new Map(before.map((known) => [known.issueKey, known]));
  return links.map(({ day }) => {
    signal.throwIfAborted();
    const known = [...state.values()].sort((a, b) => compareBytewise(a.issueKey, b.issueKey));
    const joined = joiner.join(day, clusters.get(day) ?? [], known);
    for (const each of joined.known) state.set(each.issueKey, each);
    return joined;
  });
}

async function commit(
  { store }: JoinOptions,
  results: readonly Result<JoinUnit, JoinedDay[]>[],
): Promise<void> {
  for (const { unit, value } of results) {
    for (const [at, { issueKeys, known }] of value.entries()) {
      const { day, input } = unit.links[at]!;
      const issues = await issuesOf(store, day);
      const keyed = issues.map((issue) => {
        return { ...issue, issueKey: issueKeys.get(issue.clusterId) ?? null };
      });
      await store.tables.of(KNOWN_ISSUES).replace({ lastDay: day }, known);
      await store.tables.of(ISSUES).put(keyed);
      await store.memo.putFirst(NAME, day, input, known.length);
    }
  }
}
