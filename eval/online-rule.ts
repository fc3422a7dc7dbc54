/**
 * An online rule in the manner of vCache (Schroeder et al. 2025, "vCache: Verified semantic prompt caching"),
 * our own implementation: each stored question learns its own curve "how likely is its answer right at this
 * similarity", and answers only as often as keeps the expected share of wrong answers below delta.
 */
import { seededRandom } from '../src/lib/algorithms/random.js';
import { dot } from '../src/lib/algorithms/vectors/dot.js';
import type { LabelledQuestion } from './answer-sets.js';

interface Entry {
  question: LabelledQuestion;
  seen: { similarity: number; right: boolean }[];
}

const STEEPNESS = [10, 20, 40, 80];
const MIDDLES = Array.from({ length: 26 }, (_, i) => 0.5 + i * 0.02);
const EPSILONS = [0.01, 0.02, 0.05, 0.1, 0.2];
/** A curve is not looked at before this many observations. */
const LEAST_SEEN = 3;

/** Shares of the stream that were answered, and answered wrongly. */
export function onlineRule(stream: readonly LabelledQuestion[], delta: number, seed: number) {
  const random = seededRandom(seed);
  const entries: Entry[] = [];
  let [hits, wrong] = [0, 0];
  for (const question of stream) {
    const [entry, similarity] = nearest(entries, question);
    const right = entry?.question.answerId === question.answerId;
    if (entry && random() >= exploration(entry, similarity, delta)) {
      hits++;
      if (!right) wrong++;
      continue;
    }
    entry?.seen.push({ similarity, right });
    if (!right) entries.push({ question, seen: [] });
  }
  return { hits: hits / stream.length, wrong: wrong / stream.length };
}

function nearest(entries: readonly Entry[], { vector }: LabelledQuestion): [Entry | null, number] {
  let best: Entry | null = null;
  let most = -Infinity;
  for (const entry of entries) {
    const similarity = dot(vector, entry.question.vector);
    if (similarity > most) [best, most] = [entry, similarity];
  }
  return [best, most];
}

/** How often to ask the model all the same: the least that some level of confidence allows. */
function exploration({ seen }: Entry, similarity: number, delta: number): number {
  if (seen.length < LEAST_SEEN) return 1;
  const curves = posterior(seen);
  const shares = EPSILONS.map((epsilon) => {
    const right = (1 - epsilon) * pessimist(curves, similarity, epsilon);
    return right >= 1 - delta ? 0 : 1 - delta / (1 - right);
  });
  return Math.min(...shares);
}

/** Each curve with its posterior weight, under a flat prior. */
function posterior(seen: Entry['seen']) {
  const curves = STEEPNESS.flatMap((steep) =>
    MIDDLES.map((middle) => ({ steep, middle, weight: 1 })),
  );
  let sum = 0;
  for (const curve of curves) {
    for (const { similarity, right } of seen) {
      const p = chance(curve, similarity);
      curve.weight *= right ? p : 1 - p;
    }
    sum += curve.weight;
  }
  for (const curve of curves) curve.weight /= sum;
  return curves;
}

/** The epsilon quantile of the chance over the posterior. */
function pessimist(curves: ReturnType<typeof posterior>, similarity: number, epsilon: number) {
  const chances = curves.map((curve) => ({ p: chance(curve, similarity), weight: curve.weight }));
  chances.sort((a, b) => a.p - b.p);
  let sum = 0;
  for (const { p, weight } of chances) {
    sum += weight;
    if (sum >= epsilon) return p;
  }
  return 0;
}

function chance({ steep, middle }: { steep: number; middle: number }, similarity: number): number {
  return 1 / (1 + Math.exp(-steep * (similarity - middle)));
}
