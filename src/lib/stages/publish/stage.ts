import { hashParts } from '../../algorithms/text/hashing.js';
import type { Clustering } from '../../domain/clustering.js';
import { GibseyError } from '../../domain/errors.js';
import type { Generation, GenerationEntry } from '../../domain/generation.js';
import type { Scope, StageName } from '../../domain/values.js';
import type { Clock, MemoStore } from '../../ports/index.js';
import { committedClustering } from '../committed.js';
import type { Plan, Result, Stage, Unit } from '../stage.js';
import { pruneGenerations, type PruneOptions } from './prune.js';

export interface PublishOptions extends PruneOptions {
  name: StageName;
  needs: readonly StageName[];
  /** What a generation of the clustering shows. */
  manifest: (clustering: Clustering, previous: Generation | null) => Promise<GenerationEntry[]>;
  memo: MemoStore;
  clock: Clock;
  runId: string;
  /** Accounts that must share what is shown of what users said. */
  minUsers?: number;
}

export interface PublishUnit extends Unit {
  key: Scope;
  clustering: Clustering;
  entries: GenerationEntry[];
  previous: Generation | null;
}

const VERSION = 1;

/** Shows readers what the stages before have committed: one manifest, one move of the pointer. */
export function publishStage(options: PublishOptions): Stage<PublishUnit, Generation> {
  const { name, needs } = options;
  return {
    ...{ name, needs, version: VERSION },
    limits: { concurrency: 1, batch: 1 },
    most: () => 1, // one pointer
    plan: () => plan(options),
    compute: (unit) => Promise.resolve(generationOf(unit, options)),
    commit: (results, fence) => commit(options, results, fence),
  };
}

async function* plan(options: PublishOptions): AsyncIterable<Plan<PublishUnit>> {
  const { scope, clusterings, generations, memo } = options;
  const committed = await committedClustering(memo, scope);
  const clustering = committed && (await clusterings.get(committed.clustering));
  if (!clustering) return;
  const previous = await generations.published(scope);
  const entries = await options.manifest(clustering, previous);
  const { minUsers } = options;
  const input = inputHash({ id: clustering.id, minUsers }, entries);
  const unit = { key: scope, input, clustering, entries, previous };
  if (previous && hashOf(previous) === input) {
    yield { unit, action: 'skip', reason: `generation ${previous.number} shows it already` };
  } else {
    yield { unit, action: 'run', reason: previous ? 'something changed' : 'new' };
  }
}

const hashOf = ({ clustering: id, minUsers, entries }: Generation) =>
  inputHash({ id, minUsers }, entries);

function inputHash(
  { id, minUsers }: { id: string; minUsers: number | undefined },
  entries: readonly GenerationEntry[],
): string {
  const parts = [...entries]
    .sort((a, b) => a.clusterId - b.clusterId)
    .flatMap(({ clusterId, artefact, stale }) => [clusterId, artefact, String(stale)]);
  return hashParts([VERSION, id, ...(minUsers === undefined ? [] : [minUsers]), ...parts]);
}

function generationOf(unit: PublishUnit, { clock, runId, minUsers }: PublishOptions): Generation {
  const number = (unit.previous?.number ?? 0) + 1;
  return {
    // The number orders, the hash tells apart what a killed run may have left under the same number.
    id: `${unit.key}-${number}-${unit.input.slice(0, 12)}`,
    pipeline: unit.key,
    number,
    clustering: unit.clustering.id,
    space: unit.clustering.space,
    runId,
    createdAt: clock.now(),
    ...(minUsers === undefined ? {} : { minUsers }),
    entries: unit.entries,
  };
}

async function commit(
  options: PublishOptions,
  results: readonly Result<PublishUnit, Generation>[],
  fence: number,
): Promise<void> {
  const { generations } = options;
  for (const { unit, value } of results) {
    await generations.put(value);
    const expect = unit.previous?.id ?? null;
    const moved = await generations.publish(unit.key, { expect, next: value.id, fence });
    if (moved === 'lost') {
      throw new GibseyError('LOCK_LOST', `Another run has published ${unit.key} meanwhile.`);
    }
    await pruneGenerations(options);
  }
}
