import type { EmbeddedPage } from '../../../domain/page.js';
import type { Hash, Space } from '../../../domain/values.js';
import type { Clock, VectorStore } from '../../../ports/index.js';
import { assertVectors, decodeVector, encodeVector } from '../vectors.js';
import type { Connection } from './connection.js';
import { idSplits, scanByPageId } from './splits.js';

interface VectorRow {
  page_id: string;
  content_hash: string;
  vector: Uint8Array;
}

interface PassageRow {
  ordinal: number;
  start_offset: number;
  end_offset: number;
  vector: Uint8Array;
}

const SELECT = 'SELECT page_id, content_hash, vector FROM page_vectors WHERE space = ?';
const UPSERT = `INSERT INTO page_vectors (page_id, space, vector, content_hash, version, updated_at)
  VALUES (?, ?, ?, ?, ?, ?)
  ON CONFLICT (page_id, space) DO UPDATE SET
    vector = excluded.vector, content_hash = excluded.content_hash, version = excluded.version,
    updated_at = excluded.updated_at
  WHERE excluded.version >= page_vectors.version`;
const ADD_PASSAGE = `INSERT INTO passages (page_id, space, ordinal, start_offset, end_offset, vector)
  VALUES (?, ?, ?, ?, ?, ?)`;

export function sqliteVectors(db: Connection, clock: Clock): VectorStore {
  return {
    async splits() {
      return idSplits(db, 'page_vectors');
    },
    async *scan(space, options) {
      const query = { select: SELECT, values: [space.id] };
      for await (const rows of scanByPageId<VectorRow>(db, query, options))
        yield rows.map(toVector);
    },
    async hashes(space, ids) {
      const sql = 'SELECT content_hash AS hash FROM page_vectors WHERE page_id = ? AND space = ?';
      const found = ids.map((id) => [id, db.get<{ hash: Hash }>(sql, id, space.id)?.hash] as const);
      return new Map(found.filter((pair): pair is [string, Hash] => pair[1] !== undefined));
    },
    async passages(space, pageId) {
      const sql = `SELECT ordinal, start_offset, end_offset, vector FROM passages
        WHERE page_id = ? AND space = ? ORDER BY ordinal`;
      return db.all<PassageRow>(sql, pageId, space.id).map(toPassage);
    },
    async put(space, rows) {
      assertVectors(space, rows);
      const now = clock.now();
      db.immediate(() => {
        for (const row of rows) replace(db, space, row, now);
      });
    },
    async delete(space, ids) {
      const sql = 'DELETE FROM page_vectors WHERE page_id = ? AND space = ?';
      db.immediate(() => {
        for (const id of ids) db.run(sql, id, space.id);
      });
    },
    async drop(space) {
      db.immediate(() => {
        db.run('DELETE FROM passages WHERE space = ?', space);
        db.run('DELETE FROM page_vectors WHERE space = ?', space);
      });
    },
    async count(space) {
      const count = (table: string) =>
        db.get<{ n: number }>(`SELECT count(*) AS n FROM ${table} WHERE space = ?`, space.id)?.n ??
        0;
      return { pages: count('page_vectors'), passages: count('passages') };
    },
  };
}

function replace(db: Connection, space: Space, row: EmbeddedPage, now: number): void {
  const { pageId, vector, contentHash, version, passages } = row;
  const written = db.run(UPSERT, pageId, space.id, encodeVector(vector), contentHash, version, now);
  if (written === 0) return; // the store holds a newer version
  db.run('DELETE FROM passages WHERE page_id = ? AND space = ?', pageId, space.id);
  for (const { ordinal, start, end, vector: part } of passages) {
    db.run(ADD_PASSAGE, pageId, space.id, ordinal, start, end, encodeVector(part));
  }
}

const toVector = ({ page_id, content_hash, vector }: VectorRow) => ({
  pageId: page_id,
  contentHash: content_hash,
  vector: decodeVector(vector),
});

const toPassage = ({ ordinal, start_offset, end_offset, vector }: PassageRow) => ({
  ordinal,
  start: start_offset,
  end: end_offset,
  vector: decodeVector(vector),
});
