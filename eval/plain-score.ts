/**
 * What others calibrate, our own implementation: a logistic score over the cosine of the nearest stored question, the
 * share of the ten nearest that vote for the answer, and its lead over the nearest question of another answer.
 */
import { fitLogistic } from '../src/lib/algorithms/calibration/logistic.js';
import type { GoldenIndex, Question } from '../src/lib/answering/prepared/index/question-index.js';

export interface PlainPair {
  features: readonly number[];
  right: boolean;
}

const VOTERS = 10;

/** The answer that most of the nearest vote for, weighted by their cosine. */
export function plainPair(index: GoldenIndex, asked: Question, answerId: string | null): PlainPair {
  const { neighbours } = index.search(asked);
  const votes = new Map<string, number>();
  for (const each of neighbours.slice(0, VOTERS)) {
    votes.set(each.answerId, (votes.get(each.answerId) ?? 0) + each.similarity);
  }
  const [[best, mine]] = [...votes].sort((a, b) => b[1] - a[1]) as [[string, number]];
  const all = [...votes.values()].reduce((sum, vote) => sum + vote, 0);
  const own = neighbours.find((each) => each.answerId === best)!.similarity;
  const other = neighbours.find((each) => each.answerId !== best)?.similarity ?? 0;
  return { features: [own, mine / all, own - other, 1], right: best === answerId };
}

/** Coefficients by the known look-ups; scores are comparable among each other only. */
export function plainScore(known: readonly PlainPair[]): (pair: PlainPair) => number {
  const weights = fitLogistic(
    known.map(({ features }) => features),
    known.map(({ right }) => right),
    { ridge: [0.01, 0.01, 0.01, 0.01] },
  );
  return ({ features }) => features.reduce((sum, value, j) => sum + weights[j]! * value, 0);
}
