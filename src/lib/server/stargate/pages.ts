/** Pages as a table that is read and written: what is written enters the change feed like any other page. */
import { GibseyError } from '../../domain/errors.js';
import type { StoredPage } from '../../domain/page.js';
import type { PageStore, Split } from '../../ports/index.js';
import { mergedPage, type PageFields } from '../page-fields.js';
import type { Placed, Row, Table } from './exposed.js';
import { asText, iso } from './values.js';

export const PAGES: Table = {
  columns: {
    ...{ id: 'text', body: 'text', title: 'text', chapter: 'text', position: 'double' },
    ...{ char_id: 'text', source: 'text', metadata: 'map', updated_at: 'timestamp' },
    content_hash: 'text',
  },
  partition: ['id'],
  clustering: [],
  async *scan({ pages }, { prefix: [id], after }) {
    if (id === undefined) yield* all(pages, after);
    if (id === undefined || after !== null) return;
    const [page] = await pages.get([asText(id)]);
    if (page) yield { place: placeOf(0, page), row: rowOf(page) };
  },
  written: {
    async put({ pages }, { id = null, ...columns }, now) {
      const [old] = await pages.get([asText(id)]);
      await pages.put([mergedPage(asText(id), fieldsOf(columns), old, now)]);
    },
    remove: ({ pages }, [id = null]) => pages.delete([asText(id)]),
  },
};

/** Split by split; a place is the split's number and the page's id. */
async function* all(pages: PageStore, after: string | null): AsyncIterable<Placed> {
  const splits = await pages.splits();
  const [at, behind] = after === null ? [0, undefined] : placeIn(after);
  for (let i = at; i < splits.length; i++)
    yield* within(pages, splits[i]!, i, i === at ? behind : undefined);
}

async function* within(
  pages: PageStore,
  split: Split,
  i: number,
  after: string | undefined,
): AsyncIterable<Placed> {
  const options = after === undefined ? { split } : { split, after };
  for await (const batch of pages.scan({ ...options, batch: 100 })) {
    for (const page of batch) yield { place: placeOf(i, page), row: rowOf(page) };
  }
}

const placeOf = (split: number, { id }: StoredPage) => `${split} ${encodeURIComponent(id)}`;
const PLACE = /^(\d{1,6}) ((?:[\w\-.!~*'()]|%[0-9A-F]{2})+)$/;

function placeIn(after: string): [split: number, id: string] {
  const [, split, id] = PLACE.exec(after) ?? [];
  if (split !== undefined && id !== undefined) return [Number(split), decodeURIComponent(id)];
  throw new GibseyError('REQUEST_INVALID', 'query.page-state: it is none of this table.');
}

const rowOf = (page: StoredPage): Row => ({
  ...{ id: page.id, body: page.body, title: page.title, chapter: page.chapter },
  ...{ position: page.position, char_id: page.charId, source: page.source },
  ...{ metadata: page.metadata, updated_at: iso(page.updatedAt), content_hash: page.contentHash },
});

/** Columns that a page's text decides on are not written. */
const DERIVED = new Set(['content_hash']);

function fieldsOf(columns: Row): PageFields {
  const derived = Object.keys(columns).find((column) => DERIVED.has(column));
  if (derived !== undefined) {
    throw new GibseyError('REQUEST_INVALID', `body.${derived}: it follows from the others.`);
  }
  return columns;
}
