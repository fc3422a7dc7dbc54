import { GibseyError } from '../../domain/errors.js';
import type { Utterance } from '../../domain/conversation.js';
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

/**
 * The same for utterances.
 * @throws BAD_INPUT
 */
export function assertUtterances(utterances: readonly Utterance[]): void {
  for (const utterance of utterances) {
    const reason = problemOfUtterance(utterance);
    if (reason) {
      throw new GibseyError('BAD_INPUT', `Utterance "${utterance.id.slice(0, 80)}": ${reason}.`);
    }
  }
}

/**
 * The same for the texts of anything else.
 * @param whose e.g. `curated answer "visa"`
 * @throws BAD_INPUT
 */
export function assertTexts(whose: string, texts: Record<string, string | null>): void {
  const problem = problemOfTexts(texts);
  if (problem) throw new GibseyError('BAD_INPUT', `The ${whose}: ${problem}.`);
}

function problemOf(page: Page): string | null {
  const { id, body, title, chapter, charId, source } = page;
  const problem = problemOfId(id) ?? problemOfTexts({ id, body, title, chapter, charId, source });
  if (problem) return problem;
  if (page.position !== null && !Number.isFinite(page.position)) return 'position is not a number';
  if (!Number.isSafeInteger(page.updatedAt)) return 'updatedAt is not a time in ms';
  return null;
}

function problemOfUtterance(utterance: Utterance): string | null {
  const { id, userId, sessionId, text, language } = utterance;
  const problem = problemOfId(id) ?? problemOfTexts({ id, userId, sessionId, text, language });
  if (problem) return problem;
  return Number.isSafeInteger(utterance.createdAt) ? null : 'createdAt is not a time in ms';
}

function problemOfId(id: string): string | null {
  if (id === '') return 'the id is empty';
  return Buffer.byteLength(id) > MAX_ID_BYTES ? `the id is over ${MAX_ID_BYTES} bytes` : null;
}

function problemOfTexts(texts: Record<string, string | null>): string | null {
  for (const [field, text] of Object.entries(texts)) {
    const at = text?.search(UNSTORABLE) ?? -1;
    if (at >= 0) return `${field} has a NUL or half a surrogate pair at offset ${at}`;
  }
  return null;
}
