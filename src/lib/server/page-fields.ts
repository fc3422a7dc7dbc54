import { GibseyError } from '../domain/errors.js';
import type { Page } from '../domain/page.js';
import type { Json } from '../domain/values.js';

/** What a request says of a page. */
export interface PageFields {
  body?: string | undefined;
  title?: string | null | undefined;
  chapter?: string | null | undefined;
  position?: number | null | undefined;
  char_id?: string | null | undefined;
  metadata?: Record<string, Json> | undefined;
  source?: string | undefined;
  /** ISO 8601. */
  updated_at?: string | undefined;
}

/** The `source` of pages that were first written over HTTP. */
const SOURCE = 'serve';

/**
 * The page that they make; what is not said of one that exists stays as it is.
 * @throws REQUEST_INVALID a new page without a text
 */
export function mergedPage(
  id: string,
  fields: PageFields,
  old: Page | undefined,
  now: number,
): Page {
  const { body = old?.body, updated_at: updatedAt } = fields;
  if (body === undefined || body.trim() === '')
    throw new GibseyError('REQUEST_INVALID', 'body.body: a new page has one.');
  const said = <T>(value: T | undefined, before: T | undefined, none: T): T =>
    value === undefined ? (before ?? none) : value;
  return {
    id,
    body,
    title: said(fields.title, old?.title, null),
    chapter: said(fields.chapter, old?.chapter, null),
    position: said(fields.position, old?.position, null),
    charId: said(fields.char_id, old?.charId, null),
    metadata: said(fields.metadata, old?.metadata, {}),
    source: said(fields.source, old?.source, SOURCE),
    updatedAt: updatedAt === undefined ? now : Date.parse(updatedAt),
  };
}
