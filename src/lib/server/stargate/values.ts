/** Values of columns on the wire. */
import { GibseyError } from '../../domain/errors.js';
import type { Json } from '../../domain/values.js';
import type { ColumnType } from './exposed.js';

/** A value as a text: what is one stays. */
export const asText = (value: Json): string =>
  typeof value === 'string' ? value : JSON.stringify(value);

export const iso = (ms: number): string => new Date(ms).toISOString();

/** As float32 prints: what a client reads into one is the same. */
export const numbers = (vector: Float32Array): number[] =>
  Array.from(vector, (value) => Number(value.toPrecision(9)));

const READ: Readonly<Record<ColumnType, (value: Json) => Json | undefined>> = {
  text: (value) => (typeof value === 'string' ? value : undefined),
  int: (value) => (Number.isSafeInteger(numeric(value)) ? numeric(value) : undefined),
  double: (value) => (Number.isFinite(numeric(value)) ? numeric(value) : undefined),
  boolean: (value) =>
    typeof value === 'boolean' ? value : { true: true, false: false }[asText(value)],
  timestamp: instant,
  list: (value) => (Array.isArray(value) ? value : undefined),
  map: (value) => (value !== null && typeof value === 'object' ? value : undefined),
  vector: (value) => (Array.isArray(value) ? value : undefined),
};

/**
 * A value that a client sends for a column, in the form in which rows have it.
 * @throws REQUEST_INVALID
 */
export function valueFor(column: string, type: ColumnType, value: Json): Json {
  const read = READ[type](value);
  if (read !== undefined) return read;
  throw new GibseyError('REQUEST_INVALID', `Column ${column} takes ${type}.`);
}

function numeric(value: Json): number {
  if (typeof value === 'number') return value;
  return typeof value === 'string' && value.trim() !== '' ? Number(value) : NaN;
}

/** ISO 8601, or epoch ms. */
function instant(value: Json): string | undefined {
  const ms = numeric(value);
  const date = new Date(Number.isNaN(ms) && typeof value === 'string' ? value : ms);
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}
