import { hashParts, hashText } from '../../algorithms/text/hashing.js';
import { isSmallTalk } from '../../algorithms/text/small-talk.js';
import type { Utterance } from '../../domain/conversation.js';
import type { EmbeddedQuery, Query } from '../../domain/query.js';
import type { Clock, ConversationStore, Embedder, QueryStore } from '../../ports/index.js';
import { maskedUtterance } from '../masked.js';
import type { Plan, Stage, Unit } from '../stage.js';

export interface QueryUnit extends Unit {
  query: Query;
}

export interface QueriesOptions {
  conversations: ConversationStore;
  queries: QueryStore;
  embedder: Embedder;
  /** Conversations of this many days before now are learnt from. */
  days: number;
  clock: Clock;
  concurrency: number;
}

const VERSION = 1;
const BATCH = 64;
const DAY_MS = 86_400_000;
/** Longer ones are letters rather than questions: no prepared answer would fit them. */
const LONGEST = 1_000;

/**
 * Masks and embeds what users asked of late. Small talk and very long texts are passed over: they have no
 * prepared answer.
 */
export function queriesStage(options: QueriesOptions): Stage<QueryUnit, EmbeddedQuery> {
  const { queries, embedder, concurrency } = options;
  return {
    name: 'queries',
    version: VERSION,
    needs: ['ingest'],
    limits: { concurrency, batch: BATCH },
    most: (planned, before) => planned + before,
    fatal: new Set(['SERVICE_UNREACHABLE']),
    plan: (how) => plan(options, how),
    compute: async ({ query }, signal) => {
      const [vector] = await embedder.embed([query.text], { purpose: 'cluster', signal });
      return { ...query, vector: vector! };
    },
    commit: (results) =>
      queries.put(
        embedder.space,
        results.map(({ value }) => value),
      ),
  };
}

/** When the window of `days` before now begins, epoch ms. */
export const windowStart = (clock: Clock, days: number): number => clock.now() - days * DAY_MS;

async function* plan(
  { conversations, queries, embedder, days, clock }: QueriesOptions,
  { force, signal }: { force: boolean; signal: AbortSignal },
): AsyncIterable<Plan<QueryUnit>> {
  for await (const batch of conversations.between(windowStart(clock, days), Infinity)) {
    signal.throwIfAborted();
    const asked = batch.filter(isQuestion).map(queryOf);
    const ids = asked.map(({ id }) => id);
    const made = await queries.hashes(embedder.space, ids);
    for (const query of asked) yield planned(query, made.get(query.id), embedder.space.id, force);
  }
}

function isQuestion({ role, text }: Utterance): boolean {
  return role === 'user' && text.length <= LONGEST && !isSmallTalk(text);
}

function queryOf(utterance: Utterance): Query {
  const { id, userId, language, createdAt } = utterance;
  const masked = maskedUtterance(utterance);
  return {
    id,
    userId,
    text: masked.text,
    personal: masked.found.length > 0,
    language,
    createdAt,
    contentHash: hashText(masked.text),
  };
}

function planned(
  query: Query,
  madeFrom: string | undefined,
  space: string,
  force: boolean,
): Plan<QueryUnit> {
  const unit = { key: query.id, input: hashParts([VERSION, space, query.contentHash]), query };
  if (madeFrom === undefined) return { unit, action: 'run', reason: 'new' };
  if (madeFrom !== query.contentHash) return { unit, action: 'run', reason: 'text changed' };
  return force
    ? { unit, action: 'run', reason: 'forced' }
    : { unit, action: 'skip', reason: 'unchanged' };
}
