import type { EmbeddedPage, PageVector, Passage } from '../../../domain/page.js';
import type { Hash, Space } from '../../../domain/values.js';
import type { ScanOptions, VectorStore } from '../../../ports/index.js';
import { assertVectors } from '../vectors.js';
import { doAndTell, type CassandraChanges } from './changes.js';
import { AGAIN, contend, inParallel } from './concurrency.js';
import { behind, rangeOf, ringSplits } from './ring.js';
import type { SchemaLock } from './migrate.js';
import type { Session } from './session.js';
import { vectorTables, type VectorTables } from './vector-tables.js';

/** What the driver makes of a vector column. */
interface DriverVector {
  elements: number[];
}

interface HeaderRow {
  page_id: string;
  space: string;
  content_hash: Hash | null;
  vector: DriverVector;
}

interface PassageRow {
  ordinal: number;
  start_offset: number;
  end_offset: number;
  passage_vector: DriverVector;
}

type HeldRow = Pick<HeaderRow, 'content_hash' | 'vector'> & { version: bigint | null };

export interface CassandraVectors extends VectorStore {
  /** Removes what a page has in every space. */
  forget(pageId: string): Promise<void>;
}

/**
 * One partition holds what a page has in a space: the page's vector in static columns, a row a passage. It is
 * replaced in one conditional batch, so that readers see the old or the new whole, the version decides between
 * writers, and what is deleted can be written again under the same version. Write timestamps alone
 * (`USING TIMESTAMP version`) give none of the three: see docs/decisions/0003-cassandra.md.
 */
export function cassandraVectors(
  session: Session,
  lock: SchemaLock,
  feed: CassandraChanges,
): CassandraVectors {
  const tables = vectorTables(session, lock);
  const remove = (table: string, space: string, ids: readonly string[]) =>
    removePages(session, feed, { table, space, ids });
  return {
    async splits() {
      return ringSplits();
    },
    scan: (space, options = {}) => scan(session, tables, space, options),
    async hashes(space, ids) {
      const table = await tables.find(space.dimensions);
      if (!table) return new Map();
      const cql = `SELECT DISTINCT page_id, space, content_hash FROM ${table} WHERE page_id = ? AND space = ?`;
      const rows = await inParallel([...new Set(ids)], (id) =>
        session.read<Pick<HeaderRow, 'page_id' | 'content_hash'>>(cql, [id, space.id]),
      );
      const pairs = rows.flat().map((row) => [row.page_id, row.content_hash] as const);
      return new Map(pairs.filter((pair): pair is [string, Hash] => pair[1] !== null));
    },
    async passages(space, pageId) {
      const table = await tables.find(space.dimensions);
      if (!table) return [];
      const cql = `SELECT ordinal, start_offset, end_offset, passage_vector FROM ${table}
        WHERE page_id = ? AND space = ? AND ordinal >= 0`;
      return (await session.read<PassageRow>(cql, [pageId, space.id])).map(toPassage);
    },
    async put(space, rows) {
      assertVectors(space, rows);
      if (rows.length === 0) return;
      const table = await tables.ensure(space);
      await doAndTell(newestOf(rows), {
        ...{ feed, table: 'page_vectors', op: 'put', idOf: ({ pageId }) => pageId },
        work: (row) => replace(session, table, space, row),
      });
    },
    async delete(space, ids) {
      const table = await tables.find(space.dimensions);
      if (table) await remove(table, space.id, ids);
    },
    drop: (id) => drop(session, tables, id, (table, ids) => remove(table, id, ids)),
    async count(space) {
      return countHeaders(session, tables, space);
    },
    async forget(pageId) {
      for (const { space, table } of await tables.all()) await remove(table, space, [pageId]);
    },
  };
}

async function* scan(
  session: Session,
  tables: VectorTables,
  space: Space,
  options: ScanOptions,
): AsyncGenerator<PageVector[]> {
  const table = await tables.find(space.dimensions);
  if (!table) return;
  const select = `SELECT DISTINCT page_id, space, content_hash, vector FROM ${table}`;
  for await (const rows of streamHeaders<HeaderRow>(session, select, space.id, options)) {
    const vectors = rows.flatMap(toPageVectors);
    if (vectors.length > 0) yield vectors;
  }
}

async function drop(
  session: Session,
  tables: VectorTables,
  id: string,
  remove: (table: string, pageIds: readonly string[]) => Promise<void>,
): Promise<void> {
  type Row = Pick<HeaderRow, 'page_id' | 'space'>;
  for (const { space, table } of await tables.all()) {
    if (space !== id) continue;
    const select = `SELECT DISTINCT page_id, space FROM ${table}`;
    for await (const rows of streamHeaders<Row>(session, select, id, {})) {
      const pageIds = rows.map((row) => row.page_id);
      await remove(table, pageIds);
    }
  }
}

/** Of each page the row of the newest version, the later one of two. */
function newestOf(rows: readonly EmbeddedPage[]): EmbeddedPage[] {
  const newest = new Map<string, EmbeddedPage>();
  for (const row of rows) {
    if (row.version >= (newest.get(row.pageId)?.version ?? 0)) newest.set(row.pageId, row);
  }
  return [...newest.values()];
}

