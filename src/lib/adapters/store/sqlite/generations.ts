import { GibseyError } from '../../../domain/errors.js';
import type { Generation } from '../../../domain/generation.js';
import type { Hash } from '../../../domain/values.js';
import type { Clock, GenerationStore } from '../../../ports/index.js';
import type { Connection } from './connection.js';

type GenerationRow = Omit<Generation, 'entries' | 'minUsers'> & { minUsers: number | null };

interface EntryRow {
  clusterId: number;
  artefact: Hash;
  stale: 0 | 1;
}

interface PointerRow {
  id: string;
  fence: number;
}

const ADD = `INSERT INTO generations
  (generation_id, pipeline, number, clustering_id, space, run_id, created_at, min_users)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`;
const ADD_ENTRY =
  'INSERT INTO manifests (generation_id, cluster_id, artefact, stale) VALUES (?, ?, ?, ?)';
const SELECT = `SELECT generation_id AS id, pipeline, number, clustering_id AS clustering, space,
  run_id AS runId, created_at AS createdAt, min_users AS minUsers FROM generations WHERE generation_id = ?`;
const SELECT_ENTRIES = `SELECT cluster_id AS clusterId, artefact, stale FROM manifests
  WHERE generation_id = ? ORDER BY cluster_id`;
const POINTER = 'SELECT generation_id AS id, fence FROM published WHERE pipeline = ?';
const MOVE = `INSERT INTO published (pipeline, generation_id, fence, published_at) VALUES (?, ?, ?, ?)
  ON CONFLICT (pipeline) DO UPDATE SET generation_id = excluded.generation_id, fence = excluded.fence,
    published_at = excluded.published_at`;

export function sqliteGenerations(db: Connection, clock: Clock): GenerationStore {
  const get = (id: string) => readGeneration(db, id);
  return {
    async put(generation) {
      db.immediate(() => addGeneration(db, generation));
    },
    async get(id) {
      return get(id);
    },
    async published(pipeline) {
      const pointer = db.get<PointerRow>(POINTER, pipeline);
      return pointer ? get(pointer.id) : null;
    },
    async publish(pipeline, { expect, next, fence }) {
      return db.immediate(() => {
        if (!db.get(SELECT, next)) throw unknown(next);
        const pointer = db.get<PointerRow>(POINTER, pipeline);
        if ((pointer?.id ?? null) !== expect || (pointer && pointer.fence > fence)) return 'lost';
        db.run(MOVE, pipeline, next, fence, clock.now());
        return 'ok';
      });
    },
    async list(pipeline) {
      const sql = `SELECT generation_id AS id, number, clustering_id AS clustering FROM generations
        WHERE pipeline = ? ORDER BY number DESC, created_at DESC, generation_id DESC`;
      const rows = db.all<{ id: string; number: number; clustering: Hash }>(sql, pipeline);
      return rows.map((row) => ({ ...row }));
    },
    async delete(id) {
      db.immediate(() => db.run('DELETE FROM generations WHERE generation_id = ?', id));
    },
  };
}

function addGeneration(db: Connection, generation: Generation): void {
  const { id, pipeline, number, clustering, space, runId, createdAt, entries } = generation;
  const made = [space, runId, createdAt, generation.minUsers ?? null] as const;
  const added = db.run(ADD, id, pipeline, number, clustering, ...made);
  if (added === 0) return; // immutable: it is there already
  for (const { clusterId, artefact, stale } of entries) {
    db.run(ADD_ENTRY, id, clusterId, artefact, Number(stale));
  }
}

function readGeneration(db: Connection, id: string): Generation | null {
  const row = db.get<GenerationRow>(SELECT, id);
  if (!row) return null;
  const entries = db.all<EntryRow>(SELECT_ENTRIES, id);
  const { minUsers, ...generation } = row;
  return {
    ...generation,
    ...(minUsers === null ? {} : { minUsers }),
    entries: entries.map((entry) => ({ ...entry, stale: entry.stale === 1 })),
  };
}

function unknown(id: string): GibseyError {
  return new GibseyError('NOT_FOUND', `There is no generation ${id} to publish.`);
}
