import type { Change, ChangeFeed } from '../../../ports/index.js';
import type { Connection } from './connection.js';

/** The outbox: triggers fill it in the transaction of the change, so that no change is without its event. */
export function sqliteChanges(db: Connection): ChangeFeed {
  return {
    async read(after, limit) {
      const sql = `SELECT sequence, table_name AS "table", id, op, at FROM changes
        WHERE sequence > ? ORDER BY sequence LIMIT ?`;
      return db.all<Change>(sql, after, limit).map((row) => ({ ...row }));
    },
    async latest() {
      // Kept by AUTOINCREMENT: it outlives the rows that were trimmed.
      const sql = "SELECT seq FROM sqlite_sequence WHERE name = 'changes'";
      return db.get<{ seq: number }>(sql)?.seq ?? 0;
    },
    async trim(sequence) {
      db.run('DELETE FROM changes WHERE sequence <= ?', sequence);
    },
  };
}
