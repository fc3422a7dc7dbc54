import { canonicalJson, hashParts } from '../../algorithms/text/hashing.js';
import type { Utterance } from '../../domain/conversation.js';
import type { Hash } from '../../domain/values.js';
import type {
  Clock,
  ConversationSource,
  ConversationStore,
  UtteranceRecord,
} from '../../ports/index.js';
import type { Plan, Stage, Unit } from '../stage.js';
import { BATCH, BATCH_CHARACTERS, inBatches } from './batches.js';

export interface UtteranceUnit extends Unit {
  utterance: Utterance | null;
}

export interface IngestConversationsOptions {
  conversations: ConversationStore;
  source: ConversationSource;
  /** The source is a stream that can be read only once, and may pause. */
  once: boolean;
  clock: Clock;
}

const VERSION = 1;

/** Stores what is new or changed in a log of conversations; what cannot be used is rejected, the rest goes on. */
export function ingestConversationsStage(
  options: IngestConversationsOptions,
): Stage<UtteranceUnit, Utterance | null> {
  return {
    name: 'ingest',
    version: VERSION,
    needs: [],
    limits: { concurrency: BATCH, batch: BATCH, weight: BATCH_CHARACTERS },
    weigh: ({ utterance }) => utterance?.text.length ?? 0,
    most: (planned) => planned,
    once: options.once,
    plan: (how) => plan(options, how),
    compute: ({ utterance }) => Promise.resolve(utterance),
    commit: (results) =>
      options.conversations.put(results.flatMap(({ value }) => (value ? [value] : []))),
  };
}

async function* plan(
  { conversations, source, once, clock }: IngestConversationsOptions,
  { force, signal }: { force: boolean; signal: AbortSignal },
): AsyncIterable<Plan<UtteranceUnit>> {
  for await (const records of inBatches(source.read(signal), { once, clock, weigh })) {
    const read = records.flatMap((record) => ('utterance' in record ? [record.utterance] : []));
    const stored = await conversations.get(read.map(({ id }) => id));
    const known = new Map(stored.map((utterance) => [utterance.id, utterance]));
    for (const record of records) {
      if ('utterance' in record) {
        yield planned(record.utterance, known.get(record.utterance.id), force);
      } else {
        const { where, reason } = record.problem;
        yield { unit: { key: where, input: '', utterance: null }, action: 'reject', reason };
      }
    }
  }
}

function weigh(record: UtteranceRecord): number {
  return 'utterance' in record ? record.utterance.text.length : 0;
}

function planned(
  utterance: Utterance,
  stored: Utterance | undefined,
  force: boolean,
): Plan<UtteranceUnit> {
  const unit = { key: utterance.id, input: utteranceHash(utterance), utterance };
  if (!stored) return { unit, action: 'run', reason: 'new' };
  if (utteranceHash(stored) !== unit.input) return { unit, action: 'run', reason: 'changed' };
  return force
    ? { unit, action: 'run', reason: 'forced' }
    : { unit, action: 'skip', reason: 'unchanged' };
}

function utteranceHash({ createdAt, ...said }: Utterance): Hash {
  return hashParts([VERSION, createdAt, canonicalJson(said)]);
}
