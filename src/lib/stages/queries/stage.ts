import { hashParts, hashText } from '../../algorithms/text/hashing.js';
import { isSmallTalk } from '../../algorithms/text/small-talk.js';
import type { Utterance } from '../../domain/conversation.js';
import type { EmbeddedQuery, Query } from '../../domain/query.js';
import type { Json } from '../../domain/values.js';
import type { Clock, ConversationStore, Embedder, MemoStore, QueryStore } from '../../ports.js';
import { maskedUtterance } from '../masked.js';
import type { Plan, Stage, Unit } from '../stage.js';

export interface QueryUnit extends Unit {
  query: Query;
}

export interface QueriesOptions {
  conversations: ConversationStore;
  queries: QueryStore;
  memo: Pick<MemoStore, 'get' | 'putFirst'>;
  embedder: Embedder;
  /** Conversations of this many days before now are learnt from. */
  days: number;
  clock: Clock;
  concurrency: number;
}

/** Raised with the rules of masking, too: what was masked by earlier ones is masked anew, however old it is. */
const VERSION = 2;
const MASKING = 'masking';
const CHANGED = 'text changed';
const BATCH = 64;
const DAY_MS = 86_400_000;
/** Longer ones are letters rather than questions: no prepared answer would fit them. */
const LONGEST = 1_000;

/**
 * Masks and embeds what users asked of late. Small talk and very long texts are passed over: they have no
 * prepared answer. What was said before the window is read where it was masked by another version of the rules: a row
 * that differs now is replaced.
 */
export function queriesStage(options: QueriesOptions): Stage<QueryUnit, EmbeddedQuery> {
  const { queries, embedder, concurrency } = options;
  /** Rows that stand in the store under another text than they should. */
  const owed = new Set<string>();
  return {
    name: 'queries',
    version: VERSION,
    needs: ['ingest'],
    limits: { concurrency, batch: BATCH },
    most: (planned, before) => planned + before,
    fatal: new Set(['SERVICE_UNREACHABLE']),
    async *plan(how) {
      owed.clear();
      for await (const each of plan(options, how)) {
        if (each.reason === CHANGED) owed.add(each.unit.key);
        yield each;
      }
    },
    compute: async ({ query }, signal) => {
      const [vector] = await embedder.embed([query.text], { purpose: 'cluster', signal });
      return { ...query, vector: vector! };
    },
    async commit(results) {
      await queries.put(
        embedder.space,
        results.map(({ value }) => value),
      );
      for (const { unit } of results) owed.delete(unit.key);
    },
    remember: async () => {
      if (owed.size === 0) await remember(options);
    },
  };
}

/** When the window of `days` before now begins, epoch ms. */
export const windowStart = (clock: Clock, days: number): number => clock.now() - days * DAY_MS;

async function* plan(
  options: QueriesOptions,
  { force, signal }: { force: boolean; signal: AbortSignal },
): AsyncIterable<Plan<QueryUnit>> {
  const { embedder, days, clock } = options;
  const from = windowStart(clock, days);
  for await (const { query, madeFrom } of asked(options, [from, Infinity], signal)) {
    yield planned(query, madeFrom, embedder.space.id, force);
  }
  if (await isMaskedAlike(options)) return;
  for await (const { query, madeFrom } of asked(options, [0, from], signal)) {
    if (madeFrom === undefined || madeFrom === query.contentHash) continue;
    yield planned(query, madeFrom, embedder.space.id, force);
  }
}

/** The questions of a time, masked, with the hash of what is stored of each. */
async function* asked(
  { conversations, queries, embedder }: QueriesOptions,
  [from, to]: [number, number],
  signal: AbortSignal,
): AsyncGenerator<{ query: Query; madeFrom: string | undefined }> {
  for await (const batch of conversations.between(from, to)) {
    signal.throwIfAborted();
    const questions = batch.filter(isQuestion).map(queryOf);
    const ids = questions.map(({ id }) => id);
    const made = await queries.hashes(embedder.space, ids);
    for (const query of questions) yield { query, madeFrom: made.get(query.id) };
  }
}

const maskingOf = ({ embedder }: QueriesOptions): { key: string; input: string } => ({
  key: `${MASKING}:${embedder.space.id}`,
  input: hashParts([MASKING, VERSION]),
});

/** Whether all that is stored was masked by the rules of now. */
async function isMaskedAlike(options: QueriesOptions): Promise<boolean> {
  const { key, input } = maskingOf(options);
  return (await options.memo.get('queries', [key])).get(key)?.input === input;
}

/** Behind a pass that nothing ended before its time. */
async function remember(options: QueriesOptions): Promise<void> {
  if (await isMaskedAlike(options)) return;
  const { key, input } = maskingOf(options);
  const value: Json = VERSION;
  await options.memo.putFirst('queries', key, input, value);
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
  if (madeFrom !== query.contentHash) return { unit, action: 'run', reason: CHANGED };
  return force
    ? { unit, action: 'run', reason: 'forced' }
    : { unit, action: 'skip', reason: 'unchanged' };
}
