import type { Feedback, Lookup } from '../../../domain/lookup.js';
import type { LookupLog } from '../../../ports/index.js';
import { assertTexts } from '../storable.js';
import type { Connection } from './connection.js';
import { inBatches, overwriting, startOf } from './prune.js';

type LookupRow = Omit<Lookup, 'hit'> & { hit: 0 | 1 };
type FeedbackRow = Omit<Feedback, 'helpful'> & { helpful: 0 | 1 };

const RECORD = `INSERT INTO answer_lookups (id, query_hash, query_id, answer_id, cluster_id, hit, similarity, score,
  threshold, veto, audit, latency_ms, created_at, density_group) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
  ON CONFLICT DO NOTHING`;
const SELECT = `SELECT id, query_hash AS queryHash, query_id AS queryId, answer_id AS answerId,
  cluster_id AS clusterId, hit, similarity, score, threshold, veto, audit, latency_ms AS latencyMs,
  created_at AS createdAt, density_group AS "group" FROM answer_lookups`;
const ONE = `${SELECT} WHERE id = ?`;
const BETWEEN = `${SELECT}
  WHERE (created_at, id) > (?, ?) AND created_at < ? ORDER BY created_at, id LIMIT ?`;
const SAVINGS = `SELECT coalesce(sum(lookups), 0) AS lookups, coalesce(sum(hits), 0) AS hits,
  coalesce(sum(ms), 0.0) AS spentMs FROM (
    SELECT count(*) AS lookups, sum(hit) AS hits, sum(latency_ms) AS ms FROM answer_lookups
    UNION ALL SELECT sum(lookups), sum(hits), sum(latency_ms) FROM answer_lookup_totals)`;
const COUNT = 'SELECT count(*) AS n FROM answer_lookups WHERE created_at < ?';
const OLDEST = 'SELECT id FROM answer_lookups WHERE created_at < ? ORDER BY created_at, id LIMIT ?';
const TOTAL = `INSERT INTO answer_lookup_totals (day, lookups, hits, latency_ms)
  SELECT floor(created_at / 86400000.0), count(*), sum(hit), sum(latency_ms) FROM answer_lookups
  WHERE id IN (${OLDEST}) GROUP BY 1
  ON CONFLICT (day) DO UPDATE SET lookups = lookups + excluded.lookups, hits = hits + excluded.hits,
    latency_ms = latency_ms + excluded.latency_ms`;
const PRUNE = `DELETE FROM answer_lookups WHERE id IN (${OLDEST})`;
const FEEDBACK = `INSERT OR REPLACE INTO answer_feedback
  (id, answer_id, lookup_id, user_id, helpful, comment, created_at) VALUES (?, ?, ?, ?, ?, ?, ?)`;
const SELECT_FEEDBACK = `SELECT id, answer_id AS answerId, lookup_id AS lookupId, user_id AS userId, helpful,
  comment, created_at AS createdAt FROM answer_feedback`;
const REMOVE_FEEDBACK = 'DELETE FROM answer_feedback WHERE id = ? AND created_at < ?';
const BATCH = 500;

/** Look-ups go to the operations journal, whose commits wait for no disk; feedback to the knowledge. */
export function sqliteLookups(knowledge: Connection, operations: Connection): LookupLog {
  return {
    async record(lookups) {
      operations.immediate(() => {
        for (const lookup of lookups) record(operations, lookup);
      });
    },
    between: (from, to) => between(operations, from, to),
    async get(id) {
      const row = operations.get<LookupRow>(ONE, id);
      return row ? toLookup(row) : null;
    },
    async countBefore(day) {
      return operations.get<{ n: number }>(COUNT, startOf(day))?.n ?? 0;
    },
    prune: (day) =>
      inBatches(operations, (limit) => {
        operations.run(TOTAL, startOf(day), limit);
        return operations.run(PRUNE, startOf(day), limit);
      }),
    async savings(priceUsd, msSaved) {
      type Row = { lookups: number; hits: number; spentMs: number };
      const { lookups = 0, hits = 0, spentMs = 0 } = operations.get<Row>(SAVINGS) ?? {};
      return { lookups, hits, savedMs: hits * msSaved - spentMs, savedUsd: hits * priceUsd };
    },
    async feedback({ id, answerId, lookupId, userId, helpful, comment, createdAt }) {
      assertTexts(`feedback "${id}"`, { id, answerId, lookupId, userId, comment });
      knowledge.run(FEEDBACK, id, answerId, lookupId, userId, Number(helpful), comment, createdAt);
    },
    async feedbackOf(answerId, since) {
      const order = 'ORDER BY created_at, id';
      const rows =
        answerId === null
          ? knowledge.all<FeedbackRow>(`${SELECT_FEEDBACK} WHERE created_at >= ? ${order}`, since)
          : knowledge.all<FeedbackRow>(
              `${SELECT_FEEDBACK} WHERE answer_id = ? AND created_at >= ? ${order}`,
              answerId,
              since,
            );
      return rows.map((row) => ({ ...row, helpful: row.helpful === 1 }));
    },
    removeFeedback: (ids, day) =>
      overwriting(knowledge, async () =>
        knowledge.immediate(() =>
          ids.reduce((n, id) => n + knowledge.run(REMOVE_FEEDBACK, id, startOf(day)), 0),
        ),
      ),
  };
}

const toLookup = (row: LookupRow): Lookup => ({ ...row, hit: row.hit === 1 });

function record(operations: Connection, lookup: Lookup): void {
  const { id, queryHash, queryId, answerId, clusterId, hit, similarity, score } = lookup;
  const question = [id, queryHash, queryId, answerId, clusterId] as const;
  const decision = [Number(hit), similarity, score, lookup.threshold, lookup.veto] as const;
  operations.run(
    RECORD,
    ...question,
    ...decision,
    lookup.audit,
    lookup.latencyMs,
    lookup.createdAt,
    lookup.group,
  );
}

/** By time, each batch by a query of its own that starts behind the last one. */
async function* between(db: Connection, from: number, to: number): AsyncGenerator<Lookup[]> {
  let last = { createdAt: from, id: '' }; // no look-up has the empty id
  for (;;) {
    const rows = db.all<LookupRow>(BETWEEN, last.createdAt, last.id, to, BATCH);
    if (rows.length > 0) yield rows.map(toLookup);
    if (rows.length < BATCH) return;
    last = rows.at(-1) ?? last;
  }
}
