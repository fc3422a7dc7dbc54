import { GibseyError } from '../../../domain/errors.js';
import type { Json } from '../../../domain/values.js';
import type { Source, SourceRecord } from '../../../ports/index.js';
import { DistinctIds } from '../distinct.js';
import { idText } from '../fields.js';
import { parseRow } from '../record.js';
import { excerpt, Rejected } from '../rejected.js';
import { tableAddress } from './address.js';
import type { RestOptions } from './config.js';
import { type Gateway, getJson, invalid, shown } from './request.js';

interface Reply {
  rows: unknown[];
  /** Where the next reply goes on; null behind the last. */
  pageState: string | null;
}

/**
 * Pages of a table behind a gateway with the REST API of Stargate, version 2: rows of the shape
 * `{page_id | id, body | text, chapter?, title?, position?, char_id?, updated_at?}`; other columns are metadata.
 * Holds one reply at a time. A request that fails is repeated where it stood.
 * @throws USAGE when the address or the name is wrong.
 */
export function openRest(options: RestOptions): Source {
  const { rows, keyspace, table } = tableAddress(options.target, options.base);
  const name = sourceName(options.name ?? `${keyspace}/${table}`);
  return { name, read: (signal) => readAll(rows, name, options, signal) };
}

function sourceName(name: string): string {
  try {
    return idText(name, 'the name');
  } catch (error) {
    throw error instanceof Rejected ? new GibseyError('USAGE', `${error.message}.`) : error;
  }
}

async function* readAll(
  rows: URL,
  source: string,
  { token, timeoutMs, clock, pageSize }: RestOptions,
  signal: AbortSignal,
): AsyncGenerator<SourceRecord> {
  const gateway: Gateway = { token, timeoutMs, clock, signal };
  const now = clock.now();
  const ids = new DistinctIds();
  let number = 0;
  for await (const page of repliesOf(rows, pageSize, gateway)) {
    for (const row of page) {
      signal.throwIfAborted();
      yield ids.check(recordOf(row, `${shown(rows)} row ${++number}`, source, now));
    }
  }
}

/** Rows of each reply, until one has no page state. A full last page has one, and an empty one follows. */
async function* repliesOf(
  rows: URL,
  pageSize: number,
  gateway: Gateway,
): AsyncGenerator<unknown[]> {
  const seen = new Set<string>();
  const url = new URL(rows);
  url.searchParams.set('page-size', String(pageSize));
  for (;;) {
    gateway.signal.throwIfAborted();
    const { rows: page, pageState } = replyOf(await getJson(url, gateway), rows);
    yield page;
    if (pageState === null) return;
    if (seen.has(pageState)) throw invalid(rows, 'gave the same page state twice');
    seen.add(pageState);
    url.searchParams.set('page-state', pageState);
  }
}

function replyOf(json: unknown, url: URL): Reply {
  const { data, pageState = null } = (json ?? {}) as { data?: unknown; pageState?: unknown };
  if (!Array.isArray(data)) throw invalid(url, 'answered without a list of rows');
  if (pageState !== null && typeof pageState !== 'string')
    throw invalid(url, 'gave a page state that is no text');
  return { rows: data as unknown[], pageState: pageState === '' ? null : pageState };
}

function recordOf(value: unknown, where: string, source: string, now: number): SourceRecord {
  try {
    const { id, updatedAt, ...row } = parseRow(withId(value), now);
    if (id === null) throw new Rejected('there is no page_id or id');
    const place = `${where} (${excerpt(id)})`;
    return { page: { ...row, id, source, updatedAt: updatedAt ?? now }, where: place };
  } catch (error) {
    if (!(error instanceof Rejected)) throw error;
    return { problem: { where, reason: error.message } };
  }
}

/** Columns without a value are left out: a row of Cassandra names them all. `page_id` goes before `id`. */
function withId(value: unknown): unknown {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return value;
  const set = Object.entries(value as Record<string, Json>).filter(([, column]) => column !== null);
  const { page_id: pageId, ...rest } = Object.fromEntries(set);
  return pageId === undefined ? rest : { ...rest, id: pageId };
}
