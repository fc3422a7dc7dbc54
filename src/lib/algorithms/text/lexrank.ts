import { multiply, sumRows, termVectors, type TermVectors } from './term-vectors.js';

export interface LexRankOptions {
  /** Probability of following a similarity instead of jumping anywhere, default 0.85. */
  damping?: number;
  /** Largest sum of absolute changes at which the iteration ends, default 1e-6. */
  tolerance?: number;
}

const MOST_ITERATIONS = 200;

/**
 * Continuous LexRank (Erkan & Radev 2004, "LexRank: Graph-based Lexical Centrality as Salience in Text
 * Summarization", §4.2): the stationary distribution of a walk over sentences along their idf-modified cosine,
 * itself included. Scores sum to 1; a sentence without terms has only what jumps bring.
 *
 * The cosine matrix is never formed. It is M·Mᵀ of the sparse rows, so a step of the walk is two sparse products,
 * and n sentences cost O(words) a step instead of O(n²).
 */
export function lexrank(
  sentences: readonly (readonly string[])[],
  options: LexRankOptions = {},
): Float64Array {
  return centrality(termVectors(sentences), options);
}

/** The same for rows that are at hand. */
export function centrality(
  vectors: TermVectors,
  { damping = 0.85, tolerance = 1e-6 }: LexRankOptions = {},
): Float64Array {
  const n = vectors.from.length - 1;
  const degrees = multiply(vectors, sumRows(vectors, new Float64Array(n).fill(1)));
  let scores = new Float64Array(n).fill(1 / n);
  for (let step = 0; step < MOST_ITERATIONS; step++) {
    const next = walk(vectors, degrees, scores, damping);
    const change = distance(next, scores);
    scores = next;
    if (change <= tolerance) break;
  }
  return scores;
}

/** (1 − d)/n + d · (W D⁻¹ scores + the share of sentences without any neighbour, spread evenly) */
function walk(
  vectors: TermVectors,
  degrees: Float64Array,
  scores: Float64Array,
  damping: number,
): Float64Array<ArrayBuffer> {
  const n = scores.length;
  const share = new Float64Array(n);
  let stranded = 0;
  for (let i = 0; i < n; i++) {
    if (degrees[i]! > 0) share[i] = scores[i]! / degrees[i]!;
    else stranded += scores[i]!;
  }
  const even = (1 - damping + damping * stranded) / n;
  const arrived = multiply(vectors, sumRows(vectors, share));
  return Float64Array.from(arrived, (mass) => even + damping * mass);
}

function distance(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += Math.abs(a[i]! - b[i]!);
  return sum;
}
