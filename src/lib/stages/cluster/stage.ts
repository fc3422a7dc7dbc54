import { clusterNight, type NightResult } from '../../algorithms/clustering/night.js';
import { hashParts } from '../../algorithms/text/hashing.js';
import type { Matrix } from '../../algorithms/vectors/matrix.js';
import {
  DENSITY,
  type Clustering,
  type Grouping,
  type PageAlgorithm,
} from '../../domain/clustering.js';
import type { Generation } from '../../domain/generation.js';
import type { Hash, PipelineName, Space } from '../../domain/values.js';
import type {
  ClusteringStore,
  GenerationStore,
  MemoStore,
  VectorStore,
} from '../../ports/index.js';
import { commitClustering, committedClustering } from '../committed.js';
import type { Plan, Result, Stage, Unit } from '../stage.js';
import { pageKeys, pageMatrix, previousNight, type PageKey, type Previous } from './load.js';

export interface ClusterOptions {
  vectors: VectorStore;
  clusterings: ClusteringStore;
  generations: GenerationStore;
  memo: MemoStore;
  space: Space;
  algorithm: PageAlgorithm;
  k: number | 'auto';
  seed: number;
  /** Of density clustering; default: `DENSITY`. */
  eps?: number;
  minSamples?: number | undefined;
  minClusterSize?: number;
}

export interface ClusterUnit extends Unit {
  key: PipelineName;
  pages: PageKey[];
  /** n × d, rows as `pages`; empty for a unit that is skipped. */
  matrix: Matrix;
  previous: Previous | null;
}

const VERSION = 3;
const PIPELINE: PipelineName = 'pages';

/** One clustering of a whole collection, continuing the ids of the published night. */
export function clusterStage(options: ClusterOptions): Stage<ClusterUnit, NightResult> {
  return {
    name: 'cluster',
    version: VERSION,
    needs: ['embed'],
    limits: { concurrency: 1, batch: 1 },
    most: () => 1, // one clustering of them all
    plan: (how) => plan(options, how),
    compute: ({ pages, matrix, previous }, signal) =>
      clusterNight({
        pages,
        vectors: matrix,
        grouping: groupingOf(options),
        seed: options.seed,
        space: options.space.id,
        previous,
        signal,
      }),
    commit: (results) => commit(options, results),
  };
}

async function* plan(
  options: ClusterOptions,
  { force }: { force: boolean },
): AsyncIterable<Plan<ClusterUnit>> {
  const { vectors, space, generations, clusterings } = options;
  const keys = await pageKeys(vectors, space);
  const published = await generations.published(PIPELINE);
  const committed = await committedClustering(options.memo, PIPELINE);
  if (keys.length === 0 && !committed) return;
  const input = inputHash(options, keys);
  const clustering = committed && (await clusterings.get(committed.clustering));
  if (!force && committed?.content === input && clustering && follows(clustering, published)) {
    const matrix = { data: new Float32Array(0), rows: 0, cols: space.dimensions };
    const unit = { key: PIPELINE, input, pages: keys, matrix, previous: null };
    yield { unit, action: 'skip', reason: 'unchanged' };
    return;
  }
  const { pages, matrix } = await pageMatrix(vectors, space, keys);
  const previous = await previousNight(clusterings, published);
  const unit = { key: PIPELINE, input: inputHash(options, pages), pages, matrix, previous };
  yield { unit, action: 'run', reason: reason(clustering, committed?.content === input, force) };
}

/**
 * What the result depends on, but for the night it continues: that one would make every night differ from the
 * one before.
 */
function inputHash(options: ClusterOptions, pages: readonly PageKey[]): Hash {
  const keys = pages.flatMap(({ id, contentHash }) => [id, contentHash]);
  const { algorithm, ...parameters } = groupingOf(options);
  const how = [algorithm, ...Object.values(parameters), options.seed];
  return hashParts([VERSION, options.space.id, ...how, ...keys]);
}

/** The algorithm with those of the settings that it heeds. */
function groupingOf({ algorithm, k, ...density }: ClusterOptions): Grouping {
  const { eps = DENSITY.eps, minSamples, minClusterSize = DENSITY.minClusterSize } = density;
  if (algorithm === 'dbscan') {
    return { algorithm, eps, minSamples: minSamples ?? DENSITY.minSamples };
  }
  if (algorithm !== 'hdbscan') return { algorithm, k };
  return { algorithm, minClusterSize, minSamples: minSamples ?? minClusterSize };
}

/** A clustering that continues an older night than the published one could bring retired ids back. */
function follows(clustering: Clustering, published: Generation | null): boolean {
  return clustering.id === published?.clustering || clustering.basis === (published?.id ?? null);
}

function reason(last: Clustering | null, sameInput: boolean, force: boolean): string {
  if (!last) return 'new';
  if (!sameInput) return 'pages or settings changed';
  return force ? 'forced' : 'another night was published since';
}

async function commit(
  options: ClusterOptions,
  results: readonly Result<ClusterUnit, NightResult>[],
): Promise<void> {
  const { space, algorithm, seed } = options;
  for (const { unit, value } of results) {
    const basis = unit.previous?.generation ?? null;
    const made = { pipeline: unit.key, space: space.id, algorithm, seed, basis };
    const from = { ...made, points: unit.pages.length, content: unit.input };
    await commitClustering(options, from, value);
  }
}
