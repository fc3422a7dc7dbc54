/** What the main thread and a worker say to each other: one reply for each `embed`, in order. */

export type ToWorker =
  | { type: 'embed'; ids: Int32Array }
  /** Free the model and end; the last message. */
  | { type: 'close' };

export type FromWorker =
  { type: 'vector'; vector: Float32Array } | { type: 'failed'; reason: string };

export interface WorkerData {
  modelFile: string;
  /** Threads of the model's arithmetic, this one included. */
  cores: number;
}
