import { compareBytewise } from '../../../algorithms/text/hashing.js';
import type { Feedback, Lookup } from '../../../domain/lookup.js';
import type { LookupLog } from '../../../ports/index.js';
import { assertTexts } from '../storable.js';
import { inParallel } from './concurrency.js';
import { bucketOf, bucketsOf, countBefore, dayOf, daysBetween, rowsBetween } from './days.js';
import type { Session } from './session.js';

interface LookupRow {
  id: string;
  query_hash: string;
  query_id: string | null;
  answer_id: string | null;
  cluster_id: number | null;
  hit: boolean;
  similarity: number;
  score: number;
  threshold: number;
  veto: string | null;
  audit: number | null;
  latency_ms: number;
  created_at: Date;
  density_group: number | null;
}

interface FeedbackRow {
  id: string;
  answer_id: string;
  lookup_id: string | null;
  user_id: string | null;
  helpful: boolean;
  comment: string | null;
  created_at: Date;
}

const COLUMNS = `id, query_hash, query_id, answer_id, cluster_id, hit, similarity, score, threshold, veto, audit,
  latency_ms, created_at, density_group`;
const RECORD = `INSERT INTO answer_lookups (day, bucket, ${COLUMNS})
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;
const BETWEEN = `SELECT ${COLUMNS} FROM answer_lookups
  WHERE day = ? AND bucket = ? AND hit IN (false, true) AND created_at >= ? AND created_at < ?`;
const ONE = `SELECT ${COLUMNS} FROM answer_lookups WHERE id = ?`;
const COUNT = `SELECT hit, count(*) AS lookups, sum(latency_ms) AS ms FROM answer_lookups
  WHERE day = ? AND bucket = ? GROUP BY day, bucket, hit`;
const TOTALS = 'SELECT day, lookups, hits, latency_ms FROM answer_lookup_totals';
const TOTAL =
  'INSERT INTO answer_lookup_totals (day, lookups, hits, latency_ms) VALUES (?, ?, ?, ?)';
const PRUNE = 'DELETE FROM answer_lookups WHERE day = ? AND bucket = ?';
const PRUNE_DAY = 'DELETE FROM lookup_days WHERE day = ?';
const TABLES = { days: 'lookup_days', rows: 'answer_lookups' } as const;
const FEEDBACK_COLUMNS = 'id, answer_id, lookup_id, user_id, helpful, comment, created_at';
const FEEDBACK = `INSERT INTO answer_feedback (${FEEDBACK_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?)`;
const SELECT_FEEDBACK = `SELECT ${FEEDBACK_COLUMNS} FROM answer_feedback`;
const WHEN = 'SELECT created_at FROM answer_feedback WHERE id = ?';
const REMOVE_FEEDBACK = 'DELETE FROM answer_feedback WHERE id = ?';
/** The last moment that a Date can hold. */
const LAST = 8.64e15;

export function cassandraLookups(session: Session): LookupLog {
  const entered = new Set<number>();
  const enter = async (day: number) => {
    if (entered.has(day)) return;
    await session.write('INSERT INTO lookup_days (day) VALUES (?)', [day]);
    entered.add(day);
  };
  return {
    async record(lookups) {
      // The days first: a look-up that is stored is one that is found.
      for (const day of new Set(lookups.map(dayOf))) await enter(day);
      await inParallel(lookups, (lookup) => session.write(RECORD, valuesOf(lookup)));
    },
    between: (from, to) => between(session, from, Math.min(to, LAST)),
    async get(id) {
      const [row] = await session.read<LookupRow>(ONE, [id]);
      return row ? toLookup(row) : null;
    },
    countBefore: (day) => countBefore(session, day, TABLES),
    prune: (day) => prune(session, day),
    savings: (priceUsd, msSaved) => savings(session, priceUsd, msSaved),
    async feedback({ id, answerId, lookupId, userId, helpful, comment, createdAt }) {
      assertTexts(`feedback "${id}"`, { id, answerId, lookupId, userId, comment });
      const said = [id, answerId, lookupId, userId, helpful, comment, new Date(createdAt)];
      await session.write(FEEDBACK, said);
    },
    async feedbackOf(answerId, since) {
      const rows = await (answerId === null
        ? session.read<FeedbackRow>(SELECT_FEEDBACK)
        : session.read<FeedbackRow>(`${SELECT_FEEDBACK} WHERE answer_id = ?`, [answerId]));
      return rows
        .map(toFeedback)
        .filter(({ createdAt }) => createdAt >= since)
        .sort((a, b) => a.createdAt - b.createdAt || compareBytewise(a.id, b.id));
    },
    async removeFeedback(ids, day) {
      const removed = await inParallel(ids, async (id) => {
        const [row] = await session.read<{ created_at: Date }>(WHEN, [id]);
        if (!row || dayOf({ createdAt: row.created_at.getTime() }) >= day) return 0;
        await session.write(REMOVE_FEEDBACK, [id]);
        return 1;
      });
      return removed.reduce<number>((sum, n) => sum + n, 0);
    },
  };
}

function valuesOf(lookup: Lookup) {
  const { id, queryHash, queryId, answerId, clusterId, hit, similarity, score } = lookup;
  const question = [dayOf(lookup), bucketOf(id), id, queryHash, queryId, answerId, clusterId];
  const decision = [hit, similarity, score, lookup.threshold, lookup.veto, lookup.audit];
  return [...question, ...decision, lookup.latencyMs, new Date(lookup.createdAt), lookup.group];
}

async function* between(session: Session, from: number, to: number): AsyncGenerator<Lookup[]> {
  const reading = { days: 'lookup_days', cql: BETWEEN } as const;
  for await (const rows of rowsBetween<LookupRow>(session, reading, from, to)) {
    yield rows.map(toLookup);
  }
}

interface Total {
  lookups: number;
  hits: number;
  ms: number;
}

/** Of one day, counted by the server. */
async function totalOf(session: Session, day: number): Promise<Total> {
  type Row = { hit: boolean; lookups: bigint; ms: number };
  const counted = await inParallel(bucketsOf(day), (key) => session.read<Row>(COUNT, key));
  const total = { lookups: 0, hits: 0, ms: 0 };
  for (const row of counted.flat()) {
    total.lookups += Number(row.lookups);
    if (row.hit) total.hits += Number(row.lookups);
    total.ms += row.ms;
  }
  return total;
}

/** What is left of the days whose rows were removed. */
async function totalsOf(session: Session): Promise<Map<number, Total>> {
  type Row = { day: number; lookups: bigint; hits: bigint; latency_ms: number };
  const rows = await session.read<Row>(TOTALS);
  return new Map(
    rows.map(({ day, lookups, hits, latency_ms: ms }) => [
      day,
      { lookups: Number(lookups), hits: Number(hits), ms },
    ]),
  );
}

/**
 * Day by day: the total first, then the rows, then the day. Of a day that has its total some rows may be gone
 * already, so that it is not counted again.
 */
async function prune(session: Session, before: number): Promise<number> {
  const days = (await daysBetween(session, -Infinity, Infinity, TABLES.days)).filter(
    (day) => day < before,
  );
  const known = await totalsOf(session);
  let removed = 0;
  for (const day of days) {
    const { lookups, hits, ms } = await totalOf(session, day);
    removed += lookups;
    if (!known.has(day)) await session.write(TOTAL, [day, BigInt(lookups), BigInt(hits), ms]);
    await inParallel(bucketsOf(day), (key) => session.write(PRUNE, key));
    await session.write(PRUNE_DAY, [day]);
  }
  return removed;
}

/** Totals are read last: a day that is being removed meanwhile has its own by then, which counts. */
async function savings(session: Session, priceUsd: number, msSaved: number) {
  const days = await daysBetween(session, -Infinity, Infinity, TABLES.days);
  const counted = await inParallel(
    days,
    async (day) => [day, await totalOf(session, day)] as const,
  );
  const all = new Map([...counted, ...(await totalsOf(session))]);
  const sum = (part: keyof Total) => [...all.values()].reduce((n, total) => n + total[part], 0);
  const [lookups, hits] = [sum('lookups'), sum('hits')];
  return { lookups, hits, savedMs: hits * msSaved - sum('ms'), savedUsd: hits * priceUsd };
}

const toLookup = (row: LookupRow): Lookup => ({
  id: row.id,
  queryHash: row.query_hash,
  queryId: row.query_id,
  answerId: row.answer_id,
  clusterId: row.cluster_id,
  group: row.density_group,
  hit: row.hit,
  similarity: row.similarity,
  score: row.score,
  threshold: row.threshold,
  veto: row.veto,
  audit: row.audit,
  latencyMs: row.latency_ms,
  createdAt: row.created_at.getTime(),
});

const toFeedback = (row: FeedbackRow): Feedback => ({
  id: row.id,
  answerId: row.answer_id,
  lookupId: row.lookup_id,
  userId: row.user_id,
  helpful: row.helpful,
  comment: row.comment,
  createdAt: row.created_at.getTime(),
});
