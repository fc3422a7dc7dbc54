import type { CuratedAnswer } from '../../../domain/curated.js';
import type { CuratedStore } from '../../../ports.js';
import { assertTexts } from '../storable.js';
import type { Connection } from './connection.js';

type Row = Omit<CuratedAnswer, 'variants' | 'sources'> & { variants: string; sources: string };

const PUT = `INSERT INTO curated_answers (id, question, answer, variants, sources, updated_at)
  VALUES (?, ?, ?, ?, ?, ?)
  ON CONFLICT (id) DO UPDATE SET question = excluded.question, answer = excluded.answer,
    variants = excluded.variants, sources = excluded.sources, updated_at = excluded.updated_at`;
const LIST = `SELECT id, question, answer, variants, sources, updated_at AS updatedAt FROM curated_answers
  ORDER BY id`;

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
  };
}
