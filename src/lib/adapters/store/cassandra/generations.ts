import { compareBytewise } from '../../../algorithms/text/hashing.js';
import { GibseyError } from '../../../domain/errors.js';
import type { Generation } from '../../../domain/generation.js';
import type { Hash, Scope } from '../../../domain/values.js';
import type { GenerationStore } from '../../../ports/index.js';
import { AGAIN, contend } from './concurrency.js';
import type { Session } from './session.js';

interface ManifestRow {
  generation: string;
  pipeline: Scope | null;
  number: number;
  clustering: Hash;
  space: string;
  run_id: string;
  created_at: Date;
  min_users: number | null;
  /** Null in the only row of a generation without clusters. */
  cluster_id: number | null;
  artefact: Hash;
  stale: boolean;
}

export interface Pointer {
  generation: string;
  fence: bigint;
  flips: bigint;
  projected: bigint | null;
}

const SELECT = `SELECT generation, pipeline, number, clustering, space, run_id, created_at, min_users, cluster_id,
  artefact, stale FROM manifests WHERE generation = ?`;
const ADD_ENTRY =
  'INSERT INTO manifests (generation, cluster_id, artefact, stale) VALUES (?, ?, ?, ?)';
const ADD_HEADER = `INSERT INTO manifests (generation, pipeline, number, clustering, space, run_id, created_at,
  min_users) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`;

/** `flipped` is called after every flip of a pointer, when readers already see the new generation. */
export function cassandraGenerations(
  session: Session,
  flipped: (pipeline: Scope) => Promise<void>,
): GenerationStore {
  const get = async (id: string) => toGeneration(await session.read<ManifestRow>(SELECT, [id]));
  return {
    async put(generation) {
      if (await get(generation.id)) return;
      await session.writeTogether(rowsOf(generation));
    },
    get,
    async published(pipeline) {
      const pointer = await readPointer(session, pipeline);
      return pointer ? get(pointer.generation) : null;
    },
    async publish(pipeline, move) {
      if (!(await get(move.next))) {
        throw new GibseyError('NOT_FOUND', `There is no generation ${move.next} to publish.`);
      }
      const outcome = await movePointer(session, pipeline, move);
      if (outcome === 'ok') await flipped(pipeline);
      return outcome;
    },
    async list(pipeline) {
      const cql =
        'SELECT DISTINCT generation, pipeline, number, clustering, created_at FROM manifests';
      const rows = await session.read<ManifestRow>(cql);
      return rows
        .filter((row) => row.pipeline === pipeline)
        .sort(newestFirst)
        .map(({ generation, number, clustering }) => ({ id: generation, number, clustering }));
    },
    async delete(id) {
      await session.write('DELETE FROM manifests WHERE generation = ?', [id]);
    },
  };
}

/** Serial: a reader that has seen a generation never sees an earlier one again. */
export async function readPointer(session: Session, pipeline: Scope): Promise<Pointer | undefined> {
  const cql = 'SELECT generation, fence, flips, projected FROM published WHERE pipeline = ?';
  return (await session.read<Pointer>(cql, [pipeline], { serial: true }))[0];
}

async function movePointer(
  session: Session,
  pipeline: Scope,
  { expect, next, fence }: Parameters<GenerationStore['publish']>[1],
): Promise<'ok' | 'lost'> {
  let unanswered = false;
  return contend(`the published generation of ${pipeline}`, async () => {
    const pointer = await readPointer(session, pipeline);
    const held = Number(pointer?.fence ?? 0);
    if (unanswered && pointer?.generation === next && held === fence) return 'ok';
    if ((pointer?.generation ?? null) !== expect || held > fence) return 'lost';
    const { outcome } = await session.compareAndSet(
      pointer
        ? {
            cql: 'UPDATE published SET generation = ?, fence = ?, flips = ? WHERE pipeline = ? IF flips = ?',
            values: [next, BigInt(fence), pointer.flips + 1n, pipeline, pointer.flips],
          }
        : {
            cql: 'INSERT INTO published (pipeline, generation, fence, flips) VALUES (?, ?, ?, 1) IF NOT EXISTS',
            values: [pipeline, next, BigInt(fence)],
          },
    );
    unanswered ||= outcome === 'unknown';
    return outcome === 'applied' ? 'ok' : AGAIN;
  });
}

function rowsOf(generation: Generation) {
  const { id, pipeline, number, clustering, space, runId, createdAt, entries } = generation;
  const { minUsers = null } = generation;
  const header = [id, pipeline, number, clustering, space, runId, new Date(createdAt), minUsers];
  return [
    { cql: ADD_HEADER, values: header },
    ...entries.map(({ clusterId, artefact, stale }) => ({
      cql: ADD_ENTRY,
      values: [id, clusterId, artefact, stale],
    })),
  ];
}

function toGeneration(rows: readonly ManifestRow[]): Generation | null {
  const [header] = rows;
  if (!header || header.pipeline === null) return null;
  const entries = rows.flatMap(({ cluster_id: clusterId, artefact, stale }) =>
    clusterId === null ? [] : [{ clusterId, artefact, stale }],
  );
  return {
    id: header.generation,
    pipeline: header.pipeline,
    number: header.number,
    clustering: header.clustering,
    space: header.space,
    runId: header.run_id,
    createdAt: header.created_at.getTime(),
    ...(header.min_users === null ? {} : { minUsers: header.min_users }),
    entries,
  };
}

function newestFirst(a: ManifestRow, b: ManifestRow): number {
  return (
    b.number - a.number ||
    b.created_at.getTime() - a.created_at.getTime() ||
    compareBytewise(b.generation, a.generation)
  );
}
