import { dotModule } from './dot-module.js';
import { engine, reserve } from './wasm.js';

/** Numbers that the code takes at once. */
const STEP = 16;

type Score = (query: number, rows: number, n: number, bytes: number, out: number) => void;

let compiled: object | null = null;

/**
 * Vectors (d, float32) in rows that can be rewritten, and their inner products with a query: exact search by
 * reading all of them. It holds one copy in memory that grows by a quarter, 4 bytes a number (d rounded up to
 * 16), at most 4 GB.
 */
export class RowStore {
  readonly dimensions: number;
  /** Rows that have been written, free ones among them. */
  rows = 0;
  private readonly stride: number;
  private readonly memory = new engine.Memory({ initial: 1 });
  private readonly score: Score;
  private capacity = 0;
  private floats: Float32Array;

  constructor(dimensions: number) {
    this.dimensions = dimensions;
    this.stride = Math.ceil(dimensions / STEP) * STEP;
    compiled ??= new engine.Module(dotModule());
    const { exports } = new engine.Instance(compiled, { env: { memory: this.memory } });
    this.score = (exports as { score: Score }).score;
    this.floats = new Float32Array(this.memory.buffer);
  }

  /** Writes a vector of `dimensions` numbers to a row, at most one behind the last. */
  set(row: number, vector: Float32Array): void {
    this.rows = Math.max(this.rows, row + 1);
    if (this.rows > this.capacity) this.reserve(Math.ceil(this.rows * 1.25) + 64);
    this.floats.set(vector, this.start(row));
  }

  /** Makes room for so many rows at once, so that filling them copies nothing. */
  reserve(rows: number): void {
    if (rows <= this.capacity) return;
    // The query, the rows, their scores: scores last, so that rows stay where they are as they grow.
    const bytes = 4 * (this.stride + rows * (this.stride + 1));
    reserve(this.memory, bytes);
    this.floats = new Float32Array(this.memory.buffer);
    this.capacity = rows;
  }

  /** Inner products of `query` with rows `from` to `to` (exclusive): a view that the next call overwrites. */
  scores(query: Float32Array, from = 0, to = this.rows): Float32Array {
    if (to <= from) return new Float32Array();
    this.floats.fill(0, 0, this.stride);
    this.floats.set(query);
    const out = this.start(this.capacity);
    this.score(0, this.start(from) * 4, to - from, this.stride * 4, out * 4);
    return this.floats.subarray(out, out + to - from);
  }

  private start(row: number): number {
    return this.stride * (row + 1);
  }
}
