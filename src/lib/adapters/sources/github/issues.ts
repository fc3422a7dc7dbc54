import { z } from 'zod';
import { itemOf, recordOf, type TargetRecord } from '../items.js';
import { Rejected } from '../rejected.js';

/** As little of an issue as is needed; whatever is not, assignees among it, may be missing. */
const issueSchema = z.object({
  html_url: z.string(),
  title: z.string().nullish(),
  body: z.string().nullish(),
  created_at: z.string().nullish(),
  user: z.object({ id: z.number().nullish() }).nullish(),
  pull_request: z.unknown().optional(),
});

const listSchema = z.array(z.unknown());
const foundSchema = z.object({
  items: z.array(z.unknown()),
  total_count: z.number().nullish(),
  incomplete_results: z.boolean().nullish(),
});

/** Issues of a listing; null when it is none. */
export const listed = (json: unknown): unknown[] | null => listSchema.safeParse(json).data ?? null;

export const found = (json: unknown) => foundSchema.safeParse(json).data ?? null;

/** Null for a pull request, which the API counts among issues. */
export function issueRecord(value: unknown, where: string): TargetRecord {
  const { data: issue } = issueSchema.safeParse(value);
  if (!issue) return { problem: { where, reason: 'it is no issue' } };
  if (issue.pull_request !== undefined && issue.pull_request !== null) return null;
  const { html_url: url, title, body, created_at: at, user } = issue;
  return recordOf(url, () => {
    const createdAt = at === null || at === undefined ? null : secondsOf(at);
    return { doc: itemOf({ source: 'github', url, title, body, createdAt, author: user?.id }) };
  });
}

function secondsOf(at: string): number {
  const ms = Date.parse(at);
  if (Number.isNaN(ms)) throw new Rejected('its time of posting is none');
  return ms / 1000;
}
