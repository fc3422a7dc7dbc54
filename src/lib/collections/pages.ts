/** Pages of books: a vector for each passage, and their mean for the page. */
import { cutPassages } from '../algorithms/text/passages.js';
import { meanDirection } from '../algorithms/vectors/normalise.js';
import type { EmbeddedPage, StoredPage } from '../domain/page.js';
import type { Embeddable, Points, Store } from '../ports/index.js';

/** How a page is embedded; the night and the worker by day do the same. */
export const pageEmbedding = { purpose: 'document', prepare } as const satisfies Pick<
  Embeddable<StoredPage, EmbeddedPage>,
  'purpose' | 'prepare'
>;

export function pagesToEmbed({
  pages,
  vectors,
}: Pick<Store, 'pages' | 'vectors'>): Embeddable<StoredPage, EmbeddedPage> {
  return {
    ...pageEmbedding,
    name: 'pages',
    version: 1,
    batch: 16,
    reasons: { changed: 'body changed', gone: 'page deleted' },
    scan: () => pages.scan(),
    get: (ids) => pages.get(ids),
    key: ({ id }) => id,
    hash: ({ contentHash }) => contentHash,
    made: (space, ids) => vectors.hashes(space, ids),
    put: (space, rows) => vectors.put(space, rows),
    async *orphans(space, present) {
      for await (const batch of vectors.scan(space)) {
        yield batch.flatMap(({ pageId }) => (present.has(pageId) ? [] : [pageId]));
      }
    },
    remove: (space, ids) => vectors.delete(space, ids),
  };
}

export function pagePoints({ vectors }: Pick<Store, 'vectors'>): Points {
  return {
    async *scan(space) {
      for await (const batch of vectors.scan(space)) {
        yield batch.map(({ pageId, ...point }) => ({ id: pageId, ...point }));
      }
    },
  };
}

/** The page's vector is the mean direction of its passages (docs/decisions/0006-page-vector.md). */
function prepare(
  { id, body, contentHash, version }: StoredPage,
  embedder: Parameters<Embeddable<StoredPage, EmbeddedPage>['prepare']>[1],
): ReturnType<Embeddable<StoredPage, EmbeddedPage>['prepare']> {
  const spans = cutPassages(body, {
    countTokens: (text) => embedder.countTokens(text),
    window: embedder.window,
  });
  return {
    texts: spans.map(({ start, end }) => body.slice(start, end)),
    finish(made) {
      const passages = spans.flatMap((span, ordinal) => {
        const vector = made[ordinal];
        return vector ? [{ ...span, ordinal, vector }] : [];
      });
      return { pageId: id, contentHash, version, vector: meanDirection(made), passages };
    },
  };
}
