/** How much two rows have to say to each other, ≥ 0: a factor of the weight of their edge. */
export type Affinity = (from: number, to: number) => number;

/** Weighted edges of n points, each listed at both of its ends: those of point i stand at offsets[i]…offsets[i + 1]. */
export interface Edges {
  /** n + 1 */
  offsets: Int32Array;
  /** The other end of each. */
  to: Int32Array;
  /** > 0 */
  weights: Float64Array;
}

/**
 * The graph of nearest neighbours. Weights fall linearly with rank, from 1 to 1 ÷ count; two points that are each
 * other's neighbours have two edges.
 * @param neighbours n × count, nearest first
 */
export function edgesOf(neighbours: Int32Array, rows: number, affinity: Affinity = () => 1): Edges {
  const count = rows === 0 ? 0 : neighbours.length / rows;
  const weightOf = Float64Array.from(
    neighbours,
    (to, at) => (1 - (at % count) / count) * affinity(Math.floor(at / count), to),
  );
  const offsets = offsetsOf(neighbours, weightOf, rows);
  const next = offsets.slice(0, rows);
  const size = offsets[rows]!;
  const edges = { offsets, to: new Int32Array(size), weights: new Float64Array(size) };
  const add = (from: number, to: number, weight: number) => {
    edges.to[next[from]!] = to;
    edges.weights[next[from]!++] = weight;
  };
  neighbours.forEach((to, at) => {
    const weight = weightOf[at]!;
    if (weight === 0) return;
    const from = Math.floor(at / count);
    add(from, to, weight);
    add(to, from, weight);
  });
  return edges;
}

function offsetsOf(neighbours: Int32Array, weights: Float64Array, rows: number): Int32Array {
  const offsets = new Int32Array(rows + 1);
  const count = rows === 0 ? 0 : neighbours.length / rows;
  neighbours.forEach((to, at) => {
    if (weights[at] === 0) return;
    offsets[Math.floor(at / count) + 1]!++;
    offsets[to + 1]!++;
  });
  for (let i = 0; i < rows; i++) offsets[i + 1]! += offsets[i]!;
  return offsets;
}

/**
 * Newman's modularity (2004): the share of the weight that lies within clusters, less what would lie there if ends
 * were joined by chance.
 */
export function modularity({ offsets, to, weights }: Edges, labels: Int32Array): number {
  const degrees = new Float64Array(labels.reduce((most, label) => Math.max(most, label + 1), 0));
  let within = 0;
  let total = 0;
  labels.forEach((label, i) => {
    for (let at = offsets[i]!; at < offsets[i + 1]!; at++) {
      const weight = weights[at]!;
      total += weight;
      degrees[label]! += weight;
      if (labels[to[at]!] === label) within += weight;
    }
  });
  if (total === 0) return 0;
  return within / total - degrees.reduce((sum, degree) => sum + (degree / total) ** 2, 0);
}
