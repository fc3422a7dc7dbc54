import type { EmbeddedQuery } from '../../../domain/query.js';
import type { Hash, Space } from '../../../domain/values.js';
import type { QueryStore } from '../../../ports/index.js';
import { assertVector, decodeVector, encodeVector } from '../vectors.js';
import type { Connection } from './connection.js';

type Row = Omit<EmbeddedQuery, 'vector' | 'personal'> & { vector: Uint8Array; personal: 0 | 1 };

const SELECT = `SELECT utterance_id AS id, user_id AS userId, text, personal, language, created_at AS createdAt,
  content_hash AS contentHash, vector FROM queries`;
const PUT = `INSERT OR REPLACE INTO queries
  (utterance_id, space, user_id, text, personal, language, created_at, content_hash, vector)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`;
const OUTDATED = 'DELETE FROM queries WHERE utterance_id = ? AND space <> ? AND content_hash <> ?';
const BETWEEN = `${SELECT} WHERE space = ? AND (created_at, utterance_id) > (?, ?) AND created_at < ?
  ORDER BY created_at, utterance_id LIMIT ?`;
const ONE = 'WHERE utterance_id = ? AND space = ?';
const BATCH = 500;

export function sqliteQueries(db: Connection): QueryStore {
  return {
    async put(space, queries) {
      for (const { id, vector } of queries) assertVector(space, vector, `query "${id}"`);
      db.immediate(() => {
        for (const { vector, personal, ...q } of queries) {
          const said = [q.userId, q.text, personal ? 1 : 0, q.language, q.createdAt] as const;
          db.run(OUTDATED, q.id, space.id, q.contentHash);
          db.run(PUT, q.id, space.id, ...said, q.contentHash, encodeVector(vector));
        }
      });
    },
    async hashes(space, ids) {
      const sql = `SELECT content_hash AS hash FROM queries ${ONE}`;
      const found = ids.map((id) => [id, db.get<{ hash: Hash }>(sql, id, space.id)?.hash] as const);
      return new Map(found.filter((pair): pair is [string, Hash] => pair[1] !== undefined));
    },
    async get(space, ids) {
      const rows = ids.map((id) => db.get<Row>(`${SELECT} ${ONE}`, id, space.id));
      return rows.flatMap((row) => (row ? [toQuery(row)] : []));
    },
    between: (space, from, to) => between(db, space, from, to),
    async delete(space, ids) {
      db.immediate(() => {
        for (const id of ids) db.run(`DELETE FROM queries ${ONE}`, id, space.id);
      });
    },
  };
}

/** By time, each batch by a query of its own that starts behind the last one. */
async function* between(
  db: Connection,
  space: Space,
  from: number,
  to: number,
): AsyncGenerator<EmbeddedQuery[]> {
  let last = { createdAt: from, id: '' }; // no query has the empty id
  for (;;) {
    const rows = db.all<Row>(BETWEEN, space.id, last.createdAt, last.id, to, BATCH).map(toQuery);
    if (rows.length > 0) yield rows;
    if (rows.length < BATCH) return;
    last = rows.at(-1) ?? last;
  }
}

const toQuery = (row: Row): EmbeddedQuery => ({
  ...row,
  personal: row.personal === 1,
  vector: decodeVector(row.vector),
});
