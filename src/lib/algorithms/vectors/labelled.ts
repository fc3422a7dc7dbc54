import { labelledModule } from './labelled-module.js';
import { gather, rowsOf, type Matrix } from './matrix.js';
import { engine, reserve } from './wasm.js';

/** Rows that are copied into the module's memory at once: few enough to stay in the cache. */
const BLOCK = 128;

/** Addresses of n rows, of their labels, and of the table (k × d) that the labels are rows of. */
type Call = (
  rows: number,
  labels: number,
  n: number,
  d: number,
  table: number,
  last: number,
) => void;

/** Scratch of every call: nothing in it outlives one. */
const memory = new engine.Memory({ initial: 1 });
let functions: { add: Call; distances: Call } | null = null;

function load() {
  const module = new engine.Module(labelledModule());
  const { exports } = new engine.Instance(module, { env: { memory } });
  return exports as { add: Call; distances: Call };
}

interface AddOptions {
  /** The rows of `data` that the labels are those of, where it is not all of them. */
  rows?: Int32Array | undefined;
  sign?: 1 | -1;
}

/**
 * Adds `sign` × each row of `data` (n × d) to the row of `sums` (k × d) that its label names, in the order of
 * the rows, so that the sums are the same everywhere. Each label is in 0…k − 1.
 */
export function addByLabel(
  sums: Float64Array,
  data: Matrix,
  labels: Int32Array,
  { rows, sign = 1 }: AddOptions = {},
): void {
  const { cols } = data;
  const { add } = (functions ??= load());
  const input = new Input(data, labels, sums.byteLength);
  const inside = new Float64Array(memory.buffer, 0, sums.length);
  inside.set(sums);
  for (let from = 0; from < labels.length; from += BLOCK) {
    const count = input.take(from, rows);
    add(input.rowsAt, input.labelsAt, count, cols, 0, sign);
  }
  sums.set(inside);
}

/**
 * Squared distance of each row (n × d) to the row of `centres` (k × d) that its label names: `squaredDistance`,
 * to the last bit, several times as fast. Each label is in 0…k − 1.
 */
export function distancesByLabel(data: Matrix, labels: Int32Array, centres: Matrix): Float64Array {
  const { cols } = data;
  const { distances } = (functions ??= load());
  const out = new Float64Array(data.rows);
  const outAt = 0;
  const centresAt = 8 * BLOCK;
  const input = new Input(data, labels, centresAt + centres.data.byteLength);
  new Float32Array(memory.buffer, centresAt, centres.data.length).set(centres.data);
  for (let from = 0; from < data.rows; from += BLOCK) {
    const count = input.take(from);
    distances(input.rowsAt, input.labelsAt, count, cols, centresAt, outAt);
    out.set(new Float64Array(memory.buffer, outAt, count), from);
  }
  return out;
}

/** Rows and their labels, block by block, behind so many bytes of other things. */
class Input {
  readonly rowsAt: number;
  readonly labelsAt: number;
  private readonly data: Matrix;
  private readonly labels: Int32Array;
  private readonly block: Float32Array;
  private readonly blockLabels: Int32Array;

  constructor(data: Matrix, labels: Int32Array, behind: number) {
    this.data = data;
    this.labels = labels;
    this.labelsAt = behind;
    this.rowsAt = behind + 4 * BLOCK;
    reserve(memory, this.rowsAt + 4 * BLOCK * data.cols);
    this.block = new Float32Array(memory.buffer, this.rowsAt, BLOCK * data.cols);
    this.blockLabels = new Int32Array(memory.buffer, this.labelsAt, BLOCK);
  }

  /** Copies the block that begins with label `from`; returns its rows. */
  take(from: number, rows?: Int32Array): number {
    const to = Math.min(from + BLOCK, this.labels.length);
    this.blockLabels.set(this.labels.subarray(from, to));
    if (rows) gather(this.data, rows.subarray(from, to), this.block);
    else this.block.set(rowsOf(this.data, from, to).data);
    return to - from;
  }
}
