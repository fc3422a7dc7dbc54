import { compareBytewise } from '../../../algorithms/text/hashing.js';
import type { Feedback, Lookup } from '../../../domain/lookup.js';
import type { LookupLog } from '../../../ports.js';
import { assertTexts } from '../storable.js';
import { inParallel } from './concurrency.js';
import { bucketOf, BUCKETS, dayOf, daysBetween, rowsBetween } from './days.js';
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
const COUNT = `SELECT hit, count(*) AS lookups, sum(latency_ms) AS ms FROM answer_lookups
  WHERE day = ? AND bucket = ? GROUP BY day, bucket, hit`;
const FEEDBACK_COLUMNS = 'id, answer_id, lookup_id, user_id, helpful, comment, created_at';
const FEEDBACK = `INSERT INTO answer_feedback (${FEEDBACK_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?)`;
const SELECT_FEEDBACK = `SELECT ${FEEDBACK_COLUMNS} FROM answer_feedback`;
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

/** Counted by the server, partition by partition. */
async function savings(session: Session, priceUsd: number, msSaved: number) {
  const days = await daysBetween(session, -Infinity, Infinity, 'lookup_days');
  const partitions = days.flatMap((day) =>
    Array.from({ length: BUCKETS }, (_, bucket) => [day, bucket]),
  );
  type Row = { hit: boolean; lookups: bigint; ms: number };
  const counted = await inParallel(partitions, (key) => session.read<Row>(COUNT, key));
  let lookups = 0;
  let hits = 0;
  let spentMs = 0;
  for (const row of counted.flat()) {
    lookups += Number(row.lookups);
    if (row.hit) hits += Number(row.lookups);
    spentMs += row.ms;
  }
  return { lookups, hits, savedMs: hits * msSaved - spentMs, savedUsd: hits * priceUsd };
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
