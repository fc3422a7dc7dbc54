import { clusterNight, type NightResult } from '../../algorithms/clustering/night.js';
import { compareBytewise, hashParts } from '../../algorithms/text/hashing.js';
import { matrixOf } from '../../algorithms/vectors/matrix.js';
import type { EmbeddedQuery } from '../../domain/query.js';
import type { Hash, PipelineName, Space } from '../../domain/values.js';
import type { ClusteringStore, GenerationStore, MemoStore, QueryStore } from '../../ports/index.js';
import { previousNight, type Previous } from '../cluster/load.js';
import { commitClustering, committedClustering } from '../committed.js';
import type { Plan, Result, Stage, Unit } from '../stage.js';
import { queryGrouping, type QueryGrouping } from './grouping.js';

export interface QueryClustersOptions extends QueryGrouping {
  queries: QueryStore;
  clusterings: ClusteringStore;
  generations: GenerationStore;
  memo: MemoStore;
  space: Space;
  /** When the window begins, epoch ms. */
  since: () => number;
}

export interface QueryClustersUnit extends Unit {
  key: PipelineName;
  /** In bytewise order of their ids. */
  queries: EmbeddedQuery[];
  previous: Previous | null;
}

const VERSION = 2;
const PIPELINE: PipelineName = 'answers';
/** No algorithm for queries draws lots. */
const SEED = 0;
/** Groups the queries of the window by meaning, continuing the ids of the published answers. */
export function queryClustersStage(
  options: QueryClustersOptions,
): Stage<QueryClustersUnit, NightResult> {
  return {
    name: 'query-clusters',
    version: VERSION,
    needs: ['queries'],
    limits: { concurrency: 1, batch: 1 },
    most: () => 1, // one clustering of them all
    plan: (how) => plan(options, how),
    compute: ({ queries, previous }, signal) =>
      clusterNight({
        pages: queries.map(({ id, contentHash }) => ({ id, contentHash })),
        vectors: matrixOf(queries.map(({ vector }) => vector)),
        space: options.space.id,
        grouping: queryGrouping(options),
        seed: SEED,
        previous,
        signal,
      }),
    commit: (results) => commit(options, results),
  };
}

async function* plan(
  options: QueryClustersOptions,
  { force }: { force: boolean },
): AsyncIterable<Plan<QueryClustersUnit>> {
  const { generations, clusterings, memo } = options;
  const queries = await queriesOf(options);
  const committed = await committedClustering(memo, PIPELINE);
  if (queries.length === 0 && !committed) return;
  const input = inputHash(options, queries);
  const published = await generations.published(PIPELINE);
  const last = committed && (await clusterings.get(committed.clustering));
  const follows = last?.id === published?.clustering || last?.basis === (published?.id ?? null);
  const previous = await previousNight(clusterings, published);
  const unit = { key: PIPELINE, input, queries, previous };
  if (!force && last && committed.content === input && follows) {
    yield { unit, action: 'skip', reason: 'unchanged' };
  } else {
    yield { unit, action: 'run', reason: last ? 'queries or settings changed' : 'new' };
  }
}

async function queriesOf({ queries, space, since }: QueryClustersOptions) {
  const all: EmbeddedQuery[] = [];
  for await (const batch of queries.between(space, since(), Infinity)) all.push(...batch);
  return all.sort((a, b) => compareBytewise(a.id, b.id));
}

/** Not the window itself: a night in which nothing came and nothing went out of it is unchanged. */
function inputHash(options: QueryClustersOptions, queries: readonly EmbeddedQuery[]): Hash {
  const { algorithm, ...parameters } = queryGrouping(options);
  const keys = queries.flatMap(({ id, contentHash }) => [id, contentHash]);
  const how = [algorithm, ...Object.values(parameters)];
  return hashParts([VERSION, options.space.id, ...how, ...keys]);
}

async function commit(
  options: QueryClustersOptions,
  results: readonly Result<QueryClustersUnit, NightResult>[],
): Promise<void> {
  const { algorithm } = queryGrouping(options);
  for (const { unit, value } of results) {
    const basis = unit.previous?.generation ?? null;
    const made = { pipeline: unit.key, space: options.space.id, algorithm, seed: SEED, basis };
    const from = { ...made, points: unit.queries.length, content: unit.input };
    await commitClustering(options, from, value);
  }
}
