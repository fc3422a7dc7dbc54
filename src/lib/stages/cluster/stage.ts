import { clusterNight, type NightResult } from '../../algorithms/clustering/night.js';
import { hashParts } from '../../algorithms/text/hashing.js';
import type { Matrix } from '../../algorithms/vectors/matrix.js';
import type { Clustering, Grouping } from '../../domain/clustering.js';
import type { Generation } from '../../domain/generation.js';
import type { Hash, Scope, Space, StageName } from '../../domain/values.js';
import type { Points, Store } from '../../ports/index.js';
import { commitClustering, committedClustering } from '../committed.js';
import type { Loaded, Plan, Result, Stage, Unit } from '../stage.js';
import { pointKeys, pointMatrix, previousNight, type PointKey, type Previous } from './load.js';

export interface ClusterOptions {
  name: StageName;
  version: number;
  needs: readonly StageName[];
  scope: Scope;
  points: Points;
  store: Pick<Store, 'clusterings' | 'generations' | 'memo'>;
  space: Space;
  /** Given so many points. */
  grouping: Grouping | ((points: number) => Grouping);
  seed: number;
  /** What the input hash is made of beside version, space and points. */
  signature: readonly (string | number)[];
  /** Why a clustering that exists is made again. `overtaken`: another night was published since. */
  reasons: { changed: string; forced: string; overtaken: string };
}

export interface ClusterUnit extends Unit {
  key: Scope;
  points: readonly PointKey[];
}

interface Found {
  points: readonly PointKey[];
  /** n × d, rows as `points`. */
  matrix: Matrix;
  previous: Previous | null;
}

/** A clustering with what it was really made of, which `commit` keeps with it. */
interface Clustered extends Pick<Clustering, 'basis' | 'points'> {
  content: Hash;
  night: NightResult;
}

/** One clustering of a whole collection, continuing the ids of the published night. */
export function clusterStage(options: ClusterOptions): Stage<ClusterUnit, Clustered, Found> {
  const { name, version, needs } = options;
  return {
    ...{ name, version, needs },
    limits: { concurrency: 1, batch: 1 },
    most: () => 1, // one clustering of them all
    plan: (how) => plan(options, how),
    load: (units) => Promise.all(units.map((unit) => load(options, unit))),
    compute: (_, signal, found) => compute(options, found, signal),
    commit: (results) => commit(options, results),
  };
}

async function* plan(
  options: ClusterOptions,
  { force }: { force: boolean },
): AsyncIterable<Plan<ClusterUnit>> {
  const { points, space, scope, store, reasons } = options;
  const keys = await pointKeys(points, space);
  const committed = await committedClustering(store.memo, scope);
  if (keys.length === 0 && !committed) return;
  const unit = { key: scope, input: inputHash(options, keys), points: keys };
  const last = committed && (await store.clusterings.get(committed.clustering));
  const same = committed?.content === unit.input;
  const published = await store.generations.published(scope);
  if (!force && same && last && follows(last, published)) {
    yield { unit, action: 'skip', reason: 'unchanged' };
    return;
  }
  const again = force ? reasons.forced : reasons.overtaken;
  yield { unit, action: 'run', reason: !last ? 'new' : same ? again : reasons.changed };
}

/**
 * What the result depends on, but for the night it continues: that one would make every night differ from the
 * one before.
 */
function inputHash({ version, space, signature }: ClusterOptions, keys: readonly PointKey[]): Hash {
  const points = keys.flatMap(({ id, contentHash }) => [id, contentHash]);
  return hashParts([version, space.id, ...signature, ...points]);
}

/** A clustering that continues an older night than the published one could bring retired ids back. */
function follows(clustering: Clustering, published: Generation | null): boolean {
  return clustering.id === published?.clustering || clustering.basis === (published?.id ?? null);
}

/** Points that went since the plan leave the clustering, not the night: the unit goes on with those that are there. */
async function load(
  { points, space, scope, store }: ClusterOptions,
  unit: ClusterUnit,
): Promise<Loaded<Found>> {
  const { keys, matrix } = await pointMatrix(points, space, unit.points);
  const previous = await previousNight(store.clusterings, await store.generations.published(scope));
  return { value: { points: keys, matrix, previous }, input: unit.input };
}

async function compute(
  options: ClusterOptions,
  { points, matrix, previous }: Found,
  signal: AbortSignal,
): Promise<Clustered> {
  const { seed, space } = options;
  const grouping = groupingOf(options, points.length);
  const night = await clusterNight({
    ...{ pages: points, vectors: matrix, grouping, seed, space: space.id, previous, signal },
  });
  const basis = previous?.generation ?? null;
  return { night, content: inputHash(options, points), basis, points: points.length };
}

const groupingOf = ({ grouping }: ClusterOptions, points: number): Grouping =>
  typeof grouping === 'function' ? grouping(points) : grouping;

async function commit(
  options: ClusterOptions,
  results: readonly Result<ClusterUnit, Clustered>[],
): Promise<void> {
  const { scope, space, seed, store } = options;
  for (const { value } of results) {
    const { night, ...origin } = value;
    const { algorithm } = groupingOf(options, origin.points);
    const made = { pipeline: scope, space: space.id, algorithm, seed };
    await commitClustering(store, { ...made, ...origin }, night);
  }
}
