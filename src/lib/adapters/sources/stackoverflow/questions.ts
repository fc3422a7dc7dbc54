import { z } from 'zod';
import { htmlText, itemOf, recordOf, titleText, type TargetRecord } from '../items.js';

const questionSchema = z.object({
  question_id: z.int(),
  title: z.string().nullish(),
  body: z.string().nullish(),
  creation_date: z.number().nullish(),
  owner: z.object({ user_id: z.number().nullish() }).nullish(),
});

const replySchema = z.object({
  items: z.array(z.unknown()),
  has_more: z.boolean().nullish(),
  quota_remaining: z.number().nullish(),
});

const askingSchema = z.object({ backoff: z.number().nonnegative() });

const errorSchema = z.object({ error_id: z.number(), error_message: z.string().nullish() });

export const replyOf = (json: unknown) => replySchema.safeParse(json).data ?? null;

/** How long a reply asks to leave its method alone, ms. */
export const backoffMs = (json: unknown): number =>
  (askingSchema.safeParse(json).data?.backoff ?? 0) * 1000;

/** When a question was asked, epoch seconds, null when it does not say. */
export const askedAt = (value: unknown): number | null =>
  questionSchema.safeParse(value).data?.creation_date ?? null;

/** What an error says; null when the text is none of the API's. */
export function errorOf(text: string) {
  try {
    return errorSchema.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}

/** @param origin of the site, e.g. `https://stackoverflow.com` */
export function questionRecord(value: unknown, origin: string, where: string): TargetRecord {
  const { data: question } = questionSchema.safeParse(value);
  if (!question) return { problem: { where, reason: 'it is no question' } };
  // `link` ends with the title, which changes
  const url = `${origin}/questions/${question.question_id}`;
  return recordOf(url, () => ({
    doc: itemOf({
      source: 'stackoverflow',
      url,
      title: titleText(question.title),
      body: htmlText(question.body),
      createdAt: question.creation_date,
      author: question.owner?.user_id,
    }),
  }));
}
