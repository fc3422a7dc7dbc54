import { z } from 'zod';
import { GibseyError } from '../../domain/errors.js';
import type { StoredPage } from '../../domain/page.js';
import type { Store } from '../../ports/index.js';
import { pageJson } from '../encoders/json.js';
import { Encoded, operation } from '../operation.js';
import { mergedPage } from '../page-fields.js';
import { id, metadata, none, noQuery } from './shapes.js';

const params = z.strictObject({ id });
const label = z.string().max(1_000).nullable().optional();

const written = z.strictObject({
  body: z
    .string()
    .refine((body) => body.trim() !== '', 'a text')
    .optional(),
  title: label,
  chapter: label,
  position: z.number().nullable().optional(),
  char_id: label,
  metadata: metadata.optional(),
});

const reply = z.strictObject({
  id: z.string(),
  body: z.string(),
  title: z.string().nullable(),
  chapter: z.string().nullable(),
  position: z.number().nullable(),
  char_id: z.string().nullable(),
  source: z.string(),
  updated_at: z.number(),
  content_hash: z.string(),
  metadata,
});

export const readPage = operation({
  name: 'read-page',
  method: 'GET',
  path: '/pages/:id',
  summary: 'One page by its id, else by its place in the reading order.',
  role: 'reader',
  params,
  query: noQuery,
  body: none,
  reply,
  async handle({ params: { id } }, rooms) {
    const store = await rooms.store();
    const page = (await byId(store, id)) ?? (await byPosition(store, id));
    if (!page) throw gone(id);
    return pageJson(page);
  },
});

export const writePage = operation({
  name: 'write-page',
  method: 'PUT',
  path: '/pages/:id',
  summary: 'Writes a page; what is not given of one that exists stays as it is.',
  role: 'author',
  params,
  query: noQuery,
  body: written,
  reply,
  async handle({ params: { id }, body }, rooms) {
    const { pages } = await rooms.store();
    const [old] = await pages.get([id]);
    await pages.put([mergedPage(id, body, old, rooms.clock.now())]);
    const [page] = await pages.get([id]);
    if (!page) throw gone(id);
    return pageJson(page);
  },
});

export const deletePage = operation({
  name: 'delete-page',
  method: 'DELETE',
  path: '/pages/:id',
  summary: 'Removes a page with its vectors.',
  role: 'author',
  params,
  query: noQuery,
  body: none,
  reply: z.null(),
  async handle({ params: { id } }, rooms) {
    const store = await rooms.store();
    if (!(await byId(store, id))) throw gone(id);
    await store.pages.delete([id]);
    return new Encoded('text/plain', null, 204);
  },
});

async function byId({ pages }: Store, id: string): Promise<StoredPage | undefined> {
  const [page] = await pages.get([id]);
  return page;
}

async function byPosition({ pages }: Store, id: string): Promise<StoredPage | null> {
  return /^\d{1,9}$/.test(id) ? pages.at(Number(id)) : null;
}

const gone = (id: string) =>
  new GibseyError('NOT_FOUND', `There is no page "${id.slice(0, 80)}".`, {
    hint: 'GET /retrieve?question=… finds pages',
  });
