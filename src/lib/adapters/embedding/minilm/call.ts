import { GibseyError } from '../../../domain/errors.js';

/** One call of `embed`: hands its texts out one at a time, collects vectors in order, settles once. */
export class Call {
  /** The vectors, or why the call was stopped; settles when no text of it is at hand any more. */
  readonly settled: Promise<Float32Array[]>;
  readonly #texts: readonly string[];
  readonly #vectors: Float32Array[];
  #resolve!: (vectors: Float32Array[]) => void;
  #reject!: (error: GibseyError) => void;
  #next = 0;
  #atHand = 0;
  #stopped: GibseyError | null = null;

  constructor(texts: readonly string[], signal?: AbortSignal) {
    this.#texts = texts;
    this.#vectors = new Array<Float32Array>(texts.length);
    const onAbort = () => this.stop(interrupted('Embedding was stopped on request.'));
    const settled = new Promise<Float32Array[]>((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    this.settled = settled.finally(() => signal?.removeEventListener('abort', onAbort));
    signal?.addEventListener('abort', onAbort, { once: true });
    if (signal?.aborted === true) onAbort();
    this.#settleIfDone();
  }

  /** Whether texts are left to hand out. */
  get waiting(): boolean {
    return this.#stopped === null && this.#next < this.#texts.length;
  }

  /** The next text and where its vector goes; only while `waiting`. */
  take(): { text: string; index: number } {
    const index = this.#next++;
    this.#atHand++;
    return { text: this.#texts[index] ?? '', index };
  }

  finish(index: number, vector: Float32Array): void {
    this.#vectors[index] = vector;
    this.#atHand--;
    this.#settleIfDone();
  }

  fail(error: GibseyError): void {
    this.#atHand--;
    this.stop(error);
  }

  /** Hands out nothing more; the first reason counts. */
  stop(reason: GibseyError): void {
    this.#stopped ??= reason;
    this.#settleIfDone();
  }

  #settleIfDone(): void {
    if (this.#atHand > 0) return;
    if (this.#stopped !== null) this.#reject(this.#stopped);
    else if (this.#next === this.#texts.length) this.#resolve(this.#vectors);
  }
}

export function interrupted(message: string): GibseyError {
  return new GibseyError('INTERRUPTED', message);
}
