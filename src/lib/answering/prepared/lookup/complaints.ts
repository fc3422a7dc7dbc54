import type { Feedback } from '../../../domain/lookup.js';

/** What people's judgement has earned an answer. */
export interface Standing {
  /** Added to its threshold, in logits. */
  raise: number;
  /** It is served no more. */
  dropped: boolean;
}

/** Each person who says no makes an answer as much harder to get as a cosine some hundredths higher would. */
const RAISE = 1;
/** Distinct people whose no takes an answer away, unless more say yes. */
const STRIKES = 3;

/**
 * Approval never lowers a threshold; it only keeps an answer from being dropped. The last word of each person counts,
 * and everybody who is not known counts as one each.
 * @param feedback on one answer, oldest first
 */
export function standingOf(feedback: readonly Feedback[]): Standing {
  const last = new Map<string, boolean>();
  for (const { id, userId, helpful } of feedback) {
    last.set(userId === null ? `feedback:${id}` : `user:${userId}`, helpful);
  }
  const against = [...last.values()].filter((helpful) => !helpful).length;
  const dropped = against >= STRIKES && against > last.size - against;
  return { raise: against * RAISE, dropped };
}

/** Standings by answer; those that nobody judged are absent. */
export function standingsOf(feedback: readonly Feedback[]): Map<string, Standing> {
  const byAnswer = new Map<string, Feedback[]>();
  for (const each of feedback) {
    byAnswer.set(each.answerId, [...(byAnswer.get(each.answerId) ?? []), each]);
  }
  return new Map([...byAnswer].map(([id, all]) => [id, standingOf(all)]));
}
