/** Finds posts that say the same as an earlier one, wherever they were made: one is clustered for all. */
import { nearDuplicates } from '../../algorithms/issues/near-duplicates.js';
import { compareBytewise, hashParts } from '../../algorithms/text/hashing.js';
import { daysIn } from '../../collections/window.js';
import type { EmbeddedItem, ItemDuplicate } from '../../domain/issues.js';
import type { RawItem } from '../../domain/item.js';
import type { Hash, Space } from '../../domain/values.js';
import type { Store } from '../../ports/index.js';
import { ITEM_DUPLICATES, ITEMS, RAW_ITEMS } from '../../ports/store/tables/issues.js';
import type { Loaded, Plan, Result, Stage, Unit } from '../stage.js';

export interface DuplicatesOptions {
  days: readonly string[];
  store: Pick<Store, 'memo' | 'tables'>;
  space: Space;
}

interface Found {
  /** Of the day and the days before it that are looked at. */
  posts: { item: EmbeddedItem; raw: RawItem }[];
  /** Those of the day that were found before. */
  known: ItemDuplicate[];
}

interface Made {
  /** Items whose place is another one's now, or their own again. */
  moved: EmbeddedItem[];
  /** Every duplicate of the day. */
  duplicates: ItemDuplicate[];
  /** What was one, or one of another item. */
  gone: ItemDuplicate[];
}

export const MERGE_ITEMS = 'merge-items';
/** Raise it when other posts are found to say the same. */
const VERSION = 2;
/** Days before its own on which an item is sought that it says the same as. */
export const MERGES_BACK = 6;
const DAY_MS = 86_400_000;

/** A unit is a day. */
export function duplicatesStage(options: DuplicatesOptions): Stage<Unit, Made, Found> {
  return {
    name: MERGE_ITEMS,
    version: VERSION,
    needs: ['embed-items'],
    limits: { concurrency: 1, batch: 1 },
    most: (planned) => planned,
    plan: (how) => plan(options, how),
    load: (units) => Promise.all(units.map((unit) => load(options, unit))),
    compute: (unit, _, found) => Promise.resolve(merged(unit.key, found, options.space)),
    commit: (results) => commit(options, results),
  };
}

async function* plan(
  { days, store, space }: DuplicatesOptions,
  { force }: { force: boolean },
): AsyncIterable<Plan> {
  const done = await store.memo.get(MERGE_ITEMS, days);
  const contents = new Map<string, Promise<string[]>>();
  const contentOf = (day: string) => {
    if (!contents.has(day)) contents.set(day, itemsOf(store.tables, space, day).then(contentsOf));
    return contents.get(day)!;
  };
  for (const day of days) {
    const last = done.get(day)?.input;
    if ((await contentOf(day)).length === 0 && last === undefined) continue;
    const unit = { key: day, input: inputOf(space, await each(reach(day), contentOf)) };
    if (last === unit.input && !force) yield { unit, action: 'skip', reason: 'unchanged' };
    else {
      const reason = last === undefined ? 'new' : force ? 'forced' : 'items changed';
      yield { unit, action: 'run', reason };
    }
  }
}

/** A day and those before it that are looked at, in order. */
function reach(day: string): string[] {
  const from = new Date(Date.parse(day) - MERGES_BACK * DAY_MS).toISOString().slice(0, 10);
  return daysIn({ from, to: day });
}

async function each<A, B>(list: readonly A[], read: (one: A) => Promise<B>): Promise<B[]> {
  const found: B[] = [];
  for (const one of list) found.push(await read(one));
  return found;
}

const contentsOf = (items: readonly EmbeddedItem[]): string[] =>
  items.flatMap(({ urlHash, contentHash }) => [urlHash, contentHash]);

