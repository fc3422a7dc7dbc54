import type { Audit, Offer } from '../../../domain/audit.js';
import type { AuditStore } from '../../../ports/index.js';
import { assertTexts } from '../storable.js';
import type { Connection } from './connection.js';
import { inBatches, startOf } from './prune.js';

type Row = Omit<Audit, 'offer' | 'hit' | 'vetoed'> & { offer: string; hit: 0 | 1; vetoed: 0 | 1 };

const PUT = `INSERT OR REPLACE INTO answer_audits (id, query_hash, question, answer_id, offer, fresh, hit, vetoed,
  density_group, score, threshold, propensity, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;
const BETWEEN = `SELECT id, query_hash AS queryHash, question, answer_id AS answerId, offer, fresh, hit, vetoed,
  density_group AS "group", score, threshold, propensity, created_at AS createdAt FROM answer_audits
  WHERE (created_at, id) > (?, ?) AND created_at < ? ORDER BY created_at, id LIMIT ?`;
const COUNT = 'SELECT count(*) AS n FROM answer_audits WHERE created_at < ?';
const PRUNE = `DELETE FROM answer_audits
  WHERE id IN (SELECT id FROM answer_audits WHERE created_at < ? ORDER BY created_at, id LIMIT ?)`;
const BATCH = 500;

/** In the operations journal, beside the look-ups. */
export function sqliteAudits(operations: Connection): AuditStore {
  return {
    async put(audits) {
      for (const { id, question, fresh } of audits) {
        assertTexts(`audit "${id}"`, { id, question, fresh });
      }
      operations.immediate(() => {
        for (const audit of audits) put(operations, audit);
      });
    },
    between: (from, to) => between(operations, from, to),
    async countBefore(day) {
      return operations.get<{ n: number }>(COUNT, startOf(day))?.n ?? 0;
    },
    prune: (day) => inBatches(operations, (limit) => operations.run(PRUNE, startOf(day), limit)),
  };
}

function put(operations: Connection, audit: Audit): void {
  const { id, queryHash, question, answerId, offer, fresh, hit, vetoed } = audit;
  const words = [id, queryHash, question, answerId, JSON.stringify(offer), fresh] as const;
  const { group, score, threshold, propensity, createdAt } = audit;
  const decision = [Number(hit), Number(vetoed), group, score, threshold] as const;
  operations.run(PUT, ...words, ...decision, propensity, createdAt);
}

/** By time, each batch by a query of its own that starts behind the last one. */
async function* between(db: Connection, from: number, to: number): AsyncGenerator<Audit[]> {
  let last = { createdAt: from, id: '' }; // no look-up has the empty id
  for (;;) {
    const rows = db.all<Row>(BETWEEN, last.createdAt, last.id, to, BATCH);
    if (rows.length > 0) yield rows.map(toAudit);
    if (rows.length < BATCH) return;
    last = rows.at(-1) ?? last;
  }
}

const toAudit = (row: Row): Audit => ({
  ...row,
  offer: JSON.parse(row.offer) as Offer,
  hit: row.hit === 1,
  vetoed: row.vetoed === 1,
});
