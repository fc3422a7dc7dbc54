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

/**
 * The answer that is judged.
 * @throws NOT_FOUND
 */
export async function answerJudged(
  of: Judgement['of'],
  { answers }: Pick<Shelf, 'answers'>,
  lookups: Pick<LookupLog, 'get'>,
): Promise<string> {
  const answerId =
    'lookupId' in of ? await servedBy(of.lookupId, lookups) : answerOf(of, answers)?.answerId;
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

async function servedBy(lookupId: string, lookups: Pick<LookupLog, 'get'>): Promise<string | null> {
  const lookup = await lookups.get(lookupId);
  return lookup?.hit ? lookup.answerId : null;
}