const inputOf = ({ id }: Space, days: readonly string[][]): Hash =>
  hashParts([VERSION, id, ...days.map((contents) => hashParts(contents))]);

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
  const { tables } = store;
  const days = await each(reach(key), (day) => itemsOf(tables, space, day));
  const items = days.flat();
  const rows = await tables.of(RAW_ITEMS).get(items.map(({ urlHash }) => ({ urlHash })));
  const texts = new Map(rows.map((row) => [row.urlHash, row]));
  const posts = items.flatMap((item) => {
    const raw = texts.get(item.urlHash);
    return raw ? [{ item, raw }] : [];
  });
  const pointers = await each(reach(key), (day) => duplicatesUnder(tables, space, day));
  const known = pointers.flat().filter(({ collectionDate }) => collectionDate === key);
  return { value: { posts, known }, input: inputOf(space, days.map(contentsOf)) };
}

function merged(day: string, { posts, known }: Found, space: Space): Made {
  const first = earliest(posts);
  const own = posts.filter(({ item }) => item.collectionDate === day).map(({ item }) => item);
  const moved = own
    .map((item) => ({ ...item, duplicateOf: first.get(item.urlHash)?.urlHash ?? null }))
    .filter((item, at) => item.duplicateOf !== own[at]!.duplicateOf);
  const duplicates = own.flatMap(({ urlHash, collectionDate }) => {
    const of = first.get(urlHash);
    const copy = { space: space.id, urlHash, collectionDate };
    return of ? [{ ...copy, day: of.collectionDate, duplicateOf: of.urlHash }] : [];
  });
  const placeOf = (row: ItemDuplicate) => `${row.day} ${row.urlHash}`;
  const places = new Set(duplicates.map(placeOf));
  return { moved, duplicates, gone: known.filter((row) => !places.has(placeOf(row))) };
}

/** For each post that says the same as earlier ones, the first of them. */
function earliest(posts: Found['posts']): Map<string, EmbeddedItem> {
  const texts = posts.map(({ item, raw }) => {
    return { id: item.urlHash, text: `${raw.title}\n\n${raw.body}`, vector: item.vector };
  });
  const byKey = new Map(posts.map((post) => [post.item.urlHash, post]));
  const found = new Map<string, EmbeddedItem>();
  for (const group of nearDuplicates(texts).merged) {
    // The groups are in bytewise order, which decides between posts of one moment.
    const [first, ...others] = group
      .map((id) => byKey.get(id)!)
      .sort((a, b) => a.raw.createdAt - b.raw.createdAt);
    for (const { item } of others) found.set(item.urlHash, first!.item);
  }
  return found;
}

async function commit(
  { store, space }: DuplicatesOptions,
  results: readonly Result<Unit, Made>[],
): Promise<void> {
  for (const { unit, value } of results) {
    const table = store.tables.of(ITEM_DUPLICATES);
    await table.put(value.duplicates);
    await table.delete(value.gone);
    await store.tables.of(ITEMS).put(value.moved.map((item) => ({ ...item, space: space.id })));
    await store.memo.putFirst(MERGE_ITEMS, unit.key, unit.input, value.moved.length);
  }
}

/** What says the same as an item of that day. */
async function duplicatesUnder(
  tables: Store['tables'],
  space: Space,
  day: string,
): Promise<ItemDuplicate[]> {
  const found: ItemDuplicate[] = [];
  for await (const rows of tables.of(ITEM_DUPLICATES).scan({ day }))
    found.push(...rows.filter((row) => row.space === space.id));
  return found;
}

/** For each item of a day, by key: those that are shown in its place, of whatever day, in bytewise order. */
export async function duplicatesOf(
  tables: Store['tables'],
  space: Space,
  day: string,
): Promise<Map<string, string[]>> {
  const found = new Map<string, string[]>();
  const days = new Map<string, ItemDuplicate[]>();
  const under = async (id: string, of: string): Promise<string[]> => {
    if (!days.has(of)) days.set(of, await duplicatesUnder(tables, space, of));
    const own = days.get(of)!.filter(({ duplicateOf }) => duplicateOf === id);
    // Each is later than what it says the same as: there is an end.
    const more = await each(own, ({ urlHash, collectionDate }) => under(urlHash, collectionDate));
    return [...own.map(({ urlHash }) => urlHash), ...more.flat()];
  };
  for (const { duplicateOf } of await duplicatesUnder(tables, space, day)) {
    if (!found.has(duplicateOf))
      found.set(duplicateOf, (await under(duplicateOf, day)).sort(compareBytewise));
  }
  return found;
}
