import { kernelRidge } from '../../../algorithms/calibration/kernel-ridge.js';
import { gaussian } from '../../../algorithms/vectors/gaussian.js';
import type { Neighbour, Neighbourhood } from '../index/question-index.js';
import { lexicalSimilarity } from '../index/lexicon.js';
import { addSharedTerms } from '../index/shared-terms.js';

/** What speaks for the answer that fits best; each number a feature of the score. */
export interface Evidence {
  answerId: string;
  /** Support of the answer by kernel ridge regression among the neighbours, about 0…1. */
  support: number;
  /** Support less that of the next answer. */
  lead: number;
  /** Cosine of the answer's nearest stored question, −1…1. */
  similarity: number;
  /** Similarity less that of the nearest question of another answer, −2…2. */
  margin: number;
  /** Share of the neighbours' votes, 0…1, weighted by nearness. */
  votes: number;
  /** The answer's nearest stored question. */
  nearest: Neighbour;
}

/** In this order they enter the score. */
export const FEATURES = ['support', 'lead', 'similarity', 'margin', 'votes'] as const;

/** Weight of shared words beside that of meaning in the kernel, and noise of the labels. */
const LEXICAL = 0.2;
const RIDGE = 0.3;
const VOTERS = 30;
/** Cosine by which a vote falls to 1/e. */
const VOTE_WIDTH = 0.05;
/** Margin where no other answer is near: that of a neighbour at right angles. */
const ALONE = 0;

/** The best-supported answer among the neighbours; null when there are none. */
export function weigh(hood: Neighbourhood): Evidence | null {
  const supports = [...supportsOf(hood)].sort((a, b) => b[1] - a[1]);
  const [best, next] = supports;
  if (best === undefined) return null;
  const [answerId, support] = best;
  const nearest = hood.neighbours.find((each) => each.answerId === answerId)!;
  const other = hood.neighbours.find((each) => each.answerId !== answerId);
  return {
    answerId,
    support,
    lead: support - Math.max(0, next?.[1] ?? 0),
    similarity: nearest.similarity,
    margin: nearest.similarity - (other?.similarity ?? ALONE),
    votes: votesFor(answerId, hood.neighbours),
    nearest,
  };
}

/** Support of each answer, in the order of their nearest questions. */
function supportsOf(hood: Neighbourhood): Map<string, number> {
  const { neighbours } = hood;
  const cross = Float64Array.from(
    neighbours,
    ({ similarity, terms }) =>
      gaussian(similarity) + LEXICAL * lexicalSimilarity(hood.terms, terms),
  );
  const voices = kernelRidge(kernelOf(hood), cross, RIDGE);
  const supports = new Map<string, number>();
  neighbours.forEach(({ answerId }, i) =>
    supports.set(answerId, (supports.get(answerId) ?? 0) + voices[i]!),
  );
  return supports;
}

/** The kernel of the neighbours with each other: Gaussian, plus the cosine of their words. A sum of kernels is a kernel. */
function kernelOf({ neighbours, gram }: Neighbourhood): Float64Array {
  const n = neighbours.length;
  const kernel = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) kernel[i * n + j] = gaussian(gram[i * n + j]!);
  }
  addSharedTerms(
    kernel,
    neighbours.map(({ terms }) => terms),
    LEXICAL,
  );
  return kernel;
}

function votesFor(answerId: string, neighbours: readonly Neighbour[]): number {
  const closest = neighbours[0]!.similarity;
  let [mine, all] = [0, 0];
  for (const neighbour of neighbours.slice(0, VOTERS)) {
    const vote = Math.exp((neighbour.similarity - closest) / VOTE_WIDTH);
    all += vote;
    if (neighbour.answerId === answerId) mine += vote;
  }
  return mine / all;
}
