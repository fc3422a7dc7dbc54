import { hashText } from '../../../algorithms/text/hashing.js';
import { wordingsOf, type CuratedAnswer } from '../../../domain/curated.js';
import { asGibseyError, type GibseyError } from '../../../domain/errors.js';
import type { Hash } from '../../../domain/values.js';
import type { CuratedStore, Embedder } from '../../../ports/index.js';

export interface CuratedVectorsDeps {
  curated: Pick<CuratedStore, 'vectors' | 'putVectors'>;
  embedder: Embedder;
  /** Those that are made here are stored; default: they are. */
  keep?: boolean;
}

/** Texts embedded in one call: whoever asks a question meanwhile waits for no more than these. */
const SLICE = 8;
/** Vectors stored together. */
const BATCH = 64;

/** Vectors of the questions of curated answers: an import or a night has made them, else they are made here, once. */
export class CuratedVectors {
  private readonly deps: CuratedVectorsDeps;
  private known = new Map<Hash, Float32Array>();

  constructor(deps: CuratedVectorsDeps) {
    this.deps = deps;
  }

  /** Undefined while it has not been made. */
  of(text: string): Float32Array | undefined {
    return this.known.get(hashText(text));
  }

  /**
   * Reads what the store has, and forgets what is no longer asked for.
   * @returns the wordings that no vector is of yet
   */
  async read(answers: readonly CuratedAnswer[]): Promise<string[]> {
    const { curated, embedder } = this.deps;
    const wanted = new Map(answers.flatMap(wordingsOf).map((text) => [hashText(text), text]));
    const unread = [...wanted.keys()].filter((hash) => !this.known.has(hash));
    const stored = await curated.vectors(embedder.space, unread);
    this.known = new Map([...this.known, ...stored].filter(([hash]) => wanted.has(hash)));
    return [...wanted].flatMap(([hash, text]) => (this.known.has(hash) ? [] : [text]));
  }

  /**
   * Makes those that are lacking; where some cannot be made, all others.
   * @throws what embedding and storing throw
   */
  async make(texts: readonly string[], signal: AbortSignal): Promise<void> {
    let failure: GibseyError | null = null;
    for (const batch of chunks(texts, BATCH)) {
      const made = new Map<Hash, Float32Array>();
      for (const slice of chunks(batch, SLICE)) {
        if ((await this.tried(slice, made, signal)) === null) continue;
        for (const text of slice) failure = (await this.tried([text], made, signal)) ?? failure;
      }
      await this.take(made);
    }
    if (failure) throw failure;
  }

  /** Null when it went well; what no other text would escape is thrown. */
  private tried(
    texts: readonly string[],
    made: Map<Hash, Float32Array>,
    signal: AbortSignal,
  ): Promise<GibseyError | null> {
    return this.embed(texts, made, signal).then(
      () => null,
      (thrown: unknown) => {
        signal.throwIfAborted();
        const error = asGibseyError(thrown);
        if (error.code === 'SERVICE_UNREACHABLE') throw error;
        return error;
      },
    );
  }

  private async embed(
    texts: readonly string[],
    made: Map<Hash, Float32Array>,
    signal: AbortSignal,
  ): Promise<void> {
    const vectors = await this.deps.embedder.embed(texts, { purpose: 'cluster', signal });
    texts.forEach((text, i) => made.set(hashText(text), vectors[i]!));
  }

  private async take(made: ReadonlyMap<Hash, Float32Array>): Promise<void> {
    for (const [hash, vector] of made) this.known.set(hash, vector);
    const { curated, embedder, keep = true } = this.deps;
    if (keep && made.size > 0) await curated.putVectors(embedder.space, made);
  }
}

function* chunks<T>(items: readonly T[], size: number): Iterable<T[]> {
  for (let at = 0; at < items.length; at += size) yield items.slice(at, at + size);
}
