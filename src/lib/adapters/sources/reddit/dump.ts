import type { RawItem } from '../../../domain/item.js';
import type {
  Checkpoint,
  Clock,
  PartitionedSource,
  PartitionRecord,
} from '../../../ports/index.js';
import { GibseyError } from '../../../domain/errors.js';
import { asUtf8, chain, collect, fileBytes, peek, refuseAddress, unreadable } from '../bytes.js';
import { dayOf, daysOf, stretchOf } from '../days.js';
import { inTurn, type Target, type TargetRecord } from '../items.js';
import { lineText, splitLines, textOf } from '../lines.js';
import { Pace } from '../pace.js';
import { parseJson } from '../parse-json.js';
import { Rejected } from '../rejected.js';
import { listingOf, postData, postedAt, postRecord } from './posts.js';

export interface RedditDumpOptions {
  /** A listing in JSON, or JSON Lines of posts, things or listings. */
  path: string;
  clock: Clock;
}

/** A post of the dump with its place, or why a part of it cannot be used. */
type Row = { post: unknown; where: string } | { problem: { where: string; reason: string } };

const LINE_BYTES = 16 * 2 ** 20;
/** Begins JSON that is spread over lines; it is read at once. */
const SPREAD = /^\s*[[{]\s*\n/;
/** How far that is looked for: what is one line of gigabytes is not held for it. */
const HEAD_BYTES = 100;
/** Parsed, posts take some thirteen times of it. */
const WHOLE = { limit: 16 * 2 ** 20, advice: 'give JSON Lines, with a post each' };
/** Most problems before the first post that are kept for its day. */
const LEADING = 1_000;

/**
 * Posts of Reddit from a file, for whoever has no credentials. Every day is a pass over the file, which is held a line at
 * a time. A part that cannot be used belongs to the day of the post before it, or else the first.
 * @throws SOURCE_UNREADABLE for an address
 */
export function openRedditDump({ path, clock }: RedditDumpOptions): PartitionedSource<RawItem> {
  refuseAddress(path);
  return {
    name: 'reddit',
    async *partitions(window, signal) {
      const days = await daysIn({ path, clock }, signal);
      for await (const day of daysOf(window, clock.now(), signal)) if (days.has(day)) yield day;
    },
    read: (day, from: Checkpoint | null, signal): AsyncIterable<PartitionRecord<RawItem>> => {
      stretchOf(day);
      const target: Target = {
        name: path,
        read: (_, stop) => recordsOf({ path, clock }, day, stop),
      };
      return inTurn([target], from, signal);
    },
  };
}

async function daysIn(dump: RedditDumpOptions, signal: AbortSignal): Promise<Set<string>> {
  const days = new Set<string>();
  let problem = '';
  for await (const row of rowsOf(dump, signal)) {
    if ('problem' in row) problem ||= ` ${row.problem.where}: ${row.problem.reason}.`;
    const at = 'post' in row ? postedAt(row.post) : null;
    if (at !== null) days.add(dayOf(at * 1000));
  }
  if (days.size > 0) return days;
  throw new GibseyError(
    'SOURCE_UNREADABLE',
    `${dump.path} cannot be read: it holds no posts of Reddit.${problem}`,
    {
      hint: 'give a listing in JSON, or JSON Lines with a post each',
    },
  );
}

async function* recordsOf(
  dump: RedditDumpOptions,
  day: string,
  signal: AbortSignal,
): AsyncGenerator<TargetRecord> {
  let current: string | null = null;
  const leading: TargetRecord[] = [];
  for await (const row of rowsOf(dump, signal)) {
    const at = 'post' in row ? postedAt(row.post) : null;
    const record: TargetRecord = 'post' in row ? postRecord(row.post, row.where) : row;
    if (at !== null) {
      if (current === null && dayOf(at * 1000) === day) yield* leading.splice(0);
      current = dayOf(at * 1000);
    }
    if (current === day) yield record;
    else if (current === null && leading.length < LEADING) leading.push(record);
  }
}

/** Posts that are parsed at once are told without a wait: signals are let in between them. */
async function* rowsOf(
  { path, clock }: RedditDumpOptions,
  signal: AbortSignal,
): AsyncGenerator<Row> {
  const pace = new Pace(clock, signal);
  for await (const row of parsedRows(path, signal)) {
    if (pace.due()) await pace.turn();
    yield row;
  }
}

async function* parsedRows(path: string, signal: AbortSignal): AsyncGenerator<Row> {
  try {
    const { head, rest } = await peek(
      asUtf8(fileBytes(path, signal)),
      (seen) => seen.length >= HEAD_BYTES,
    );
    const bytes = chain(head, rest);
    if (SPREAD.test(head.toString('utf8', 0, HEAD_BYTES)))
      yield* postsIn(parseJson(textOf(await collect(bytes, WHOLE), 'the file')), path);
    else yield* linesOf(bytes, path);
  } catch (thrown) {
    throw thrown instanceof Rejected ? unreadable(path, thrown) : thrown;
  }
}

async function* linesOf(bytes: AsyncIterable<Buffer>, path: string): AsyncGenerator<Row> {
  for await (const line of splitLines(bytes, LINE_BYTES)) {
    const where = `${path}:${line.number}`;
    try {
      const text = lineText(line, LINE_BYTES);
      if (text.trim() !== '') yield* postsIn(parseJson(text), where);
    } catch (thrown) {
      if (!(thrown instanceof Rejected)) throw thrown;
      yield { problem: { where, reason: thrown.message } };
    }
  }
}

/** Of a listing, several (a post with its comments), one thing or one post. */
function postsIn(value: unknown, where: string): Row[] {
  if (Array.isArray(value)) return value.flatMap((each) => postsIn(each, where));
  const things = listingOf(value)?.things ?? [value];
  return things
    .map(postData)
    .filter((post) => post !== null)
    .map((post, i) => ({ post, where: things.length > 1 ? `${where} post ${i + 1}` : where }));
}
