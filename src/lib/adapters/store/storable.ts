import { GibseyError } from '../../domain/errors.js';
import type { Page } from '../../domain/page.js';

/** Longest key that every store takes, in UTF-8 bytes. */
const MAX_ID_BYTES = 65_535;
/** A surrogate without its partner, or NUL: what a store would cut or change silently. */
const UNSTORABLE = /\0|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

/**
 * Looks at every page of a call before any of it is stored: what a store gives back is what it was given.
 * @throws BAD_INPUT NUL or half a surrogate pair in a text; an empty or over-long id; a number that is none
 */
export function assertStorable(pages: readonly Page[]): void {
  for (const page of pages) {
    const reason = problemOf(page);
    if (reason) throw new GibseyError('BAD_INPUT', `Page "${page.id.slice(0, 80)}": ${reason}.`);
  }
}

function problemOf(page: Page): string | null {
  if (page.id === '') return 'the id is empty';
  if (Buffer.byteLength(page.id) > MAX_ID_BYTES) return `the id is over ${MAX_ID_BYTES} bytes`;
  for (const field of ['id', 'body', 'title', 'chapter', 'charId', 'source'] as const) {
    const at = page[field]?.search(UNSTORABLE) ?? -1;
    if (at >= 0) return `${field} has a NUL or half a surrogate pair at offset ${at}`;
  }
  if (page.position !== null && !Number.isFinite(page.position)) return 'position is not a number';
  if (!Number.isSafeInteger(page.updatedAt)) return 'updatedAt is not a time in ms';
  return null;
}
