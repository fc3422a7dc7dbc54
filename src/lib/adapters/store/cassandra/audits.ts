import type { Audit, Offer } from '../../../domain/audit.js';
import type { AuditStore } from '../../../ports/index.js';
import { assertTexts } from '../storable.js';
import { inParallel } from './concurrency.js';
import { bucketOf, countBefore, dayOf, partitionsBefore, rowsBetween } from './days.js';
import type { Session } from './session.js';

interface Row {
  id: string;
  query_hash: string;
  question: string;
  answer_id: string;
  offer: string;
  fresh: string | null;
  hit: boolean;
  vetoed: boolean;
  density_group: number;
  score: number;
  threshold: number;
  propensity: number;
  created_at: Date;
}

const COLUMNS = `id, query_hash, question, answer_id, offer, fresh, hit, vetoed, density_group, score, threshold,
  propensity, created_at`;
const PUT = `INSERT INTO answer_audits (day, bucket, ${COLUMNS})
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;
const BETWEEN = `SELECT ${COLUMNS} FROM answer_audits
  WHERE day = ? AND bucket = ? AND created_at >= ? AND created_at < ?`;
const PRUNE = 'DELETE FROM answer_audits WHERE day = ? AND bucket = ?';
const PRUNE_DAY = 'DELETE FROM audit_days WHERE day = ?';
const TABLES = { days: 'audit_days', rows: 'answer_audits' } as const;
/** The last moment that a Date can hold. */
const LAST = 8.64e15;

export function cassandraAudits(session: Session): AuditStore {
  return {
    async put(audits) {
      for (const { id, question, fresh } of audits) {
        assertTexts(`audit "${id}"`, { id, question, fresh });
      }
      // The days first: what is stored is found.
      for (const day of new Set(audits.map(dayOf))) {
        await session.write('INSERT INTO audit_days (day) VALUES (?)', [day]);
      }
      await inParallel(audits, (audit) => session.write(PUT, valuesOf(audit)));
    },
    between: (from, to) => between(session, from, Math.min(to, LAST)),
    countBefore: (day) => countBefore(session, day, TABLES),
    async prune(day) {
      const removed = await countBefore(session, day, TABLES);
      const { days, partitions } = await partitionsBefore(session, day, TABLES.days);
      await inParallel(partitions, (key) => session.write(PRUNE, key));
      await inParallel(days, (each) => session.write(PRUNE_DAY, [each]));
      return removed;
    },
  };
}

function valuesOf(audit: Audit) {
  const { id, queryHash, question, answerId, offer, fresh, hit, vetoed } = audit;
  const words = [id, queryHash, question, answerId, JSON.stringify(offer), fresh];
  const { group, score, threshold, propensity, createdAt } = audit;
  const decision = [hit, vetoed, group, score, threshold, propensity];
  return [dayOf(audit), bucketOf(id), ...words, ...decision, new Date(createdAt)];
}

async function* between(session: Session, from: number, to: number): AsyncGenerator<Audit[]> {
  const reading = { days: 'audit_days', cql: BETWEEN } as const;
  for await (const rows of rowsBetween<Row>(session, reading, from, to)) yield rows.map(toAudit);
}

const toAudit = (row: Row): Audit => ({
  id: row.id,
  queryHash: row.query_hash,
  question: row.question,
  answerId: row.answer_id,
  offer: JSON.parse(row.offer) as Offer,
  fresh: row.fresh,
  hit: row.hit,
  vetoed: row.vetoed,
  group: row.density_group,
  score: row.score,
  threshold: row.threshold,
  propensity: row.propensity,
  createdAt: row.created_at.getTime(),
});
