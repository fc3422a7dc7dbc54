import { dot } from '../vectors/dot.js';
import { addByLabel } from '../vectors/labelled.js';
import { gather, rowOf, type Matrix } from '../vectors/matrix.js';
import { centresOf } from '../vectors/scores.js';
import { Assignment } from './assignment.js';
import { shuffledBatches } from './minibatch-course.js';
import type { Points } from './points.js';

/** A centre that has seen less than this share of the points of the most frequented one starts anew. */
const STARVED = 0.01;
/** Points that are seen, for each centre, between two looks at which are starved. */
const BETWEEN_LOOKS = 10;
/** Share of a batch that may become centres at once. */
const MOST_NEW = 0.5;

/** The centres of mini-batch k-means, and how many points each has seen. */
export class MiniBatchCentres {
  /** k × d. */
  readonly matrix: Matrix;
  private readonly random: () => number;
  /** Points that were nearest to each centre in the batches so far, k. */
  private readonly seen: Float64Array;
  /** Of the present batch: sums of the points of each centre (k × d) and their number (k). */
  private readonly sums: Float64Array;
  private readonly sizes: Int32Array;
  private sinceLook = 0;
  private vectors = new Float32Array(0);

  constructor(start: Matrix, random: () => number) {
    this.matrix = { ...start, data: start.data.slice() };
    this.random = random;
    this.seen = new Float64Array(start.rows);
    this.sums = new Float64Array(start.data.length);
    this.sizes = new Int32Array(start.rows);
  }

  /**
   * One step after the rows of a batch, each centre towards the mean of all points it has seen.
   * @returns squared distances of the batch to their centres before the step, summed
   */
  async step(points: Points, rows: Int32Array): Promise<number> {
    const batch = this.take(points, rows);
    const assignment = new Assignment(batch);
    await assignment.update(centresOf(this.matrix), new Float64Array(this.matrix.rows));
    this.sum(batch.data, assignment.labels);
    let inertia = batch.squares.reduce((a, b) => a + b, 0);
    for (let c = 0; c < this.matrix.rows; c++) inertia += this.follow(c);
    if (this.isTimeToLook(rows.length)) this.restart(batch.data);
    return Math.max(0, inertia);
  }

  /** The rows of a batch, in buffers that the next one overwrites. */
  private take(points: Points, rows: Int32Array): Points {
    const { data, squares } = points;
    const numbers = rows.length * data.cols;
    if (this.vectors.length < numbers) this.vectors = new Float32Array(numbers);
    const taken = new Float64Array(rows.length);
    for (let at = 0; at < rows.length; at++) taken[at] = squares[rows[at]!]!;
    return { ...points, data: gather(data, rows, this.vectors), squares: taken };
  }

  private sum(batch: Matrix, labels: Int32Array): void {
    this.sums.fill(0);
    this.sizes.fill(0);
    addByLabel(this.sums, batch, labels);
    for (const label of labels) this.sizes[label]! += 1;
  }

  /** Moves one centre c; returns m·|c|² − 2·c·S for the m points of the batch with sum S that are its own. */
  private follow(c: number): number {
    const size = this.sizes[c]!;
    if (size === 0) return 0;
    const centre = rowOf(this.matrix, c);
    const seen = (this.seen[c]! += size);
    let inertia = size * dot(centre, centre);
    for (let j = 0, at = c * centre.length; j < centre.length; j++, at++) {
      const value = centre[j]!;
      inertia -= 2 * value * this.sums[at]!;
      centre[j] = value + (this.sums[at]! - size * value) / seen;
    }
    return inertia;
  }

  /** When a centre has seen nothing yet, and now and then. */
  private isTimeToLook(size: number): boolean {
    this.sinceLook += size;
    if (this.sinceLook < BETWEEN_LOOKS * this.seen.length && !this.seen.includes(0)) return false;
    this.sinceLook = 0;
    return true;
  }

  /** Gives starved centres the places of points drawn from the batch, and the count of the least of the others. */
  private restart(batch: Matrix): void {
    const { seen } = this;
    const floor = STARVED * seen.reduce((a, b) => Math.max(a, b));
    const starved = [...seen.keys()]
      .filter((c) => seen[c]! < floor)
      .sort((a, b) => seen[a]! - seen[b]! || a - b)
      .slice(0, Math.floor(MOST_NEW * batch.rows));
    if (starved.length === 0) return;
    const [rows = new Int32Array(0)] = shuffledBatches(batch.rows, starved.length, this.random);
    const least = seen.filter((_, c) => !starved.includes(c)).reduce((a, b) => Math.min(a, b));
    starved.forEach((c, at) => {
      rowOf(this.matrix, c).set(rowOf(batch, rows[at]!));
      seen[c] = least;
    });
  }
}