function headerOf(session: Session, table: string, space: string, pageId: string) {
  const cql = `SELECT DISTINCT page_id, space, version, content_hash, vector FROM ${table}
    WHERE page_id = ? AND space = ?`;
  return async (serial: boolean) => {
    const [row] = await session.read<HeldRow>(cql, [pageId, space], { serial });
    return { row, version: row?.version ?? null };
  };
}

/** Whether the page's vector was another one before. */
const differs = (held: HeldRow | undefined, { contentHash, vector }: EmbeddedPage) =>
  held?.content_hash !== contentHash ||
  held.vector.elements.some((element, i) => element !== vector[i]);

async function removePages(
  session: Session,
  feed: CassandraChanges,
  { table, space, ids }: { table: string; space: string; ids: readonly string[] },
): Promise<void> {
  await doAndTell(ids, {
    ...{ feed, table: 'page_vectors', op: 'delete', idOf: (id) => id },
    work: (id) => removePage(session, table, space, id),
  });
}

async function replace(
  session: Session,
  table: string,
  space: Space,
  row: EmbeddedPage,
): Promise<boolean> {
  const { pageId, vector, contentHash, passages } = row;
  const version = BigInt(row.version);
  const held = headerOf(session, table, space.id, pageId);
  const key = [pageId, space.id];
  const header = `UPDATE ${table} SET vector = ?, content_hash = ?, version = ?, passages = ?
    WHERE page_id = ? AND space = ? IF version = ?`;
  const passage = `INSERT INTO ${table} (page_id, space, ordinal, start_offset, end_offset, passage_vector)
    VALUES (?, ?, ?, ?, ?, ?)`;
  const beyond = Math.max(-1, ...passages.map(({ ordinal }) => ordinal));
  let serial = false;
  return contend(`the vectors of page ${pageId}`, async () => {
    const { row: before, version: expected } = await held(serial);
    if (expected !== null && expected > version) return false;
    const { outcome } = await session.compareAndSet(
      { cql: header, values: [vector, contentHash, version, passages.length, ...key, expected] },
      ...(expected === null ? [] : [cut(table, key, beyond)]),
      ...passages.map(({ ordinal, start, end, vector: part }) => ({
        cql: passage,
        values: [...key, ordinal, start, end, part],
      })),
    );
    serial = true;
    return outcome === 'applied' ? differs(before, row) : AGAIN;
  });
}

async function removePage(
  session: Session,
  table: string,
  space: string,
  pageId: string,
): Promise<boolean> {
  const held = headerOf(session, table, space, pageId);
  const key = [pageId, space];
  const header = `DELETE vector, content_hash, version, passages FROM ${table}
    WHERE page_id = ? AND space = ? IF version = ?`;
  let serial = false;
  return contend(`the vectors of page ${pageId}`, async () => {
    const { version: expected } = await held(serial);
    if (expected === null) return false;
    const { outcome } = await session.compareAndSet(
      { cql: header, values: [...key, expected] },
      cut(table, key, -1),
    );
    serial = true;
    return outcome === 'applied' ? true : AGAIN;
  });
}

/** Passages behind `ordinal`. The rows of one conditional batch share a timestamp: a delete that overlapped its inserts would win. */
const cut = (table: string, key: string[], ordinal: number) => ({
  cql: `DELETE FROM ${table} WHERE page_id = ? AND space = ? AND ordinal > ?`,
  values: [...key, ordinal],
});

async function* streamHeaders<T extends { page_id: string; space: string }>(
  session: Session,
  select: string,
  space: string,
  options: ScanOptions,
): AsyncGenerator<T[]> {
  const { after, upTo } = rangeOf(options.split);
  const token = 'token(page_id, space)';
  const rows =
    options.after === undefined
      ? session.stream<T>(
          `${select} WHERE ${token} > ? AND ${token} <= ?`,
          [after, upTo],
          options.batch,
        )
      : session.stream<T>(
          `${select} WHERE ${token} >= token(?, ?) AND ${token} <= ?`,
          [options.after, space, upTo],
          options.batch,
        );
  for await (const batch of behind(rows, options, (row) => row.page_id)) {
    yield batch.filter((row) => row.space === space);
  }
}

async function countHeaders(
  session: Session,
  tables: VectorTables,
  space: Space,
): Promise<{ pages: number; passages: number }> {
  const table = await tables.find(space.dimensions);
  const total = { pages: 0, passages: 0 };
  if (!table) return total;
  const select = `SELECT DISTINCT page_id, space, passages FROM ${table}`;
  type Row = { page_id: string; space: string; passages: number | null };
  for await (const rows of streamHeaders<Row>(session, select, space.id, { batch: 5000 })) {
    for (const { passages } of rows) {
      if (passages === null) continue;
      total.pages++;
      total.passages += passages;
    }
  }
  return total;
}

/** None for a partition whose header is gone. */
function toPageVectors({ page_id, content_hash, vector }: HeaderRow): PageVector[] {
  if (content_hash === null) return [];
  return [
    { pageId: page_id, contentHash: content_hash, vector: Float32Array.from(vector.elements) },
  ];
}

const toPassage = (row: PassageRow): Passage => ({
  ordinal: row.ordinal,
  start: row.start_offset,
  end: row.end_offset,
  vector: Float32Array.from(row.passage_vector.elements),
});
