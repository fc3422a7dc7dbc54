/**
 * Score of each label: mean similarity of its `k` most similar prototypes, of all where it has fewer; −∞ for a label
 * without one.
 * @param similarities one a prototype, −1…1
 * @param labels index of each prototype's label, 0…count − 1
 */
export function nearestScores(
  similarities: readonly number[],
  labels: readonly number[],
  { count, k }: { count: number; k: number },
): number[] {
  const own = Array.from({ length: count }, (): number[] => []);
  similarities.forEach((similarity, i) => own[labels[i]!]!.push(similarity));
  return own.map((all) => {
    const best = all.sort((a, b) => b - a).slice(0, k);
    return best.length === 0 ? -Infinity : best.reduce((sum, each) => sum + each, 0) / best.length;
  });
}

/** Share of each score: exp(score / temperature), normalised to a sum of 1. At least one score is finite. */
export function softmax(scores: readonly number[], temperature: number): number[] {
  const top = Math.max(...scores);
  const weights = scores.map((score) => Math.exp((score - top) / temperature));
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}

/** Index of the greatest score, the first among equals. */
export const best = (scores: readonly number[]): number => scores.indexOf(Math.max(...scores));
