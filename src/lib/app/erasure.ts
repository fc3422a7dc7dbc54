/** Forgetting a user: every row of theirs in every table. */
import type { Store } from '../ports/index.js';

/** The last day that a date can hold: no feedback is younger. */
const LAST_DAY = 100_000_000;

/**
 * Declared tables come last: on SQLite they empty the write-ahead log, which holds what the others overwrote.
 * @returns how many rows went, by table
 */
export async function eraseUser(
  { conversations, lookups, tables }: Pick<Store, 'conversations' | 'lookups' | 'tables'>,
  userId: string,
): Promise<Record<string, number>> {
  const said = (await lookups.feedbackOf(null, 0)).filter((each) => each.userId === userId);
  return {
    conversations: await conversations.eraseUser(userId),
    answer_feedback: await lookups.removeFeedback(
      said.map(({ id }) => id),
      LAST_DAY,
    ),
    ...(await tables.eraseOwner(userId)),
  };
}
