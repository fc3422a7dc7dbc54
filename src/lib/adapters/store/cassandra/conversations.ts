import type { Utterance } from '../../../domain/conversation.js';
import type { Json } from '../../../domain/values.js';
import type { ConversationStore } from '../../../ports/index.js';
import { assertUtterances } from '../storable.js';
import { inParallel } from './concurrency.js';
import { bucketOf, bucketsOf, countBefore, dayOf, partitionsBefore, rowsBetween } from './days.js';
import { rangeOf, ringSplits } from './ring.js';
import type { Session } from './session.js';

interface Row {
  utterance_id: string;
  user_id: string;
  session_id: string;
  role: Utterance['role'];
  text: string;
  language: string | null;
  created_at: Date;
  metadata: string;
}

type Place = Pick<Utterance, 'id' | 'userId' | 'sessionId' | 'createdAt'>;

const COLUMNS = 'user_id, session_id, created_at, utterance_id, role, text, language, metadata';
const PLACE = 'SELECT user_id, session_id, created_at FROM utterances WHERE utterance_id = ?';
const PUT_PLACE =
  'INSERT INTO utterances (utterance_id, user_id, session_id, created_at) VALUES (?, ?, ?, ?)';
const PUT_DAY = 'INSERT INTO conversation_days (day) VALUES (?)';
const PUT = `INSERT INTO conversations (${COLUMNS}, day, bucket) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;
const PUT_SESSION = `INSERT INTO conversations_by_session (${COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`;
const DELETE =
  'DELETE FROM conversations WHERE created_at = ? AND utterance_id = ? AND day = ? AND bucket = ?';
const DELETE_SESSION = `DELETE FROM conversations_by_session
  WHERE created_at = ? AND utterance_id = ? AND user_id = ? AND session_id = ?`;
const SESSION = `SELECT ${COLUMNS} FROM conversations_by_session
  WHERE user_id = ? AND session_id = ? LIMIT ?`;
const BETWEEN = `SELECT ${COLUMNS} FROM conversations
  WHERE day = ? AND bucket = ? AND created_at >= ? AND created_at < ?`;
const GET = `SELECT ${COLUMNS} FROM conversations
  WHERE day = ? AND bucket = ? AND created_at = ? AND utterance_id = ?`;
const COUNT = `SELECT COUNT(*) AS n FROM utterances
  WHERE token(utterance_id) > ? AND token(utterance_id) <= ?`;

const TABLES = { days: 'conversation_days', rows: 'conversations' } as const;
const PRUNE_DAY = 'DELETE FROM conversation_days WHERE day = ?';
const PARTITION = `SELECT utterance_id, user_id, session_id, created_at FROM conversations
  WHERE day = ? AND bucket = ?`;
const PRUNE = 'DELETE FROM conversations WHERE day = ? AND bucket = ?';
const PRUNE_PLACE = 'DELETE FROM utterances WHERE utterance_id = ?';
const SPACES = 'SELECT space FROM query_places WHERE utterance_id = ?';
const PRUNE_QUERY = `DELETE FROM queries
  WHERE space = ? AND day = ? AND bucket = ? AND created_at = ? AND utterance_id = ?`;
const PRUNE_QUERY_PLACES = 'DELETE FROM query_places WHERE utterance_id = ?';
const PRUNE_LABEL =
  "DELETE FROM classifications WHERE collection = 'conversations' AND bucket = ? AND id = ?";

/** The last moment that a Date can hold. */
const LAST = 8.64e15;

export function cassandraConversations(session: Session): ConversationStore {
  return {
    async put(utterances) {
      assertUtterances(utterances);
      // Of an utterance that is given twice the later one counts.
      const last = [...new Map(utterances.map((one) => [one.id, one])).values()];
      // Each time: a night may have removed a day since.
      for (const day of new Set(last.map(dayOf))) await session.write(PUT_DAY, [day]);
      await inParallel(last, (utterance) => put(session, utterance));
    },
    async get(ids) {
      const found = await inParallel(ids, (id) => get(session, id));
      return found.flatMap((utterance) => utterance ?? []);
    },
    async session(userId, sessionId, limit) {
      if (limit <= 0) return []; // CQL knows no such limit
      const rows = await session.read<Row>(SESSION, [userId, sessionId, limit]);
      return rows.map(toUtterance).reverse();
    },
    between: (from, to) => between(session, from, Math.min(to, LAST)),
    async count() {
      const counts = await inParallel(ringSplits(), async (split) => {
        const { after, upTo } = rangeOf(split);
        const [row] = await session.read<{ n: bigint }>(COUNT, [after, upTo]);
        return Number(row?.n ?? 0);
      });
      return counts.reduce((sum, n) => sum + n, 0);
    },
    countBefore: (day) => countBefore(session, day, TABLES),
    prune: (day) => prune(session, day),
    eraseUser: (userId) => eraseUser(session, userId),
  };
}

/** The rows of a bucket go last: what a crash leaves is found again by them. */
async function prune(session: Session, before: number): Promise<number> {
  const { days } = await partitionsBefore(session, before, TABLES.days);
  let removed = 0;
  for (const day of days) {
    for (const key of bucketsOf(day)) {
      for await (const rows of session.stream<Row>(PARTITION, key)) {
        await inParallel(rows, (row) => forget(session, row, key));
        removed += rows.length;
      }
      await session.write(PRUNE, key);
    }
    await session.write(PRUNE_DAY, [day]);
  }
  return removed;
}

/** All days are looked through: who is forgotten once need not be found fast. The row of the day goes last. */
async function eraseUser(session: Session, userId: string): Promise<number> {
  const { partitions } = await partitionsBefore(session, Infinity, TABLES.days);
  const removed = await inParallel(partitions, async (key) => {
    let count = 0;
    for await (const rows of session.stream<Row>(PARTITION, key)) {
      for (const row of rows.filter(({ user_id }) => user_id === userId)) {
        await forget(session, row, key);
        await session.write(DELETE, [row.created_at, row.utterance_id, ...key]);
        count++;
      }
    }
    return count;
  });
  return removed.reduce((sum, count) => sum + count, 0);
}

/** All but the row of the day. */
async function forget(session: Session, row: Row, [day, bucket]: [number, number]): Promise<void> {
  const { utterance_id: id, user_id, session_id, created_at } = row;
  for (const { space } of await session.read<{ space: string }>(SPACES, [id])) {
    await session.write(PRUNE_QUERY, [space, day, bucket, created_at, id]);
  }
  await session.write(PRUNE_QUERY_PLACES, [id]);
  await session.write(PRUNE_LABEL, [bucket, id]);
  await session.write(DELETE_SESSION, [created_at, id, user_id, session_id]);
  await session.write(PRUNE_PLACE, [id]);
}

/** Where it stood before is read first, so that the same utterance with another time or owner is there once. */
async function put(session: Session, utterance: Utterance): Promise<void> {
  const before = await placeOf(session, utterance.id);
  if (before && !samePlace(before, utterance)) await remove(session, before);
  const { id, userId, sessionId, createdAt, role, text, language, metadata } = utterance;
  const none = before ? null : undefined; // nothing to remove, no tombstone
  const said = [role, text, language ?? none, JSON.stringify(metadata)];
  const row = [userId, sessionId, new Date(createdAt), id, ...said];
  await session.write(PUT, [...row, dayOf(utterance), bucketOf(id)]);
  await session.write(PUT_SESSION, row);
  await session.write(PUT_PLACE, [id, userId, sessionId, new Date(createdAt)]);
}

async function placeOf(session: Session, id: string): Promise<Place | null> {
  type PlaceRow = Pick<Row, 'user_id' | 'session_id' | 'created_at'>;
  const [row] = await session.read<PlaceRow>(PLACE, [id]);
  if (!row) return null;
  const { user_id, session_id, created_at } = row;
  return { id, userId: user_id, sessionId: session_id, createdAt: created_at.getTime() };
}

async function get(session: Session, id: string): Promise<Utterance | null> {
  const place = await placeOf(session, id);
  if (!place) return null;
  const key = [dayOf(place), bucketOf(id), new Date(place.createdAt), id];
  const [row] = await session.read<Row>(GET, key);
  return row ? toUtterance(row) : null;
}

async function remove(session: Session, place: Place): Promise<void> {
  const key = [new Date(place.createdAt), place.id];
  await session.write(DELETE, [...key, dayOf(place), bucketOf(place.id)]);
  await session.write(DELETE_SESSION, [...key, place.userId, place.sessionId]);
}

async function* between(session: Session, from: number, to: number): AsyncGenerator<Utterance[]> {
  const reading = { days: 'conversation_days', cql: BETWEEN } as const;
  for await (const rows of rowsBetween<Row>(session, reading, from, to)) {
    yield rows.map(toUtterance);
  }
}

const samePlace = (a: Place, b: Place) =>
  a.userId === b.userId && a.sessionId === b.sessionId && a.createdAt === b.createdAt;

const toUtterance = (row: Row): Utterance => ({
  id: row.utterance_id,
  userId: row.user_id,
  sessionId: row.session_id,
  role: row.role,
  text: row.text,
  language: row.language,
  createdAt: row.created_at.getTime(),
  metadata: JSON.parse(row.metadata) as Record<string, Json>,
});
