import type { Change, DeadLetter, OffsetStore } from '../../../ports/index.js';
import type { Connection } from './connection.js';

type LetterRow = Omit<DeadLetter, 'change'> & { change: string };

const COMMIT = `INSERT INTO offsets (consumer, sequence) VALUES (?, ?)
  ON CONFLICT (consumer) DO UPDATE SET sequence = excluded.sequence WHERE excluded.sequence > offsets.sequence`;
const BURY = `INSERT INTO dead_letters (consumer, sequence, change, code, message, at) VALUES (?, ?, ?, ?, ?, ?)
  ON CONFLICT DO NOTHING`;
const BURIED = `SELECT consumer, change, code, message, at FROM dead_letters WHERE consumer = ? ORDER BY sequence`;

export function sqliteOffsets(db: Connection): OffsetStore {
  return {
    async read(consumer) {
      const sql = 'SELECT sequence FROM offsets WHERE consumer = ?';
      return db.get<{ sequence: number }>(sql, consumer)?.sequence ?? 0;
    },
    async commit(consumer, sequence) {
      db.run(COMMIT, consumer, sequence);
    },
    async bury({ consumer, change, code, message, at }) {
      db.run(BURY, consumer, change.sequence, JSON.stringify(change), code, message, at);
    },
    async buried(consumer) {
      const rows = db.all<LetterRow>(BURIED, consumer);
      return rows.map((row) => ({ ...row, change: JSON.parse(row.change) as Change }));
    },
  };
}
