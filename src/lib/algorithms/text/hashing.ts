import { createHash } from 'node:crypto';
import type { Hash, Json } from '../../domain/values.js';

/** SHA-256 of a text in UTF-8, lower-case hex. */
export function hashText(text: string): Hash {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

/**
 * SHA-256 over a list of parts. Each part is preceded by its length, so that no two lists collide by
 * concatenation.
 */
export function hashParts(parts: Iterable<string | number>): Hash {
  const hash = createHash('sha256');
  for (const part of parts) {
    const text = String(part);
    hash.update(`${text.length}:${text};`, 'utf8');
  }
  return hash.digest('hex');
}

/** JSON with keys in bytewise order and no white space: equal values, equal text. */
export function canonicalJson(value: Json): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  const keys = Object.keys(value).sort(compareBytewise);
  return `{${keys.map((key) => `${JSON.stringify(key)}:${canonicalJson(value[key] ?? null)}`).join(',')}}`;
}

/**
 * Order by UTF-8 bytes, the order that stores share. JavaScript's own order of strings is by UTF-16 unit,
 * which differs above U+FFFF.
 */
export function compareBytewise(a: string, b: string): number {
  const shared = Math.min(a.length, b.length);
  for (let i = 0; i < shared; i++) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x !== y) return rank(x) - rank(y);
  }
  return a.length - b.length;
}

/** Surrogates (code points above U+FFFF) sort behind every other UTF-16 unit, as their UTF-8 bytes do. */
function rank(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit;
}
