import type { Json } from '../../domain/values.js';
import { Rejected } from './rejected.js';

export const MAX_ID_BYTES = 512;
/** Deeper metadata is refused: writing it out again would overflow the stack. */
export const MAX_DEPTH = 64;

/**
 * A text that may be stored on every store.
 * @throws Rejected for NUL characters and lone surrogates.
 */
export function storable(text: string, key: string): string {
  if (text.includes('\0')) throw new Rejected(`${key} holds a NUL character`);
  if (/[\ud800-\udfff]/u.test(text)) throw new Rejected(`${key} holds half a surrogate pair`);
  return text;
}

/** @throws Rejected unless it is a text with something other than white space in it. */
export function bodyText(value: unknown, key: string): string {
  if (value === undefined || value === null) throw new Rejected(`there is no ${key}`);
  if (typeof value !== 'string') throw new Rejected(`${key} is ${kindOf(value)}, not a text`);
  if (value.trim() === '') throw new Rejected(`${key} is empty`);
  return storable(value, key);
}

/** A short text or a number; null when missing or blank. @throws Rejected for other types. */
export function label(value: unknown, key: string): string | null {
  if (value === undefined || value === null) return null;
  if (typeof value === 'number' && Number.isFinite(value)) return String(value);
  if (typeof value !== 'string') throw new Rejected(`${key} is ${kindOf(value)}, not a text`);
  return value.trim() === '' ? null : storable(value.trim(), key);
}

/** @throws Rejected unless it is an id: up to 512 bytes, no control characters, no space around it. */
export function idText(value: unknown, key: string): string {
  const id = typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : value;
  if (typeof id !== 'string') throw new Rejected(`${key} is ${kindOf(value)}, not a text`);
  if (id.trim() === '') throw new Rejected(`${key} is empty`);
  if (id.trim() !== id) throw new Rejected(`${key} begins or ends with white space`);

  if (/[\u0000-\u001f\u007f-\u009f]/.test(id)) {
    throw new Rejected(`${key} holds control characters`);
  }
  const bytes = Buffer.byteLength(id);
  if (bytes > MAX_ID_BYTES) {
    throw new Rejected(`${key} has ${bytes} bytes; at most ${MAX_ID_BYTES} are allowed`);
  }
  return storable(id, key);
}

/** @throws Rejected unless it is a whole number; null when missing. */
export function wholeNumber(value: unknown, key: string): number | null {
  if (value === undefined || value === null) return null;
  if (typeof value === 'number' && Number.isSafeInteger(value)) return value;
  throw new Rejected(`${key} is ${kindOf(value)}, not a whole number`);
}

/** @throws Rejected when the value is nested deeper than `MAX_DEPTH`. */
export function shallow(value: Json, key: string): Json {
  let level: Json[] = [value];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > MAX_DEPTH) throw new Rejected(`${key} is nested deeper than ${MAX_DEPTH} levels`);
    level = level.flatMap((item) =>
      item !== null && typeof item === 'object' ? Object.values(item) : [],
    );
  }
  return value;
}

export function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}
