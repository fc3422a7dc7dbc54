import { z } from 'zod';
import { itemOf, keyOf, recordOf, type TargetRecord } from '../items.js';

const postSchema = z.object({
  id: z.string().min(1),
  subreddit: z.string().nullish(),
  title: z.string().nullish(),
  selftext: z.string().nullish(),
  author: z.string().nullish(),
  created_utc: z.coerce.number().nullish(),
  removed_by_category: z.string().nullish(),
});

const listingSchema = z.object({
  data: z.object({ children: z.array(z.unknown()), after: z.string().nullish() }),
});
const thingSchema = z.object({ kind: z.string().nullish(), data: z.unknown().optional() });

export function listingOf(json: unknown) {
  const { data } = listingSchema.safeParse(json);
  return data ? { things: data.data.children, after: data.data.after ?? null } : null;
}

/** What a listing, a thing of one, or a row of a dump says of a post; null for comments and whatever else is none. */
export function postData(value: unknown): unknown {
  const thing = thingSchema.safeParse(value).data;
  if (thing?.data === undefined || thing.data === null) return value;
  return thing.kind === undefined || thing.kind === null || thing.kind === 't3' ? thing.data : null;
}

/** When a post was made, epoch seconds; null when it does not say. */
export const postedAt = (data: unknown): number | null =>
  postSchema.safeParse(data).data?.created_utc ?? null;

const TAKEN_AWAY = new Set(['[deleted]', '[removed]']);

/** A post that its author has deleted or a moderator removed is gone. */
export function postRecord(data: unknown, where: string): TargetRecord {
  const { data: post } = postSchema.safeParse(data);
  if (!post) return { problem: { where, reason: 'it is no post' } };
  const { id, subreddit, title, selftext, author, created_utc: createdAt } = post;
  const community = subreddit ? `/r/${encodeURIComponent(subreddit)}` : '';
  const url = `https://www.reddit.com${community}/comments/${encodeURIComponent(id)}`;
  return recordOf(url, () => {
    const isGone = Boolean(post.removed_by_category) || TAKEN_AWAY.has(selftext?.trim() ?? '');
    if (isGone) return { gone: keyOf(url) };
    const name = author && !TAKEN_AWAY.has(author) ? author : null;
    return {
      doc: itemOf({ source: 'reddit', url, title, body: selftext, createdAt, author: name }),
    };
  });
}
