import { compareBytewise, hashText } from '../../../algorithms/text/hashing.js';
import type { Page, StoredPage } from '../../../domain/page.js';
import type { Json } from '../../../domain/values.js';
import type { Clock, PageStore } from '../../../ports/index.js';
import { assertStorable } from '../storable.js';
import { doAndTell, type CassandraChanges } from './changes.js';
import { AGAIN, contend, inParallel } from './concurrency.js';
import { behind, rangeOf, ringSplits } from './ring.js';
import type { Session } from './session.js';

interface PageRow {
  page_id: string;
  body: string | null;
  title: string | null;
  chapter: string | null;
  position: number | null;
  char_id: string | null;
  source: string | null;
  metadata: string | null;
  updated_at: Date | null;
  version: bigint | null;
}

type VersionRow = Pick<PageRow, 'version'>;

const SELECT = `SELECT page_id, body, title, chapter, position, char_id, source, metadata, updated_at,
  WRITETIME(body) AS version FROM pages WHERE`;
const GET = `${SELECT} page_id = ?`;
const AT = `${SELECT} position = ?`;
const SCAN = `${SELECT} token(page_id) > ? AND token(page_id) <= ?`;
const SCAN_BEHIND = `${SELECT} token(page_id) >= token(?) AND token(page_id) <= ?`;
const COUNT = 'SELECT COUNT(body) AS n FROM pages WHERE token(page_id) > ? AND token(page_id) <= ?';
const PUT = `INSERT INTO pages
  (page_id, body, title, chapter, position, char_id, source, metadata, content_hash, updated_at)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) USING TIMESTAMP ?`;
const VERSION = 'SELECT WRITETIME(body) AS version FROM pages WHERE page_id = ?';
const DELETE = 'DELETE FROM pages USING TIMESTAMP ? WHERE page_id = ?';

/** µs */
const SECOND = 1e6;
const YEAR = 365 * 24 * 3600 * SECOND;

/** `forgetVectors` removes the vectors of a page in every space. */
export function cassandraPages(
  session: Session,
  clock: Clock,
  feed: CassandraChanges,
  forgetVectors: (id: string) => Promise<void>,
): PageStore {
  const read = async (id: string) => (await session.read<PageRow>(GET, [id])).flatMap(toPages)[0];
  const nextVersion = versions(clock);

  const put = async (page: Page) => {
    const before = await read(page.id);
    if (before && isSame(before, page)) return false;
    if (!before) await insertVisibly(session, page, nextVersion);
    else {
      const version = nextVersion({ floor: before.version });
      await session.write(PUT, [...columns(page, null), BigInt(version)]);
    }
    return true;
  };

  const remove = async (id: string) => {
    // Vectors first: a crash in between leaves a page that can be deleted again, not vectors of no page.
    await forgetVectors(id);
    const [row] = await session.read<VersionRow>(VERSION, [id]);
    if (!row) return false;
    const version = nextVersion({ floor: Number(row.version ?? 0) });
    await session.write(DELETE, [BigInt(version), id]);
    return row.version !== null;
  };

  return {
    async splits() {
      return ringSplits();
    },
    async *scan(options = {}) {
      const { after, upTo } = rangeOf(options.split);
      const rows =
        options.after === undefined
          ? session.stream<PageRow>(SCAN, [after, upTo], options.batch)
          : session.stream<PageRow>(SCAN_BEHIND, [options.after, upTo], options.batch);
      for await (const batch of behind(rows, options, (row) => row.page_id)) {
        const pages = batch.flatMap(toPages);
        if (pages.length > 0) yield pages;
      }
    },
    async get(ids) {
      return (await inParallel(ids, read)).filter((page) => page !== undefined);
    },
    at: (position) => firstAt(session, position),
    async put(pages) {
      assertStorable(pages);
      // Of a page that is given twice the later one counts, as it would one call after the other.
      const last = [...new Map(pages.map((page) => [page.id, page])).values()];
      const idOf = ({ id }: Page) => id;
      await doAndTell(last, { feed, table: 'pages', op: 'put', idOf, work: put });
    },
    async delete(ids) {
      const idOf = (id: string) => id;
      await doAndTell(ids, { feed, table: 'pages', op: 'delete', idOf, work: remove });
    },
    count: () => count(session),
  };
}

async function firstAt(session: Session, position: number): Promise<StoredPage | null> {
  const pages = (await session.read<PageRow>(AT, [position])).flatMap(toPages);
  return pages.sort((a, b) => compareBytewise(a.id, b.id))[0] ?? null;
}

async function count(session: Session): Promise<number> {
  const counts = await inParallel(ringSplits(), async (split) => {
    const { after, upTo } = rangeOf(split);
    const [row] = await session.read<{ n: bigint }>(COUNT, [after, upTo]);
    return Number(row?.n ?? 0);
  });
  return counts.reduce((sum, n) => sum + n, 0);
}

/** The next write time in µs: `lead` before the clock, above `floor`. */
type NextVersion = (options?: { lead?: number; floor?: number }) => number;

/** Write times that grow with every call, whatever the clock does. */
function versions(clock: Clock): NextVersion {
  let last = 0;
  return ({ lead = 0, floor = 0 } = {}) => {
    last = Math.max(clock.now() * 1000, last + 1);
    return Math.max(last + lead, floor + 1);
  };
}

/**
 * A tombstone of a machine whose clock runs ahead hides what is written below it, and nobody can ask how far
 * ahead it is: a page that was not there before is looked for, and written later and later until it shows.
 */
async function insertVisibly(session: Session, page: Page, next: NextVersion): Promise<void> {
  let lead = 0;
  await contend(`page ${page.id}`, async () => {
    await session.write(PUT, [...columns(page, undefined), BigInt(next({ lead }))]);
    lead = Math.min(Math.max(SECOND, lead * 2), YEAR);
    const [row] = await session.read<VersionRow>(VERSION, [page.id]);
    return row && row.version !== null ? undefined : AGAIN;
  });
}

/** `none` stands for null: undefined where there is nothing to remove, which leaves no tombstone. */
function columns(page: Page, none: null | undefined) {
  const { id, body, title, chapter, position, charId, source, metadata, updatedAt } = page;
  const optional = [title, chapter, position, charId].map((value) => value ?? none);
  const json = JSON.stringify(metadata);
  return [id, body, ...optional, source, json, hashText(body), new Date(updatedAt)];
}

/** None for a row without a body: what another program left of a page by writing to it while it was deleted. */
function toPages(row: PageRow): StoredPage[] {
  const { body, version } = row;
  if (body === null || version === null) return [];
  return [
    {
      id: row.page_id,
      body,
      title: row.title,
      chapter: row.chapter,
      position: row.position,
      charId: row.char_id,
      source: row.source ?? '',
      updatedAt: row.updated_at?.getTime() ?? Math.floor(Number(version) / 1000),
      metadata: JSON.parse(row.metadata ?? '{}') as Record<string, Json>,
      contentHash: hashText(body),
      version: Number(version),
    },
  ];
}

function isSame(stored: StoredPage, page: Page): boolean {
  return (
    stored.body === page.body &&
    stored.title === page.title &&
    stored.chapter === page.chapter &&
    stored.position === page.position &&
    stored.charId === page.charId &&
    stored.source === page.source &&
    stored.updatedAt === page.updatedAt &&
    JSON.stringify(stored.metadata) === JSON.stringify(page.metadata)
  );
}
