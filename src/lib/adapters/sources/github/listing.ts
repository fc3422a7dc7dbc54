import { z } from 'zod';
import type { Json } from '../../../domain/values.js';
import { invalidReply, refusedTarget } from '../refusals.js';
import type { Stretch } from '../days.js';
import type { Target, TargetRecord } from '../items.js';
import type { GitHubClient } from './client.js';
import { issueRecord, listed } from './issues.js';

export interface AskedFor {
  client: GitHubClient;
  /** The day. */
  stretch: Stretch;
  pageSize: number;
}

const stateSchema = z.object({ next: z.string() });

/** Issues of a repository from the newest back to the day. */
export function listedTarget(repo: string, asked: AskedFor): Target {
  const name = `list ${repo}`;
  return {
    name,
    read: (state, signal) => refusedTarget(name, () => read(repo, asked, state, signal)),
  };
}

async function* read(
  repo: string,
  { client, stretch, pageSize }: AskedFor,
  state: Json | null,
  signal: AbortSignal,
): AsyncGenerator<TargetRecord> {
  const path = `/repos/${repo}/issues`;
  const asked = new Set<string>();
  const since = new Date(stretch.from * 1000).toISOString().replace('.000', '');
  const first = { state: 'all', sort: 'created', direction: 'desc', since };
  let next: string | null =
    stateSchema.safeParse(state).data?.next ??
    `?${new URLSearchParams({ ...first, per_page: String(pageSize) }).toString()}`;
  while (next !== null) {
    if (asked.has(next)) throw invalidReply('GitHub', 'the same page follows itself');
    asked.add(next);
    const page = await client.page(path, next, signal);
    const issues = listed(page.json);
    if (!issues) throw invalidReply('GitHub', 'no list of issues');
    const records = issues.map((issue, i) => issueRecord(issue, `${path} ${i + 1}`));
    yield* records.filter((record) => isOf(record, stretch));
    const isPast = records.some((record) => record && 'doc' in record && isBefore(record, stretch));
    next = isPast ? null : page.next;
    if (next !== null) yield { state: { next } };
  }
}

type Doc = Extract<TargetRecord, { doc: unknown }>;

/** What cannot be used has no day: it is told with every day whose pages it stands on. */
const isOf = (record: TargetRecord, { from, until }: Stretch): boolean =>
  record !== null &&
  (!('doc' in record) ||
    (record.doc.createdAt >= from * 1000 && record.doc.createdAt < until * 1000));

const isBefore = ({ doc }: Doc, { from }: Stretch): boolean => doc.createdAt < from * 1000;
