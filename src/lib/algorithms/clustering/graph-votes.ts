import { dot } from '../vectors/dot.js';
import { emptyMatrix, rowOf, type Matrix } from '../vectors/matrix.js';
import type { Edges } from './graph-edges.js';

/** Weight of the neighbours' votes beside the likeness to the cluster's centre. */
const VOTES = 0.7;
const ROUNDS = 10;

/**
 * Moves points to where their neighbours are: label propagation (Raghavan, Albert & Kumara 2007) with a fixed number
 * of clusters, all points at once, in which the cosine to a cluster's centre counts, too. It ends when nothing moves,
 * or before a round that would leave a cluster empty.
 * @param data n × d, unit rows
 * @param labels n: 0…clusters − 1, each of them taken
 */
export function voted(
  data: Matrix,
  edges: Edges,
  { labels, clusters }: { labels: Int32Array; clusters: number },
): Int32Array {
  let now = labels;
  for (let round = 0; round < ROUNDS; round++) {
    const centres = directions(data, now, clusters);
    const next = now.map((label, i) => elected(i, label, { data, edges, labels: now, centres }));
    const moved = next.some((label, i) => label !== now[i]);
    if (!moved || new Set(next).size < clusters) break;
    now = next;
  }
  return now;
}

interface Electorate {
  data: Matrix;
  edges: Edges;
  labels: Int32Array;
  centres: Matrix;
}

/** The best of a point's own cluster and those of its neighbours; its own when there is none better. */
function elected(i: number, own: number, { data, edges, labels, centres }: Electorate): number {
  const votes = new Map([[own, 0]]);
  let total = 0;
  for (let at = edges.offsets[i]!; at < edges.offsets[i + 1]!; at++) {
    const label = labels[edges.to[at]!]!;
    votes.set(label, (votes.get(label) ?? 0) + edges.weights[at]!);
    total += edges.weights[at]!;
  }
  if (votes.size === 1) return own;
  const row = rowOf(data, i);
  const scoreOf = (label: number, vote: number) =>
    (VOTES * vote) / total + (1 - VOTES) * dot(row, rowOf(centres, label));
  let [best, most] = [own, scoreOf(own, votes.get(own)!)];
  for (const [label, vote] of votes) {
    const score = scoreOf(label, vote);
    if (score > most) [best, most] = [label, score];
  }
  return best;
}

/** Sums of the clusters' rows at unit length, clusters × d. */
function directions(data: Matrix, labels: Int32Array, clusters: number): Matrix {
  const sums = Array.from({ length: clusters }, () => new Float64Array(data.cols));
  labels.forEach((label, i) => {
    const sum = sums[label]!;
    for (let j = 0, at = i * data.cols; j < data.cols; j++, at++) sum[j]! += data.data[at]!;
  });
  const out = emptyMatrix(clusters, data.cols);
  sums.forEach((sum, label) => {
    const length = Math.sqrt(sum.reduce((total, value) => total + value * value, 0)) || 1;
    rowOf(out, label).set(sum.map((value) => value / length));
  });
  return out;
}
