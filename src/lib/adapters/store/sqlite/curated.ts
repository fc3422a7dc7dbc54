import type { CuratedAnswer } from '../../../domain/curated.js';
import type { Hash } from '../../../domain/values.js';
import type { CuratedStore } from '../../../ports/index.js';
import { assertTexts } from '../storable.js';
import { assertVector, decodeVector, encodeVector } from '../vectors.js';
import type { Connection } from './connection.js';

interface VectorRow {
  vector: Uint8Array;
}

interface KeyRow {
  hash: Hash;
}

type Row = Omit<CuratedAnswer, 'variants' | 'sources'> & { variants: string; sources: string };

const PUT = `INSERT INTO curated_answers (id, question, answer, variants, sources, updated_at)
  VALUES (?, ?, ?, ?, ?, ?)
  ON CONFLICT (id) DO UPDATE SET question = excluded.question, answer = excluded.answer,
    variants = excluded.variants, sources = excluded.sources, updated_at = excluded.updated_at`;
const LIST = `SELECT id, question, answer, variants, sources, updated_at AS updatedAt FROM curated_answers
  ORDER BY id`;
const PUT_VECTOR =
  'INSERT OR REPLACE INTO curated_vectors (space, text_hash, vector) VALUES (?, ?, ?)';
const REMOVE_VECTOR = 'DELETE FROM curated_vectors WHERE space = ? AND text_hash = ?';

export function sqliteCurated(db: Connection): CuratedStore {
  return {
    async put(answers) {
      for (const { id, question, answer } of answers) {
        assertTexts(`curated answer "${id}"`, { id, question, answer });
      }
      db.immediate(() => {
        for (const { id, question, answer, variants, sources, updatedAt } of answers) {
          const lists = [JSON.stringify(variants), JSON.stringify(sources)] as const;
          db.run(PUT, id, question, answer, ...lists, updatedAt);
        }
      });
    },
    async list() {
      return db.all<Row>(LIST).map((row) => ({
        ...row,
        variants: JSON.parse(row.variants) as string[],
        sources: JSON.parse(row.sources) as string[],
      }));
    },
    async delete(id) {
      return db.run('DELETE FROM curated_answers WHERE id = ?', id) === 1;
    },
    async vectors(space, hashes) {
      const sql = 'SELECT vector FROM curated_vectors WHERE space = ? AND text_hash = ?';
      const rows = hashes.map((hash) => [hash, db.get<VectorRow>(sql, space.id, hash)] as const);
      return new Map(
        rows.flatMap(([hash, row]) => (row ? [[hash, decodeVector(row.vector)]] : [])),
      );
    },
    async putVectors(space, vectors) {
      for (const [hash, vector] of vectors) assertVector(space, vector, `question ${hash}`);
      db.immediate(() => {
        for (const [hash, vector] of vectors)
          db.run(PUT_VECTOR, space.id, hash, encodeVector(vector));
      });
    },
    async keepVectors(space, hashes) {
      const sql = 'SELECT text_hash AS hash FROM curated_vectors WHERE space = ?';
      const others = db.all<KeyRow>(sql, space.id).filter(({ hash }) => !hashes.has(hash));
      db.immediate(() => {
        for (const { hash } of others) db.run(REMOVE_VECTOR, space.id, hash);
      });
    },
    async dropVectors(space) {
      db.run('DELETE FROM curated_vectors WHERE space = ?', space);
    },
  };
}
