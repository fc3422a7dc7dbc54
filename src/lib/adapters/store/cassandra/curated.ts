import { compareBytewise } from '../../../algorithms/text/hashing.js';
import type { CuratedAnswer } from '../../../domain/curated.js';
import type { Hash } from '../../../domain/values.js';
import type { CuratedStore } from '../../../ports/index.js';
import { assertTexts } from '../storable.js';
import { assertVector, decodeVector, encodeVector } from '../vectors.js';
import { inParallel } from './concurrency.js';
import type { Session } from './session.js';

interface Row {
  id: string;
  question: string;
  answer: string;
  variants: string;
  sources: string;
  updated_at: Date;
}

interface VectorRow {
  vector: Uint8Array;
}

interface KeyRow {
  text_hash: Hash;
}

const KEY = 'space = ? AND bucket = ? AND text_hash = ?';
const GET_VECTOR = `SELECT vector FROM curated_vectors WHERE ${KEY}`;
const PUT_VECTOR =
  'INSERT INTO curated_vectors (space, bucket, text_hash, vector) VALUES (?, ?, ?, ?)';
const HASHES = 'SELECT text_hash FROM curated_vectors WHERE space = ? AND bucket = ?';
const DROP_VECTORS = 'DELETE FROM curated_vectors WHERE space = ? AND bucket = ?';
const REMOVE_VECTOR = `DELETE FROM curated_vectors WHERE ${KEY}`;
const COLUMNS = 'id, question, answer, variants, sources, updated_at';
const PUT = `INSERT INTO curated_answers (${COLUMNS}) VALUES (?, ?, ?, ?, ?, ?)`;

export function cassandraCurated(session: Session): CuratedStore {
  return {
    async put(answers) {
      for (const { id, question, answer } of answers) {
        assertTexts(`curated answer "${id}"`, { id, question, answer });
      }
      // Of an answer that is given twice the later one counts.
      const last = [...new Map(answers.map((answer) => [answer.id, answer])).values()];
      await inParallel(last, async ({ id, question, answer, variants, sources, updatedAt }) => {
        const lists = [JSON.stringify(variants), JSON.stringify(sources)];
        await session.write(PUT, [id, question, answer, ...lists, new Date(updatedAt)]);
      });
    },
    async list() {
      const rows = await session.read<Row>(`SELECT ${COLUMNS} FROM curated_answers`);
      return rows.map(toAnswer).sort((a, b) => compareBytewise(a.id, b.id));
    },
    async delete(id) {
      const found = await session.read('SELECT id FROM curated_answers WHERE id = ?', [id]);
      if (found.length === 0) return false;
      await session.write('DELETE FROM curated_answers WHERE id = ?', [id]);
      return true;
    },
    ...questionVectors(session),
  };
}

function questionVectors(
  session: Session,
): Pick<CuratedStore, 'vectors' | 'putVectors' | 'keepVectors' | 'dropVectors'> {
  return {
    async vectors(space, hashes) {
      const rows = await inParallel(hashes, async (hash) => {
        const [row] = await session.read<VectorRow>(GET_VECTOR, keyOf(space.id, hash));
        return row ? ([hash, decodeVector(row.vector)] as const) : null;
      });
      return new Map(rows.filter((row) => row !== null));
    },
    async putVectors(space, vectors) {
      for (const [hash, vector] of vectors) assertVector(space, vector, `question ${hash}`);
      await inParallel([...vectors], ([hash, vector]) =>
        session.write(PUT_VECTOR, [...keyOf(space.id, hash), encodeVector(vector)]),
      );
    },
    async keepVectors(space, hashes) {
      const all = await inParallel(partitionsOf(space.id), (key) =>
        session.read<KeyRow>(HASHES, key),
      );
      const others = all.flat().filter((row) => !hashes.has(row.text_hash));
      await inParallel(others, (row) =>
        session.write(REMOVE_VECTOR, keyOf(space.id, row.text_hash)),
      );
    },
    async dropVectors(space) {
      await inParallel(partitionsOf(space), (key) => session.write(DROP_VECTORS, key));
    },
  };
}

const keyOf = (space: string, hash: Hash) => [space, hash.slice(0, 1), hash];

/** Of one space, by the first digit of the hash. */
const partitionsOf = (space: string) => [...'0123456789abcdef'].map((digit) => [space, digit]);

const toAnswer = (row: Row): CuratedAnswer => ({
  id: row.id,
  question: row.question,
  answer: row.answer,
  variants: JSON.parse(row.variants) as string[],
  sources: JSON.parse(row.sources) as string[],
  updatedAt: row.updated_at.getTime(),
});
