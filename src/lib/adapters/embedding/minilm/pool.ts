import { asGibseyError, GibseyError } from '../../../domain/errors.js';
import { Call, interrupted } from './call.js';
import type { EmbeddingThread } from './thread.js';

export interface PoolOptions {
  /** Threads at most. */
  threads: number;
  /** Calls under way at most. */
  queueLimit: number;
  /** @param running Threads that there are already. */
  startThread(running: number): EmbeddingThread;
  /** Token ids of a text, cut at the window. */
  encode(text: string): Int32Array;
}

/**
 * Deals texts to threads, one at a time, so that no thread waits for another. Calls take turns: a question asked
 * while a night embeds waits for one text, not for all. Threads start when there is work for them.
 */
export class Pool {
  readonly #options: PoolOptions;
  readonly #calls = new Set<Call>();
  #threads: EmbeddingThread[] = [];
  #closed: Promise<void> | null = null;

  constructor(options: PoolOptions) {
    this.#options = options;
  }

  async embed(texts: readonly string[], signal?: AbortSignal): Promise<Float32Array[]> {
    if (this.#closed !== null) throw interrupted('The embedder is closed.');
    if (this.#calls.size >= this.#options.queueLimit) {
      throw new GibseyError(
        'SERVICE_UNREACHABLE',
        `Embedding is busy: ${this.#calls.size} calls wait.`,
        {
          hint: 'try again in a moment',
        },
      );
    }
    const call = new Call(texts, signal);
    this.#calls.add(call);
    this.#deal();
    return call.settled.finally(() => this.#calls.delete(call));
  }

  /** Finishes the texts at hand, stops the calls they belong to, ends the threads. Later calls join the first. */
  close(): Promise<void> {
    this.#closed ??= this.#shutDown();
    return this.#closed;
  }

  async #shutDown(): Promise<void> {
    for (const call of this.#calls) call.stop(interrupted('The embedder was closed.'));
    await Promise.all(this.#threads.map((thread) => thread.close()));
  }

  #deal(): void {
    for (;;) {
      const call = this.#firstWaiting();
      const thread = call === undefined ? undefined : this.#idleThread();
      if (call === undefined || thread === undefined) return;
      // To the back of the row: calls take turns.
      this.#calls.delete(call);
      this.#calls.add(call);
      void this.#embedOne(call, thread);
    }
  }

  async #embedOne(call: Call, thread: EmbeddingThread): Promise<void> {
    const { text, index } = call.take();
    try {
      call.finish(index, await thread.embed(this.#options.encode(text)));
    } catch (error) {
      call.fail(asGibseyError(error));
    }
    this.#deal();
  }

  #firstWaiting(): Call | undefined {
    for (const call of this.#calls) if (call.waiting) return call;
    return undefined;
  }

  #idleThread(): EmbeddingThread | undefined {
    this.#threads = this.#threads.filter((thread) => thread.alive);
    const idle = this.#threads.find((thread) => thread.idle);
    if (idle !== undefined || this.#threads.length >= this.#options.threads) return idle;
    const started = this.#options.startThread(this.#threads.length);
    this.#threads.push(started);
    return started;
  }
}
