/** What people wrote in public: title and body as passages, and their mean for the item. */
import { hashParts } from '../algorithms/text/hashing.js';
import { cutPassages } from '../algorithms/text/passages.js';
import { meanDirection } from '../algorithms/vectors/normalise.js';
import type { EmbeddedItem } from '../domain/issues.js';
import type { RawItem } from '../domain/item.js';
import type { Hash, Space } from '../domain/values.js';
import type { Clock, Embeddable, Embedder, Points, TableStore } from '../ports/index.js';
import { ITEMS, RAW_ITEMS } from '../ports/store/tables/issues.js';

interface Window {
  /** `YYYY-MM-DD`, by the day of posting. */
  days: readonly string[];
  clock: Pick<Clock, 'now'>;
}

export function itemsToEmbed(
  tables: TableStore,
  { days, clock }: Window,
): Embeddable<RawItem, Omit<EmbeddedItem, 'space'>> {
  const raw = tables.of(RAW_ITEMS);
  const items = tables.of(ITEMS);
  const keysOf = ({ id: space }: Space, keys: readonly string[]) =>
    keys.map((urlHash) => ({ urlHash, space }));
  return {
    name: 'items',
    purpose: 'document',
    version: 1,
    batch: 64,
    reasons: { changed: 'text changed', gone: 'item removed' },
    async *scan() {
      for (const day of days) yield* raw.find('collectionDate', day);
    },
    get: (keys) => raw.get(keys.map((urlHash) => ({ urlHash }))),
    key: ({ urlHash }) => urlHash,
    hash: contentHash,
    prepare: (item, embedder) => prepare(item, embedder, clock),
    async made(space, keys) {
      const rows = await items.get(keysOf(space, keys));
      return new Map(rows.map((row) => [row.urlHash, row.contentHash]));
    },
    put: (space, rows) => items.put(rows.map((row) => ({ ...row, space: space.id }))),
  };
}

/** The items of one day, by their vectors; of those that say the same, one. */
export function itemPoints(tables: TableStore, day: string): Points {
  return {
    async *scan(space) {
      for await (const rows of tables.of(ITEMS).find('collectionDate', day)) {
        yield rows
          .filter((row) => row.space === space.id && row.duplicateOf === null)
          .map((row) => ({ id: row.urlHash, contentHash: row.contentHash, vector: row.vector }));
      }
    },
  };
}

const contentHash = ({ title, body }: RawItem): Hash => hashParts([title, body]);

/** A long body counts whole: every passage has the same share in the item's vector. */
function prepare(
  item: RawItem,
  embedder: Pick<Embedder, 'countTokens' | 'window'>,
  clock: Pick<Clock, 'now'>,
): ReturnType<Embeddable<RawItem, Omit<EmbeddedItem, 'space'>>['prepare']> {
  const text = `${item.title}\n\n${item.body}`;
  const { window } = embedder;
  const countTokens = (part: string) => embedder.countTokens(part);
  const spans = cutPassages(text, { countTokens, window });
  return {
    texts: spans.map(({ start, end }) => text.slice(start, end)),
    finish: (vectors) => ({
      ...{ urlHash: item.urlHash, collectionDate: item.collectionDate },
      ...{ contentHash: contentHash(item), vector: meanDirection(vectors) },
      ...{ embeddedAt: clock.now(), clusterDate: null, clusterId: null, duplicateOf: null },
    }),
  };
}
