import { z } from 'zod';
import type { Json } from '../../../domain/values.js';
import { splitInTime, type Stretch } from '../days.js';
import { unusable, type Target, type TargetRecord } from '../items.js';
import { invalidReply, refusedTarget } from '../refusals.js';
import { MOST_FOUND } from './config.js';
import { found, issueRecord } from './issues.js';
import type { AskedFor } from './listing.js';

const PATH = '/search/issues';
/** A search that runs out of time is asked for less at once, down to this, s. */
const SHORTEST = 3_600;

const stateSchema = z.object({ from: z.int() });

/** Issues that a search finds among those opened on the day, in parts small enough to be told whole. */
export function searchedTarget(query: string, asked: AskedFor): Target {
  const name = `search ${query}`;
  return {
    name,
    read: (state, signal) => refusedTarget(name, () => read(query, asked, state, signal)),
  };
}

async function* read(
  query: string,
  { client, stretch, pageSize }: AskedFor,
  state: Json | null,
  signal: AbortSignal,
): AsyncGenerator<TargetRecord> {
  const ask = async (part: Stretch) => {
    const first = await client.page(PATH, searchOf(query, part, pageSize), signal);
    const { count, incomplete } = resultOf(first.json);
    const isLong = part.until - part.from > SHORTEST;
    return { first, overflows: count > MOST_FOUND || (incomplete && isLong) };
  };
  const from = stateSchema.safeParse(state).data?.from ?? stretch.from;
  for await (const part of splitInTime({ ...stretch, from }, ask)) {
    if (resultOf(part.first.json).incomplete)
      yield unusable(
        `GitHub ${PATH}`,
        `the search ${query} ran out of time: not all of it was told`,
      );
    if (resultOf(part.first.json).count > MOST_FOUND)
      yield unusable(`GitHub ${PATH}`, `the search ${query} finds more in a second than is told`);
    for (let page = part.first, asked = 1; ; asked++) {
      const { issues } = resultOf(page.json);
      yield* issues.map((issue, i) => issueRecord(issue, `GitHub ${PATH} ${i + 1}`));
      if (page.next === null || asked * pageSize >= MOST_FOUND) break;
      page = await client.page(PATH, page.next, signal);
    }
    yield { state: { from: part.until } };
  }
}

/** `created` takes both its ends in. */
function searchOf(query: string, { from, until }: Stretch, pageSize: number): string {
  const [first, last] = [from, until - 1].map((s) => new Date(s * 1000).toISOString().slice(0, 19));
  const q = `${query} is:issue created:${first}Z..${last}Z`;
  const asked = { q, sort: 'created', order: 'asc', per_page: String(pageSize) };
  return `?${new URLSearchParams(asked).toString()}`;
}

function resultOf(json: unknown) {
  const result = found(json);
  if (!result) throw invalidReply('GitHub', 'no result of a search');
  const { items: issues, total_count: count, incomplete_results: incomplete } = result;
  return { issues, count: count ?? issues.length, incomplete: incomplete ?? false };
}
