import type { Worker } from 'node:worker_threads';
import { GibseyError } from '../../../domain/errors.js';
import type { FromWorker, ToWorker } from './messages.js';

interface Waiting {
  resolve(vector: Float32Array): void;
  reject(error: GibseyError): void;
}

/**
 * One worker thread with its own copy of the model, one text at a time. It keeps the process alive only while a
 * text is at hand or it is closing; idle, it does not.
 */
export class EmbeddingThread {
  readonly #worker: Worker;
  readonly #ended: Promise<void>;
  #waiting: Waiting | null = null;
  #alive = true;
  #closing = false;

  constructor(worker: Worker) {
    this.#worker = worker;
    this.#worker.unref();
    this.#worker.on('message', (message: FromWorker) => this.#receive(message));
    this.#worker.on('error', (cause) => this.#die(cause));
    this.#ended = new Promise((resolve) => {
      this.#worker.on('exit', (code) => {
        this.#die(new Error(`exit code ${code}`));
        resolve();
      });
    });
  }

  get alive(): boolean {
    return this.#alive;
  }

  get idle(): boolean {
    return this.#alive && !this.#closing && this.#waiting === null;
  }

  /**
   * Only while idle.
   * @throws INTERNAL when the model or the thread fails.
   */
  embed(ids: Int32Array): Promise<Float32Array> {
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
      this.#worker.ref();
      this.#send({ type: 'embed', ids });
    });
  }

  /** Finishes the text at hand, frees the model and ends the thread. */
  async close(): Promise<void> {
    if (this.#alive && !this.#closing) {
      this.#closing = true;
      this.#worker.ref();
      this.#send({ type: 'close' });
    }
    await this.#ended;
  }

  #send(message: ToWorker): void {
    this.#worker.postMessage(message);
  }

  #receive(message: FromWorker): void {
    const waiting = this.#takeWaiting();
    if (message.type === 'vector') waiting?.resolve(message.vector);
    else
      waiting?.reject(new GibseyError('INTERNAL', `The embedding model failed: ${message.reason}`));
  }

  #die(cause: unknown): void {
    this.#alive = false;
    const reason = cause instanceof Error ? cause.message : String(cause);
    this.#takeWaiting()?.reject(
      new GibseyError('INTERNAL', `An embedding thread ended unexpectedly: ${reason}`, { cause }),
    );
  }

  #takeWaiting(): Waiting | null {
    const waiting = this.#waiting;
    this.#waiting = null;
    if (!this.#closing) this.#worker.unref();
    return waiting;
  }
}
