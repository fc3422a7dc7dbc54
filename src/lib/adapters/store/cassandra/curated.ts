import { compareBytewise } from '../../../algorithms/text/hashing.js';
import type { CuratedAnswer } from '../../../domain/curated.js';
import type { CuratedStore } from '../../../ports.js';
import { assertTexts } from '../storable.js';
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
  };
}

const toAnswer = (row: Row): CuratedAnswer => ({
  id: row.id,
  question: row.question,
  answer: row.answer,
  variants: JSON.parse(row.variants) as string[],
  sources: JSON.parse(row.sources) as string[],
  updatedAt: row.updated_at.getTime(),
});
