/** Finds posts of a day that say the same, wherever they were made: one of them is clustered for all. */
import { nearDuplicates } from '../../algorithms/issues/near-duplicates.js';
import { compareBytewise, hashParts } from '../../algorithms/text/hashing.js';
import type { EmbeddedItem } from '../../domain/issues.js';
import type { RawItem } from '../../domain/item.js';
import type { Space } from '../../domain/values.js';
import type { Store } from '../../ports/index.js';
import { ITEMS, RAW_ITEMS } from '../../ports/store/tables/issues.js';
import type { Loaded, Plan, Result, Stage, Unit } from '../stage.js';

export interface DuplicatesOptions {
  days: readonly string[];
  store: Pick<Store, 'memo' | 'tables'>;
  space: Space;
}

type Found = { item: EmbeddedItem; raw: RawItem }[];

const NAME = 'merge-items';
/** Raise it when other posts are found to say the same. */
const VERSION = 1;

/** A unit is a day. Its result: the items whose place is another one's now, or their own again. */
export function duplicatesStage(options: DuplicatesOptions): Stage<Unit, EmbeddedItem[], Found> {
  const { store, space } = options;
  return {
    name: NAME,
    version: VERSION,
    needs: ['embed-items'],
    limits: { concurrency: 1, batch: 1 },
    most: (planned) => planned,
    plan: (how) => plan(options, how),
    load: (units) => Promise.all(units.map((unit) => load(options, unit))),
    compute: (_, __, found) => Promise.resolve(moved(found)),
    async commit(results: readonly Result<Unit, EmbeddedItem[]>[]) {
      for (const { unit, value } of results) {
        await store.tables.of(ITEMS).put(value.map((item) => ({ ...item, space: space.id })));
        await store.memo.putFirst(NAME, unit.key, unit.input, value.length);
      }
    },
  };
}

async function* plan(
  { days, store, space }: DuplicatesOptions,
  { force }: { force: boolean },
): AsyncIterable<Plan> {
  const done = await store.memo.get(NAME, days);
  for (const day of days) {
    const items = await itemsOf(store.tables, space, day);
    const last = done.get(day)?.input;
    if (items.length === 0 && last === undefined) continue;
    const unit = { key: day, input: inputOf(space, items) };
    if (last === unit.input && !force) yield { unit, action: 'skip', reason: 'unchanged' };
    else {
      const reason = last === undefined ? 'new' : force ? 'forced' : 'items changed';
      yield { unit, action: 'run', reason };
    }
  }
}

const inputOf = ({ id }: Space, items: readonly EmbeddedItem[]) =>
  hashParts([VERSION, id, ...items.flatMap((item) => [item.urlHash, item.contentHash])]);

/** The items of a day in a space, by key. */
async function itemsOf(
  tables: Store['tables'],
  space: Space,
  day: string,
): Promise<EmbeddedItem[]> {
  const items: EmbeddedItem[] = [];
  for await (const rows of tables.of(ITEMS).find('collectionDate', day))
    items.push(...rows.filter((row) => row.space === space.id));
  return items.sort((a, b) => compareBytewise(a.urlHash, b.urlHash));
}

async function load({ store, space }: DuplicatesOptions, { key }: Unit): Promise<Loaded<Found>> {
  const items = await itemsOf(store.tables, space, key);
  const keys = items.map(({ urlHash }) => ({ urlHash }));
  const rows = new Map(
    (await store.tables.of(RAW_ITEMS).get(keys)).map((row) => [row.urlHash, row]),
  );
  const value = items.flatMap((item) => {
    const raw = rows.get(item.urlHash);
    return raw ? [{ item, raw }] : [];
  });
  return { value, input: inputOf(space, items) };
}

function moved(found: Found): EmbeddedItem[] {
  const posts = found.map(({ item, raw }) => {
    return { id: item.urlHash, text: `${raw.title}\n\n${raw.body}`, vector: item.vector };
  });
  const postedAt = new Map(found.map(({ raw }) => [raw.urlHash, raw.createdAt]));
  const stands = new Map<string, string>();
  for (const group of nearDuplicates(posts).merged) {
    // Whoever was first; the groups are in bytewise order.
    const [first, ...others] = [...group].sort((a, b) => postedAt.get(a)! - postedAt.get(b)!);
    for (const other of others) stands.set(other, first!);
  }
  return found
    .map(({ item }) => ({ ...item, duplicateOf: stands.get(item.urlHash) ?? null }))
    .filter((item, at) => item.duplicateOf !== found[at]!.item.duplicateOf);
}

/** For each item of a day, by key: those that are clustered in its place, in bytewise order. */
export async function duplicatesOf(
  tables: Store['tables'],
  space: Space,
  day: string,
): Promise<Map<string, string[]>> {
  const found = new Map<string, string[]>();
  for (const { urlHash, duplicateOf } of await itemsOf(tables, space, day)) {
    if (duplicateOf === null) continue;
    found.set(duplicateOf, [...(found.get(duplicateOf) ?? []), urlHash]);
  }
  return found;
}
