import { z } from 'zod';
import type { RawItem } from '../../../domain/item.js';
import type { Json } from '../../../domain/values.js';
import type { PartitionedSource } from '../../../ports/index.js';
import { daysOf, stretchOf, type Stretch } from '../days.js';
import { inTurn, unusable, type Target, type TargetRecord } from '../items.js';
import { invalidReply, refusedTarget } from '../refusals.js';
import { RedditClient } from './client.js';
import { MOST_LISTED, type RedditOptions } from './config.js';
import { listingOf, postData, postedAt, postRecord } from './posts.js';

/**
 * Posts of subreddits by the day on which they were made. A listing runs backwards from the newest post and ends after
 * 1,000: a day that lies before is told as a problem. What was deleted or removed is gone.
 */
export function openReddit(options: RedditOptions): PartitionedSource<RawItem> {
  const { clock, subreddits, pageSize = 100 } = options;
  const client = new RedditClient(options);
  const targetOf = (name: string, stretch: Stretch): Target => ({
    name: `r/${name}`,
    read: (state, signal) =>
      refusedTarget(`r/${name}`, () => read(name, { client, stretch, pageSize }, state, signal)),
  });
  return {
    name: 'reddit',
    partitions: (window, signal) => daysOf(window, clock.now(), signal),
    read: (day, from, signal) =>
      inTurn(
        subreddits.map((name) => targetOf(name, stretchOf(day))),
        from,
        signal,
      ),
  };
}

interface AskedFor {
  client: RedditClient;
  /** The day. */
  stretch: Stretch;
  pageSize: number;
}

/** `listed`: posts so far. */
const stateSchema = z.object({ after: z.string(), listed: z.int() });

async function* read(
  name: string,
  { client, stretch, pageSize }: AskedFor,
  state: Json | null,
  signal: AbortSignal,
): AsyncGenerator<TargetRecord> {
  const path = `/r/${encodeURIComponent(name)}/new`;
  let { after, listed } = stateSchema.safeParse(state).data ?? { after: null, listed: 0 };
  const asked = new Set<string | null>();
  for (;;) {
    if (asked.has(after)) throw invalidReply('Reddit', 'the same page follows itself');
    asked.add(after);
    const query = { limit: String(pageSize), ...(after === null ? {} : { after }) };
    const listing = listingOf((await client.get(path, query, signal)).json);
    if (!listing) throw invalidReply('Reddit', 'no listing');
    const posts = listing.things.map(postData);
    yield* posts.flatMap((post, i) =>
      isOf(post, stretch) ? [postRecord(post, `r/${name}, post ${listed + i + 1}`)] : [],
    );
    listed += posts.length;
    if (posts.length > 0 && posts.every((post) => isBefore(post, stretch))) return;
    ({ after } = listing);
    if (after === null) break;
    yield { state: { after, listed } };
  }
  if (listed >= MOST_LISTED)
    yield unusable(
      `r/${name}`,
      `its listing ends after ${listed} posts: older ones come from a dump`,
    );
}

/** A post without a time is told with every day, since it cannot be used. */
function isOf(post: unknown, { from, until }: Stretch): boolean {
  const at = postedAt(post);
  return post !== null && (at === null || (at >= from && at < until));
}

const isBefore = (post: unknown, { from }: Stretch): boolean => (postedAt(post) ?? from) < from;
