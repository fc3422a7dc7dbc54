import type { Classification } from '../../../domain/classification.js';
import type { ClassificationStore } from '../../../ports/index.js';
import type { Connection } from './connection.js';

const PUT = `INSERT OR REPLACE INTO classifications
  (collection, id, label, confidence, method, model, classified_at, input) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`;
const GET = `SELECT collection, id, label, confidence, method, model, classified_at AS classifiedAt, input
  FROM classifications WHERE collection = ? AND id = ?`;
const COUNTS = `SELECT label, count(*) AS count FROM classifications WHERE collection = ?
  GROUP BY label ORDER BY count DESC, label`;

export function sqliteClassifications(db: Connection): ClassificationStore {
  return {
    async put(classifications) {
      db.immediate(() => {
        for (const each of classifications) {
          const { collection, id, label, confidence, method, model, classifiedAt, input } = each;
          db.run(PUT, collection, id, label, confidence, method, model, classifiedAt, input);
        }
      });
    },
    async get(collection, ids) {
      const rows = ids.map((id) => db.get<Classification>(GET, collection, id));
      return rows.flatMap((row) => (row ? [{ ...row }] : []));
    },
    async counts(collection) {
      return db
        .all<{ label: string; count: number }>(COUNTS, collection)
        .map((row) => ({ ...row }));
    },
  };
}
