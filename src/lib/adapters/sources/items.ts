import { z } from 'zod';
import { hashParts, hashText } from '../../algorithms/text/hashing.js';
import { normalisedUrl } from '../../algorithms/text/url.js';
import type { ItemSource, RawItem } from '../../domain/item.js';
import type { Json } from '../../domain/values.js';
import type { Checkpoint, InputProblem, PartitionRecord } from '../../ports/index.js';
import { dayOf } from './days.js';
import { outlineOfPiece } from './html-outline.js';
import { Marks } from './marks.js';
import { Rejected } from './rejected.js';

/** What a service says of an item. Nothing of it can be relied on. */
export interface Told {
  source: ItemSource;
  url: string;
  title: string | null | undefined;
  body: string | null | undefined;
  /** Epoch seconds. */
  createdAt: number | null | undefined;
  /** Name or number, of which a pseudonym is made. */
  author: string | number | null | undefined;
}

/** The last moment that a Date can hold, s. */
const LATEST_S = 8.64e12;

/** @throws Rejected naming what is missing or wrong */
export function itemOf({ source, url, author, ...told }: Told): RawItem {
  const { createdAt } = told;
  if (createdAt === null || createdAt === undefined)
    throw new Rejected('there is no time of posting');
  if (!(Math.abs(createdAt) <= LATEST_S)) throw new Rejected('its time of posting is none');
  const at = Math.floor(createdAt * 1000);
  const title = clean(told.title ?? '')
    .replace(/\s+/g, ' ')
    .trim();
  if (title === '') throw new Rejected('there is no title');
  return {
    urlHash: keyOf(url),
    url,
    source,
    collectionDate: dayOf(at),
    title,
    body: clean(told.body ?? '')
      .replace(/\r\n?/g, '\n')
      .trim(),
    createdAt: at,
    author: author === null || author === undefined ? null : hashParts([source, author]),
  };
}

/** The key of the item at an address. @throws Rejected when it is none */
export function keyOf(url: string): string {
  const normalised = normalisedUrl(url);
  if (normalised === null) throw new Rejected('its address is none of the web');
  return hashText(normalised);
}

/** What every store can hold: control characters and halves of surrogate pairs are replaced. */
const clean = (text: string): string =>
  text
    .replace(/[\0-\x08\x0b\x0c\x0e-\x1f\x7f]/g, ' ')
    .replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, '\ufffd');

/** Of a post; none has so many. */
const MOST_MARKS = 10_000;

/** The text of a piece of HTML; of one that is nested beyond measure, without its marks. */
export function htmlText(html: string | null | undefined): string {
  try {
    return outlineOfPiece(html ?? '', new Marks(MOST_MARKS)).text;
  } catch (thrown) {
    if (!(thrown instanceof Rejected)) throw thrown;
    return (html ?? '').replace(/<[^<>]*>/g, ' ');
  }
}

/** A title is plain but for its escapes: what looks like a tag in it is meant. */
export const titleText = (title: string | null | undefined): string =>
  /&#?\w+;/.test(title ?? '') ? htmlText((title ?? '').replaceAll('<', '&lt;')) : (title ?? '');

/** The item that `parse` makes, or why it cannot be used. */
export function recordOf<T>(where: string, parse: () => T): T | { problem: InputProblem } {
  try {
    return parse();
  } catch (thrown) {
    if (!(thrown instanceof Rejected)) throw thrown;
    return { problem: { where, reason: thrown.message } };
  }
}

/** One of the things that a source is asked for, e.g. a repository. */
export interface Target {
  /** Tells it from the others of the source, and stays. */
  name: string;
  /** @param state where a reading stood, null: at the beginning; anything unknown is the beginning, too */
  read(state: Json | null, signal: AbortSignal): AsyncIterable<TargetRecord>;
}

export type TargetRecord =
  Exclude<PartitionRecord<RawItem>, { checkpoint: Checkpoint }> | { state: Json } | null;

const checkpointSchema = z.object({ target: z.string(), state: z.json() });
const DONE = 'done';

/** Everything of all targets, one after the other and each item once; goes on at a checkpoint of its own. */
export async function* inTurn(
  targets: readonly Target[],
  from: Checkpoint | null,
  signal: AbortSignal,
): AsyncGenerator<PartitionRecord<RawItem>> {
  const seen = new Set<string>();
  for (const { target, state } of remaining(targets, from)) {
    signal.throwIfAborted();
    for await (const record of target.read(state, signal)) {
      signal.throwIfAborted();
      if (record === null || ('doc' in record && seen.has(record.doc.urlHash))) continue;
      if ('doc' in record) seen.add(record.doc.urlHash);
      if ('state' in record) yield { checkpoint: { target: target.name, state: record.state } };
      else yield record;
    }
    yield { checkpoint: { target: target.name, state: DONE } };
  }
}

function remaining(targets: readonly Target[], from: Checkpoint | null) {
  const stood = checkpointSchema.safeParse(from).data;
  const at = targets.findIndex(({ name }) => name === stood?.target);
  const begun = targets.map((target, i) => ({
    target,
    state: i === at ? (stood?.state ?? null) : null,
  }));
  return begun.slice(stood?.state === DONE ? at + 1 : Math.max(at, 0));
}

/** What a target cannot be read for; the others are. */
export const unusable = (where: string, reason: string): { problem: InputProblem } => ({
  problem: { where, reason },
});
