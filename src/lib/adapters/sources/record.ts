import type { Page } from '../../domain/page.js';
import type { Json } from '../../domain/values.js';
import { bodyText, idText, kindOf, label, shallow, wholeNumber } from './fields.js';
import { Rejected } from './rejected.js';
import { parseTime } from './times.js';

/** What one JSON object, or the front matter of one file, says of a page. */
export type Fields = Pick<Page, 'title' | 'chapter' | 'position' | 'charId' | 'metadata'> & {
  id: string | null;
  updatedAt: number | null;
};

export type Row = Fields & { body: string };

const KNOWN = new Set(['id', 'title', 'chapter', 'position', 'char_id', 'updated_at']);

/**
 * A row of the shape `{id, body | text, chapter?, title?, position?, char_id?, updated_at?}`; other keys are
 * its metadata. `body` goes before `text`, which is metadata then.
 * @throws Rejected naming the key that is wrong.
 */
export function parseRow(value: unknown, now: number): Row {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) {
    throw new Rejected(`it is ${kindOf(value)}, not an object`);
  }
  const { ...rest } = value as Record<string, Json>;
  const key = rest.body === undefined || rest.body === null ? 'text' : 'body';
  const body = bodyText(rest[key], rest.text === undefined ? 'body' : key);
  delete rest[key];
  return { ...parseFields(rest, now), body };
}

/** @throws Rejected naming the key that is wrong. */
export function parseFields(value: Record<string, Json>, now: number): Fields {
  const { id, updated_at: updatedAt } = value;
  const others = Object.entries(value).filter(([key]) => !KNOWN.has(key));
  return {
    id: id === undefined || id === null ? null : idText(id, 'id'),
    title: label(value.title, 'title'),
    chapter: label(value.chapter, 'chapter'),
    position: wholeNumber(value.position, 'position'),
    charId: label(value.char_id, 'char_id'),
    updatedAt:
      updatedAt === undefined || updatedAt === null
        ? null
        : parseTime(updatedAt, 'updated_at', now),
    metadata: Object.fromEntries(others.map(([key, item]) => [key, shallow(item, key)])),
  };
}
