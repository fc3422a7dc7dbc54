import { seededRandom } from '../random.js';
import { emptyMatrix, rowOf, type Matrix } from '../vectors/matrix.js';
import type { Edges } from './graph-edges.js';

export interface LayoutOptions {
  seed: number;
  signal?: AbortSignal | undefined;
}

/** Decision 0011. */
const DIMENSIONS = 8;
const EPOCHS = 80;
/** Points drawn by chance that push, for each edge that pulls. */
const PUSHES = 5;
/** Largest coordinate at the start, and most that one force moves a coordinate by. */
const EXTENT = 10;
const MOST = 4;

/**
 * Lays n points out so that neighbours lie together and strangers apart: stochastic gradient descent on the edges,
 * against points drawn by chance, as in UMAP (McInnes, Healy & Melville 2018, section 3.2), with the forces of a
 * Student kernel 1 ÷ (1 + d²), which take no powers and are so the same on every machine. It starts from a random
 * projection of `data`.
 * @param data n × d
 * @returns n × 8
 * @throws what `signal` was aborted with
 */
export function layout(data: Matrix, edges: Edges, { seed, signal }: LayoutOptions): Matrix {
  const random = seededRandom(seed);
  const places = Float64Array.from(projected(data, random));
  const due = Float64Array.from(edges.weights, (weight) => 1 / weight);
  for (let epoch = 1; epoch <= EPOCHS; epoch++) {
    signal?.throwIfAborted();
    const rate = 1 - (epoch - 1) / EPOCHS;
    for (let i = 0; i < data.rows; i++) {
      for (let at = edges.offsets[i]!; at < edges.offsets[i + 1]!; at++) {
        if (due[at]! > epoch) continue;
        due[at]! += 1 / edges.weights[at]!;
        pull(places, i, edges.to[at]!, rate);
        for (let n = 0; n < PUSHES; n++) push(places, i, Math.floor(random() * data.rows), rate);
      }
    }
  }
  return { data: Float32Array.from(places), rows: data.rows, cols: DIMENSIONS };
}

/** Sums of coordinates with signs by chance, scaled to the extent; n × 8. */
function projected(data: Matrix, random: () => number): Float32Array {
  const out = emptyMatrix(data.rows, DIMENSIONS);
  const signs = Array.from({ length: DIMENSIONS }, () =>
    Float64Array.from({ length: data.cols }, () => (random() < 0.5 ? -1 : 1)),
  );
  for (let i = 0; i < data.rows; i++) {
    const row = rowOf(data, i);
    rowOf(out, i).set(signs.map((sign) => signed(row, sign)));
  }
  const most = out.data.reduce((max, value) => Math.max(max, Math.abs(value)), 0) || 1;
  return out.data.map((value) => (value / most) * EXTENT);
}

function signed(row: Float32Array, sign: Float64Array): number {
  let sum = 0;
  for (let j = 0; j < row.length; j++) sum += row[j]! * sign[j]!;
  return sum;
}

function pull(places: Float64Array, i: number, j: number, rate: number): void {
  const force = -2 / (1 + squaredDistance(places, i, j));
  for (let at = i * DIMENSIONS, to = j * DIMENSIONS, n = 0; n < DIMENSIONS; n++, at++, to++) {
    const step = rate * clipped(force * (places[at]! - places[to]!));
    places[at]! += step;
    places[to]! -= step;
  }
}

/** Only the one that is at its turn moves: the others get theirs. */
function push(places: Float64Array, i: number, j: number, rate: number): void {
  if (i === j) return;
  const square = squaredDistance(places, i, j);
  const force = 2 / ((0.001 + square) * (1 + square));
  for (let at = i * DIMENSIONS, to = j * DIMENSIONS, n = 0; n < DIMENSIONS; n++, at++, to++) {
    places[at]! += rate * clipped(force * (places[at]! - places[to]!));
  }
}

function squaredDistance(places: Float64Array, i: number, j: number): number {
  let sum = 0;
  for (let at = i * DIMENSIONS, to = j * DIMENSIONS, n = 0; n < DIMENSIONS; n++, at++, to++) {
    const difference = places[at]! - places[to]!;
    sum += difference * difference;
  }
  return sum;
}

const clipped = (step: number) => (step > MOST ? MOST : step < -MOST ? -MOST : step);
