import { GibseyError } from '../../../domain/errors.js';
import type { LookupLog } from '../../../ports/index.js';
import type { Prepared } from '../lookup/prepared.js';
import type { Shelf } from '../index/snapshot.js';

export interface Judgement {
  /** Of the look-up, of the answer, or of the cluster that the answer was prepared for. */
  of: { lookupId: string } | { answerId: string } | { clusterId: number };
  id: string;
  userId: string | null;
  helpful: boolean;
  comment: string | null;
}

/** How far back a look-up is sought that somebody judges, ms. */
const JUDGED_WITHIN_MS = 7 * 86_400_000;

/**
 * The answer that is judged.
 * @param now epoch ms
 * @throws NOT_FOUND
 */
export async function answerJudged(
  of: Judgement['of'],
  { answers }: Pick<Shelf, 'answers'>,
  lookups: Pick<LookupLog, 'between'>,
  now: number,
): Promise<string> {
  const answerId =
    'lookupId' in of
      ? await servedBy(of.lookupId, lookups, now - JUDGED_WITHIN_MS)
      : answerOf(of, answers)?.answerId;
  if (answerId) return answerId;
  throw new GibseyError('NOT_FOUND', 'No prepared answer was served under that id.', {
    hint: 'use the request_id or cluster_id of an answer whose route is cache',
  });
}

function answerOf(
  of: { answerId: string } | { clusterId: number },
  answers: Shelf['answers'],
): Prepared | undefined {
  if ('answerId' in of) return answers.get(of.answerId);
  return [...answers.values()].find(({ clusterId }) => clusterId === of.clusterId);
}

async function servedBy(
  lookupId: string,
  lookups: Pick<LookupLog, 'between'>,
  since: number,
): Promise<string | null> {
  for await (const batch of lookups.between(since, Infinity)) {
    const lookup = batch.find(({ id, hit }) => hit && id === lookupId);
    if (lookup) return lookup.answerId;
  }
  return null;
}
