/** The model itself: token ids in, a unit vector out. Runs inside a worker thread, since a run blocks its thread. */
import { InferenceSession, Tensor } from '../../../algorithms/vectors/onnx-runtime.js';

export class Session {
  readonly #session: InferenceSession;

  private constructor(session: InferenceSession) {
    this.#session = session;
  }

  /**
   * Several threads share rows and columns of a product, never the terms of one sum, so that results do not depend
   * on how many there are. They sleep between products: to spin would take a core from whatever else runs.
   */
  static async open(modelFile: string, threads: number): Promise<Session> {
    return new Session(
      await InferenceSession.create(modelFile, {
        intraOpNumThreads: threads,
        extra: { session: { intra_op: { allow_spinning: '0' } } },
        interOpNumThreads: 1,
        executionMode: 'sequential',
        graphOptimizationLevel: 'all',
        logSeverityLevel: 3,
      }),
    );
  }

  /** Ids (n) of one text to the mean of its token vectors (n × d), at unit length (d). */
  async embed(ids: Int32Array): Promise<Float32Array> {
    const n = ids.length;
    const { last_hidden_state: output } = await this.#session.run({
      input_ids: new Tensor('int64', BigInt64Array.from(ids, BigInt), [1, n]),
    });
    if (output === undefined) throw new Error('the model has no output last_hidden_state');
    const vector = normalizedMean(output.data as Float32Array, n);
    output.dispose();
    return vector;
  }

  /** Frees weights and threads of the runtime. */
  async close(): Promise<void> {
    await this.#session.release();
  }
}

/** Mean over rows of an n × d matrix, divided by its length; in float64, rounded once. */
export function normalizedMean(rows: Float32Array, n: number): Float32Array {
  const d = rows.length / n;
  const sum = new Float64Array(d);
  for (let row = 0; row < n; row++) {
    for (let i = 0; i < d; i++) sum[i]! += rows[row * d + i]!;
  }
  const length = Math.sqrt(sum.reduce((total, x) => total + x * x, 0));
  return Float32Array.from(sum, (x) => x / length);
}
