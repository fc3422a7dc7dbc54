/** What users asked of late, masked. */
import { hashText } from '../algorithms/text/hashing.js';
import { isSmallTalk } from '../algorithms/text/small-talk.js';
import type { Utterance } from '../domain/conversation.js';
import type { EmbeddedQuery, Query } from '../domain/query.js';
import type { Clock, Embeddable, Points, Store } from '../ports/index.js';
import { maskedUtterance } from './masked.js';
import { windowStart } from './window.js';

export interface QueriesWindow {
  /** Conversations of this many days before now are learnt from. */
  days: number;
  clock: Clock;
}

/** Longer ones are letters rather than questions: no prepared answer would fit them. */
const LONGEST = 1_000;

/** Small talk and very long texts are passed over: they have no prepared answer. */
export function queriesToEmbed(
  { conversations, queries }: Pick<Store, 'conversations' | 'queries'>,
  { days, clock }: QueriesWindow,
): Embeddable<Query, EmbeddedQuery> {
  return {
    name: 'queries',
    purpose: 'cluster',
    version: 1,
    batch: 64,
    reasons: { changed: 'text changed', gone: 'conversation removed' },
    async *scan() {
      for await (const batch of conversations.between(windowStart(clock, days), Infinity)) {
        yield batch.filter(isQuestion).map(queryOf);
      }
    },
    get: async (ids) => (await conversations.get(ids)).filter(isQuestion).map(queryOf),
    key: ({ id }) => id,
    hash: ({ contentHash }) => contentHash,
    prepare: (query) => ({
      texts: [query.text],
      finish: ([vector]) => ({ ...query, vector: vector! }),
    }),
    made: (space, ids) => queries.hashes(space, ids),
    put: (space, rows) => queries.put(space, rows),
  };
}

/** @param since when the window begins, epoch ms */
export function queryPoints({ queries }: Pick<Store, 'queries'>, since: () => number): Points {
  return { scan: (space) => queries.between(space, since(), Infinity) };
}

function isQuestion({ role, text }: Utterance): boolean {
  return role === 'user' && text.length <= LONGEST && !isSmallTalk(text);
}

function queryOf(utterance: Utterance): Query {
  const { id, userId, language, createdAt } = utterance;
  const { text, found } = maskedUtterance(utterance);
  const contentHash = hashText(text);
  return { id, userId, text, personal: found.length > 0, language, createdAt, contentHash };
}
