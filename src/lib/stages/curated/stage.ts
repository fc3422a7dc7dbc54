import { hashParts, hashText } from '../../algorithms/text/hashing.js';
import { wordingsOf, type CuratedAnswer } from '../../domain/curated.js';
import type { Hash } from '../../domain/values.js';
import type { CuratedStore, Embedder } from '../../ports/index.js';
import type { Plan, Stage, Unit } from '../stage.js';

export interface CuratedUnit extends Unit {
  text: string;
}

export interface CuratedOptions {
  curated: Pick<CuratedStore, 'list' | 'vectors' | 'putVectors' | 'keepVectors'>;
  /** Answers that are about to be stored, beside those that are. */
  coming?: readonly Pick<CuratedAnswer, 'question' | 'variants'>[];
  embedder: Embedder;
  concurrency: number;
}

const VERSION = 1;
/** Vectors stored together: a killed import loses at most the work on these. */
const BATCH = 64;
/** Hashes looked up at once. */
const CHUNK = 500;

/** Vectors for every question of an answer that people wrote; each wording is one unit, whoever asks it. */
export function curatedStage(options: CuratedOptions): Stage<CuratedUnit, Float32Array> {
  const { curated, embedder, concurrency } = options;
  const { space } = embedder;
  return {
    name: 'curated',
    version: VERSION,
    needs: [],
    limits: { concurrency, batch: BATCH },
    most: (planned) => planned,
    fatal: new Set(['SERVICE_UNREACHABLE']),
    plan: (how) => plan(options, how),
    async compute({ text }, signal) {
      const [vector] = await embedder.embed([text], { purpose: 'cluster', signal });
      return vector!;
    },
    commit: (results) =>
      curated.putVectors(space, new Map(results.map(({ unit, value }) => [unit.key, value]))),
    finish: async () => curated.keepVectors(space, new Set((await wordings(options)).keys())),
  };
}

async function* plan(
  options: CuratedOptions,
  { force, signal }: { force: boolean; signal: AbortSignal },
): AsyncIterable<Plan<CuratedUnit>> {
  const { curated, embedder } = options;
  const all = [...(await wordings(options))];
  for (let at = 0; at < all.length; at += CHUNK) {
    signal.throwIfAborted();
    const some = all.slice(at, at + CHUNK);
    const hashes = some.map(([hash]) => hash);
    const made = await curated.vectors(embedder.space, hashes);
    for (const [hash, text] of some) yield planned(hash, text, embedder, made.has(hash), force);
  }
}

/** All that curated answers are asked for by, by hash. */
async function wordings({ curated, coming = [] }: CuratedOptions): Promise<Map<Hash, string>> {
  const answers = [...(await curated.list()), ...coming];
  return new Map(answers.flatMap(wordingsOf).map((text) => [hashText(text), text]));
}

function planned(
  hash: Hash,
  text: string,
  { space }: Embedder,
  made: boolean,
  force: boolean,
): Plan<CuratedUnit> {
  const unit = { key: hash, input: hashParts([VERSION, space.id, hash]), text };
  if (!made) return { unit, action: 'run', reason: 'new' };
  return force
    ? { unit, action: 'run', reason: 'forced' }
    : { unit, action: 'skip', reason: 'unchanged' };
}
