import { z } from 'zod';
import { htmlText, itemOf, recordOf, titleText, type TargetRecord } from '../items.js';

const hitSchema = z.object({
  objectID: z.union([z.string(), z.number()]),
  created_at_i: z.number().nullish(),
  title: z.string().nullish(),
  story_title: z.string().nullish(),
  story_text: z.string().nullish(),
  comment_text: z.string().nullish(),
  author: z.string().nullish(),
});

const replySchema = z.object({ hits: z.array(z.unknown()), nbHits: z.number().nullish() });

export const replyOf = (json: unknown) => replySchema.safeParse(json).data ?? null;

/** A comment has no title of its own: it gets that of its story. */
export function hitRecord(value: unknown, where: string): TargetRecord {
  const { data: hit } = hitSchema.safeParse(value);
  if (!hit) return { problem: { where, reason: 'it is no hit' } };
  const url = `https://news.ycombinator.com/item?id=${encodeURIComponent(hit.objectID)}`;
  return recordOf(url, () => ({
    doc: itemOf({
      source: 'hackernews',
      url,
      title: titleText(hit.title ?? hit.story_title),
      body: htmlText(hit.story_text ?? hit.comment_text),
      createdAt: hit.created_at_i,
      author: hit.author,
    }),
  }));
}
