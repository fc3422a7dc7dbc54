import type { ScanOptions, Split } from '../../../ports/index.js';
import type { Connection, Value } from './connection.js';

const DEFAULT_BATCH = 500;
const MAX_SPLITS = 8;
const MIN_ROWS_A_SPLIT = 256;

/** Page ids from `after` (exclusive) up to `to` (inclusive); null is without end. */
type Range = [after: string | null, to: string | null];

/**
 * Ranges of page ids of about equal size. The first and the last are open, so that together they always cover
 * the whole table, whatever is written later.
 */
export function idSplits(db: Connection, table: 'pages' | 'page_vectors'): Split[] {
  const rows = db.get<{ n: number }>(`SELECT count(*) AS n FROM ${table}`)?.n ?? 0;
  const parts = Math.max(1, Math.min(MAX_SPLITS, Math.floor(rows / MIN_ROWS_A_SPLIT)));
  const bounds = new Set<string>();
  for (let i = 1; i < parts; i++) {
    const sql = `SELECT page_id AS id FROM ${table} ORDER BY page_id LIMIT 1 OFFSET ?`;
    const at = db.get<{ id: string }>(sql, Math.floor((rows * i) / parts));
    if (at) bounds.add(at.id);
  }
  const edges = [null, ...bounds, null];
  return edges.slice(1).map((to, i) => JSON.stringify([edges[i] ?? null, to]) as Split);
}

export interface KeyedQuery {
  /** `SELECT … FROM … WHERE …` up to the condition on page_id. */
  select: string;
  values: Value[];
}

/**
 * Rows in bytewise order of page_id, a batch at a time, each batch by a query of its own that starts behind
 * the last id: memory is one batch, and nothing is locked while the caller works.
 */
export async function* scanByPageId<Row extends { page_id: string }>(
  db: Connection,
  { select, values }: KeyedQuery,
  { split, after, batch = DEFAULT_BATCH }: ScanOptions = {},
): AsyncGenerator<Row[]> {
  const [start, to] = split === undefined ? [null, null] : (JSON.parse(split) as Range);
  const until = to === null ? '' : 'AND page_id <= ?';
  const sql = `${select} AND page_id > ? ${until} ORDER BY page_id LIMIT ?`;
  const upper = to === null ? [] : [to];
  let last = after ?? start ?? ''; // no page has the empty id
  for (;;) {
    const rows = db.all<Row>(sql, ...values, last, ...upper, batch);
    if (rows.length > 0) yield rows;
    if (rows.length < batch) return;
    last = rows[rows.length - 1]?.page_id ?? last;
  }
}
