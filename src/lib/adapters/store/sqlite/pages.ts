import { hashText } from '../../../algorithms/text/hashing.js';
import type { Page, StoredPage } from '../../../domain/page.js';
import type { Json } from '../../../domain/values.js';
import type { Clock, PageStore } from '../../../ports/index.js';
import { assertStorable } from '../storable.js';
import type { Connection } from './connection.js';
import { idSplits, scanByPageId } from './splits.js';

interface PageRow {
  page_id: string;
  chapter: string | null;
  position: number | null;
  title: string | null;
  body: string;
  char_id: string | null;
  source: string;
  metadata: string;
  updated_at: number;
  version: number;
}

const SELECT = `SELECT page_id, chapter, position, title, body, char_id, source, metadata, updated_at, version
  FROM pages WHERE`;

/** A page that is written as it stands already is not written at all: no new version, no change event. */
const UPSERT = `INSERT INTO pages
  (page_id, chapter, position, title, body, char_id, source, metadata, content_hash, updated_at, version)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
  ON CONFLICT (page_id) DO UPDATE SET
    chapter = excluded.chapter, position = excluded.position, title = excluded.title, body = excluded.body,
    char_id = excluded.char_id, source = excluded.source, metadata = excluded.metadata,
    content_hash = excluded.content_hash, updated_at = excluded.updated_at,
    version = max(excluded.version, pages.version + 1)
  WHERE (pages.chapter, pages.position, pages.title, pages.body, pages.char_id, pages.source, pages.metadata,
         pages.content_hash, pages.updated_at)
    IS NOT (excluded.chapter, excluded.position, excluded.title, excluded.body, excluded.char_id,
            excluded.source, excluded.metadata, excluded.content_hash, excluded.updated_at)`;

export function sqlitePages(db: Connection, clock: Clock): PageStore {
  return {
    async splits() {
      return idSplits(db, 'pages');
    },
    async *scan(options) {
      for await (const rows of scanByPageId<PageRow>(
        db,
        { select: `${SELECT} 1`, values: [] },
        options,
      )) {
        yield rows.map(toPage);
      }
    },
    async get(ids) {
      const rows = ids.map((id) => db.get<PageRow>(`${SELECT} page_id = ?`, id));
      return rows.flatMap((row) => (row ? [toPage(row)] : []));
    },
    async at(position) {
      const sql = `${SELECT} position = ? ORDER BY page_id LIMIT 1`;
      const row = db.get<PageRow>(sql, position);
      return row ? toPage(row) : null;
    },
    async put(pages) {
      assertStorable(pages);
      const version = clock.now() * 1000;
      db.immediate(() => {
        for (const page of pages) db.run(UPSERT, ...toRow(page), version);
      });
    },
    async delete(ids) {
      db.immediate(() => {
        for (const id of ids) db.run('DELETE FROM pages WHERE page_id = ?', id);
        // Vectors that came late, after their page was gone.
        for (const id of ids) db.run('DELETE FROM page_vectors WHERE page_id = ?', id);
      });
    },
    async count() {
      return db.get<{ n: number }>('SELECT count(*) AS n FROM pages')?.n ?? 0;
    },
  };
}

function toRow(page: Page) {
  const { id, chapter, position, title, body, charId, source, metadata, updatedAt } = page;
  const json = JSON.stringify(metadata);
  return [
    id,
    chapter,
    position,
    title,
    body,
    charId,
    source,
    json,
    hashText(body),
    updatedAt,
  ] as const;
}

function toPage(row: PageRow): StoredPage {
  return {
    id: row.page_id,
    body: row.body,
    title: row.title,
    chapter: row.chapter,
    position: row.position,
    charId: row.char_id,
    source: row.source,
    updatedAt: row.updated_at,
    metadata: JSON.parse(row.metadata) as Record<string, Json>,
    contentHash: hashText(row.body),
    version: row.version,
  };
}
