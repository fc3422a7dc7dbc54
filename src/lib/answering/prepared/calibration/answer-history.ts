import { kernelLogistic } from '../../../algorithms/calibration/kernel-logistic.js';
import type { Outcome } from '../../../algorithms/calibration/shift.js';
import { dot } from '../../../algorithms/vectors/dot.js';

/** What a stored question that was left out counts beside a labelled look-up. */
const STORED_WEIGHT = 0.3;
/** Prior variances, in logits², of a shift and of its slope along the vectors. By trial, see docs/decisions/0038. */
const SHIFT_VARIANCE = 1;
const SLOPE_VARIANCE = 8;
/** Of one answer; more take long, as the time grows with the cube of it, and say little more. */
const MOST_POINTS = 400;

/** A look-up whose right answer is known, and what the score said of it. */
export interface Known extends Outcome {
  /** Of the question. */
  vector?: Float32Array;
  /** Among the labelled ones, and the part of them that it falls into; null for a stored one. */
  label: { at: number; fold: number } | null;
}

interface Point {
  known: Known;
  /** Its vector less the centre; null without one. */
  place: Float32Array | null;
}

/** What is known of an answer. */
export interface History {
  points: Point[];
  /** Those that it is fitted on. */
  sample: Point[];
  /** Covariance of the shifts at the sample, before any outcome is seen: n × n. */
  kernel: Float64Array;
  /** Of its stored questions; null without a vector. */
  centre: Float64Array | null;
}

export function historyOf(known: readonly Known[]): History {
  const centre = centreOf(known);
  const points = known.map((each) => ({
    known: each,
    place: centre && each.vector ? less(each.vector, centre) : null,
  }));
  const sample = thinned(points);
  return { points, sample, kernel: kernelOf(sample), centre };
}

/** Evenly, where there are more than are solved in a moment. */
function thinned(points: Point[]): Point[] {
  const step = Math.max(1, points.length / MOST_POINTS);
  const count = Math.min(points.length, MOST_POINTS);
  return Array.from({ length: count }, (_, i) => points[Math.floor(i * step)]!);
}

/** Mean of the stored questions that ask for the answer, else of all that it was given for. */
function centreOf(known: readonly Known[]): Float64Array | null {
  const own = known.filter(({ label, right }) => label === null && right);
  const vectors = (own.length > 0 ? own : known).flatMap(({ vector }) => vector ?? []);
  const [first] = vectors;
  if (!first) return null;
  const centre = new Float64Array(first.length);
  for (const vector of vectors) {
    for (let i = 0; i < centre.length; i++) centre[i]! += vector[i]! / vectors.length;
  }
  return centre;
}

function less(vector: Float32Array, centre: Float64Array): Float32Array {
  const place = new Float32Array(vector.length);
  for (let i = 0; i < place.length; i++) place[i] = vector[i]! - centre[i]!;
  return place;
}

function kernelOf(points: readonly Point[]): Float64Array {
  const n = points.length;
  const kernel = new Float64Array(n * n);
  points.forEach(({ place: a }, i) => {
    for (let j = 0; j <= i; j++) {
      const b = points[j]!.place;
      const covariance = SHIFT_VARIANCE + (a && b ? SLOPE_VARIANCE * dot(a, b) : 0);
      kernel[i * n + j] = covariance;
      kernel[j * n + i] = covariance;
    }
  });
  return kernel;
}

/** What a history adds: at the centre, in logits, and along the vectors from there; no slope without a vector. */
export interface Shift {
  shift: number;
  slope: Float64Array | null;
}

/**
 * @param common what all labels have in common, which says nothing of one answer
 * @param without one part of the labels
 */
export function fitHistory(
  { sample, kernel, centre }: History,
  common: number,
  without?: number,
): Shift {
  const used = sample.flatMap(({ known: { label } }, i) =>
    label !== null && label.fold === without ? [] : [i],
  );
  const outcomes = used.map((i) => {
    const { logit, right, weight = 1, label } = sample[i]!.known;
    return label === null
      ? { logit, right, weight: STORED_WEIGHT * weight }
      : { logit: logit + common, right, weight };
  });
  const parts = kernelLogistic(outcomes, submatrix(kernel, sample.length, used));
  const slope = centre && new Float64Array(centre.length);
  let shift = 0;
  used.forEach((i, k) => {
    const { place } = sample[i]!;
    shift += SHIFT_VARIANCE * parts[k]!;
    if (!slope || !place) return;
    for (let d = 0; d < slope.length; d++) slope[d]! += SLOPE_VARIANCE * parts[k]! * place[d]!;
  });
  return { shift, slope };
}

function submatrix(matrix: Float64Array, n: number, used: readonly number[]): Float64Array {
  const part = new Float64Array(used.length ** 2);
  used.forEach((i, a) =>
    used.forEach((j, b) => {
      part[a * used.length + b] = matrix[i * n + j]!;
    }),
  );
  return part;
}

/** What it adds at a point. */
export const shiftAt = ({ shift, slope }: Shift, { place }: Point): number =>
  shift + (slope && place ? inner(slope, place) : 0);

function inner(slope: Float64Array, place: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < slope.length; i++) sum += slope[i]! * place[i]!;
  return sum;
}
