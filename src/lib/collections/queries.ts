/** What users asked of late, masked. */
import { hashParts, hashText } from '../algorithms/text/hashing.js';
import { isSmallTalk } from '../algorithms/text/small-talk.js';
import type { Utterance } from '../domain/conversation.js';
import type { EmbeddedQuery, Query } from '../domain/query.js';
import type { Hash, Space } from '../domain/values.js';
import type { Clock, Embeddable, Points, Store } from '../ports/index.js';
import { maskedUtterance } from './masked.js';
import { windowStart } from './window.js';

export interface QueriesWindow {
  /** Conversations of this many days before now are learnt from. */
  days: number;
  clock: Clock;
}

type Stores = Pick<Store, 'conversations' | 'queries'> & {
  memo: Pick<Store['memo'], 'get' | 'putFirst'>;
};

/** Raised with the rules of masking, too: what was masked by earlier ones is masked anew, however old it is. */
const VERSION = 2;
const MASKING = 'masking';
/** Longer ones are letters rather than questions: no prepared answer would fit them. */
const LONGEST = 1_000;

/**
 * Small talk and very long texts are passed over: they have no prepared answer. What was said before the window is
 * read where it was masked by another version of the rules: a row that differs now is replaced.
 */
export function queriesToEmbed(
  stores: Stores,
  { days, clock }: QueriesWindow,
): Embeddable<Query, EmbeddedQuery> {
  const { conversations, queries } = stores;
  return {
    name: 'queries',
    purpose: 'cluster',
    version: VERSION,
    batch: 64,
    reasons: { changed: 'text changed', gone: 'conversation removed' },
    async *scan(space) {
      const from = windowStart(clock, days);
      yield* asked(conversations, from, Infinity);
      if (await isMaskedAlike(stores, space)) return;
      for await (const batch of asked(conversations, 0, from)) {
        yield await maskedOtherwise(batch, queries, space);
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
    async remember(space) {
      if (await isMaskedAlike(stores, space)) return;
      const { key, input } = maskingOf(space);
      await stores.memo.putFirst('queries', key, input, VERSION);
    },
  };
}

/** The questions of a time, masked. */
async function* asked(
  conversations: Store['conversations'],
  from: number,
  to: number,
): AsyncGenerator<Query[]> {
  for await (const batch of conversations.between(from, to)) {
    yield batch.filter(isQuestion).map(queryOf);
  }
}

async function maskedOtherwise(
  batch: readonly Query[],
  queries: Store['queries'],
  space: Space,
): Promise<Query[]> {
  const made = await queries.hashes(
    space,
    batch.map(({ id }) => id),
  );
  return batch.filter(({ id, contentHash }) => made.has(id) && made.get(id) !== contentHash);
}

const maskingOf = ({ id }: Space): { key: string; input: Hash } => ({
  key: `${MASKING}:${id}`,
  input: hashParts([MASKING, VERSION]),
});

/** Whether all that is stored was masked by the rules of now. */
async function isMaskedAlike({ memo }: Stores, space: Space): Promise<boolean> {
  const { key, input } = maskingOf(space);
  return (await memo.get('queries', [key])).get(key)?.input === input;
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
