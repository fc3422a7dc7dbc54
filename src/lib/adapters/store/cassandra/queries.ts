import type { EmbeddedQuery } from '../../../domain/query.js';
import type { Hash, Space } from '../../../domain/values.js';
import type { QueryStore } from '../../../ports/index.js';
import { assertVector, decodeVector, encodeVector } from '../vectors.js';
import { inParallel } from './concurrency.js';
import { bucketOf, dayOf, rowsBetween, type Reading } from './days.js';
import type { Session } from './session.js';

interface Row {
  utterance_id: string;
  user_id: string;
  text: string;
  personal: boolean;
  language: string | null;
  created_at: Date;
  content_hash: Hash;
  vector: Uint8Array;
}

type Place = Pick<Row, 'created_at' | 'content_hash'>;

const COLUMNS = 'utterance_id, created_at, user_id, text, personal, language, content_hash, vector';
const KEY = 'space = ? AND day = ? AND bucket = ?';
const ONE = `${KEY} AND created_at = ? AND utterance_id = ?`;
const PUT = `INSERT INTO queries (space, day, bucket, ${COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;
const PLACE =
  'SELECT created_at, content_hash FROM query_places WHERE utterance_id = ? AND space = ?';
const PLACES = 'SELECT space, created_at, content_hash FROM query_places WHERE utterance_id = ?';
const PUT_PLACE =
  'INSERT INTO query_places (utterance_id, space, created_at, content_hash) VALUES (?, ?, ?, ?)';
const REMOVE_PLACE = 'DELETE FROM query_places WHERE utterance_id = ? AND space = ?';
const BETWEEN = `SELECT ${COLUMNS} FROM queries WHERE ${KEY} AND created_at >= ? AND created_at < ?`;
/** The last moment that a Date can hold. */
const LAST = 8.64e15;

export function cassandraQueries(session: Session): QueryStore {
  const placeOf = async (space: Space, id: string): Promise<Place | undefined> =>
    (await session.read<Place>(PLACE, [id, space.id]))[0];
  return {
    async put(space, queries) {
      for (const { id, vector } of queries) assertVector(space, vector, `query "${id}"`);
      const last = [...new Map(queries.map((query) => [query.id, query])).values()];
      await inParallel(last, async (query) => {
        await removeOutdated(session, space, query);
        await put(session, space, query);
      });
    },
    async hashes(space, ids) {
      const found = await inParallel(ids, async (id) => [id, await placeOf(space, id)] as const);
      return new Map(found.flatMap(([id, place]) => (place ? [[id, place.content_hash]] : [])));
    },
    async get(space, ids) {
      const found = await inParallel(ids, async (id) => {
        const place = await placeOf(space, id);
        if (!place) return [];
        const cql = `SELECT ${COLUMNS} FROM queries WHERE ${ONE}`;
        return session.read<Row>(cql, keyOf(space, id, place));
      });
      return found.flat().map(toQuery);
    },
    between: (space, from, to) => between(session, space, from, Math.min(to, LAST)),
    async delete(space, ids) {
      await inParallel(ids, async (id) => {
        const place = await placeOf(space, id);
        if (!place) return;
        await session.write(`DELETE FROM queries WHERE ${ONE}`, keyOf(space, id, place));
        await session.write(REMOVE_PLACE, [id, space.id]);
      });
    },
  };
}

function keyOf(space: Pick<Space, 'id'>, id: string, { created_at }: Pick<Place, 'created_at'>) {
  const day = dayOf({ createdAt: created_at.getTime() });
  return [space.id, day, bucketOf(id), created_at, id];
}

/** Its row at another time, and the rows of other spaces that were made of another text. */
async function removeOutdated(
  session: Session,
  space: Space,
  { id, createdAt, contentHash }: EmbeddedQuery,
): Promise<void> {
  for (const place of await session.read<Place & { space: string }>(PLACES, [id])) {
    const own = place.space === space.id;
    if (own ? place.created_at.getTime() === createdAt : place.content_hash === contentHash)
      continue;
    const there = { id: place.space };
    await session.write(`DELETE FROM queries WHERE ${ONE}`, keyOf(there, id, place));
    if (!own) await session.write(REMOVE_PLACE, [id, place.space]);
  }
}

async function put(session: Session, space: Space, query: EmbeddedQuery): Promise<void> {
  const { id, userId, text, personal, language, contentHash, vector } = query;
  const createdAt = new Date(query.createdAt);
  const partition = [space.id, dayOf(query), bucketOf(id)];
  const said = [id, createdAt, userId, text, personal, language, contentHash];
  await session.write(PUT, [...partition, ...said, encodeVector(vector)]);
  await session.write(PUT_PLACE, [id, space.id, createdAt, contentHash]);
}

async function* between(
  session: Session,
  space: Space,
  from: number,
  to: number,
): AsyncGenerator<EmbeddedQuery[]> {
  const reading: Reading = { days: 'conversation_days', cql: BETWEEN, key: [space.id] };
  for await (const rows of rowsBetween<Row>(session, reading, from, to)) yield rows.map(toQuery);
}

const toQuery = (row: Row): EmbeddedQuery => ({
  id: row.utterance_id,
  userId: row.user_id,
  text: row.text,
  personal: row.personal,
  language: row.language,
  createdAt: row.created_at.getTime(),
  contentHash: row.content_hash,
  vector: decodeVector(row.vector),
});
