import { z } from 'zod';
import type { Listed } from '../../answering/retrieval/contents.js';
import { operation } from '../operation.js';
import { id, none, noParams, noQuery, wholeNumber } from './shapes.js';

const MOST_PAGES = 500;
const USUAL_PAGES = 100;

export const listed = z.strictObject({
  id: z.string(),
  title: z.string().nullable(),
  chapter: z.string().nullable(),
  position: z.number().nullable(),
  char_id: z.string().nullable(),
});

export const listedJson = ({ id, title, chapter, position, charId }: Listed) => {
  return { id, title, chapter, position, char_id: charId };
};

export const chapters = operation({
  name: 'chapters',
  method: 'GET',
  path: '/chapters',
  summary: 'The chapters in reading order, and how many pages each has.',
  role: 'reader',
  params: noParams,
  query: noQuery,
  body: none,
  reply: z.strictObject({
    pages: z.number().int(),
    chapters: z.array(
      z.strictObject({
        chapter: z.string().nullable(),
        pages: z.number().int(),
        first: z.string(),
      }),
    ),
  }),
  async handle(_call, rooms) {
    const { retriever } = await rooms.answering();
    const { pages, chapters } = retriever.contents();
    return { pages: pages.length, chapters: [...chapters] };
  },
});

export const listPages = operation({
  name: 'list-pages',
  method: 'GET',
  path: '/pages',
  summary: 'Pages in reading order, without their text; `next` is the `after` of those behind.',
  role: 'reader',
  params: noParams,
  query: z.strictObject({
    chapter: id.optional(),
    after: id.optional(),
    limit: wholeNumber(MOST_PAGES).optional(),
  }),
  body: none,
  reply: z.strictObject({ pages: z.array(listed), next: z.string().nullable() }),
  async handle({ query: { chapter, after, limit = USUAL_PAGES } }, rooms) {
    const { retriever } = await rooms.answering();
    const all = retriever.contents().pages;
    const within = chapter === undefined ? all : all.filter((page) => page.chapter === chapter);
    const start = after === undefined ? 0 : within.findIndex((page) => page.id === after) + 1;
    const shown = within.slice(start, start + limit);
    const more = start + limit < within.length;
    return {
      pages: shown.map(listedJson),
      next: more ? (shown.at(-1)?.id ?? null) : null,
    };
  },
});
