/**
 * Row events of Debezium's connector for Cassandra. Its envelope is
 * `{ts_ms, op: i|u|d|r, source: {ts_ms, keyspace, table, …}, after: {column: {value, deletion_ts, set} | null}}`, with
 * schemas switched on inside of `{schema, payload}`; there is no `before`, and `r` is the deletion of a range.
 *
 * Only the key of the row is taken from an event. It comes from every replica, in no order, holds the columns that
 * were written alone, and nothing when a cell's time to live is over: what the row holds now only the store can say.
 */
import type { Change } from '../../../ports/index.js';

export interface RawEvent {
  key: string | null;
  /** Null: the tombstone that lets a compacted topic forget the key. */
  value: string | null;
  /** Epoch ms, of the broker: for events that do not tell their own. */
  at: number;
}

export type Decoded = Pick<Change, 'id' | 'op' | 'at'> | 'another table' | { unreadable: string };

const OPS: Readonly<Record<string, Change['op']>> = {
  i: 'put',
  u: 'put',
  d: 'delete',
  r: 'delete',
};

/** What an event says of the table `pages`. Never throws. */
export function decodeEvent({ key, value, at }: RawEvent): Decoded {
  const ofKey = idIn(payloadOf(parsed(key)));
  if (value === null) {
    return ofKey === null ? unreadable('it has neither a key nor a value') : gone(ofKey, at);
  }
  const event = payloadOf(parsed(value));
  if (!isRecord(event)) return unreadable('its value is no JSON object');
  const { op, source, after } = event;
  if (isRecord(source) && source.table !== undefined && source.table !== 'pages') {
    return 'another table';
  }
  const did = typeof op === 'string' ? OPS[op] : undefined;
  if (did === undefined) return unreadable('its op is none of i, u, d and r');
  const id = idIn(after) ?? ofKey;
  if (id === null) return unreadable('it names no id');
  return { id, op: did, at: timeIn(source) ?? timeIn(event) ?? at };
}

const unreadable = (why: string) => ({ unreadable: `The event cannot be read: ${why}.` });
const gone = (id: string, at: number): Decoded => ({ id, op: 'delete', at });

function parsed(text: string | null): unknown {
  if (text === null) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const payloadOf = (message: unknown): unknown =>
  isRecord(message) && 'schema' in message && 'payload' in message ? message.payload : message;

/** Of the columns, each a cell or, in keys, the bare value. */
function idIn(columns: unknown): string | null {
  const cell = isRecord(columns) ? columns.id : undefined;
  const value = isRecord(cell) ? cell.value : cell;
  return typeof value === 'string' && value !== '' ? value : null;
}

function timeIn(holder: unknown): number | null {
  const ms = isRecord(holder) ? holder.ts_ms : undefined;
  return typeof ms === 'number' && Number.isFinite(ms) ? ms : null;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
