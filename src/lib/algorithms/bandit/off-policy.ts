/** One logged choice, seen by the policy that is to be evaluated. */
export interface Logged {
  reward: number;
  /** Probability with which the logged option was chosen, above 0. */
  propensity: number;
  /** Probability with which the policy to evaluate would have chosen it. */
  target: number;
  /** What a model of rewards that has not seen this row expects; only the doubly robust estimate needs it. */
  expected?: {
    /** Of the logged option. */
    chosen: number;
    /** Of the policy to evaluate: over its options, by their probabilities. */
    target: number;
  };
}

/** Mean reward that a policy would have had, with its interval of 95 %. */
export interface ValueEstimate {
  value: number;
  /** Half the width of the interval. */
  margin: number;
  low: number;
  high: number;
}

/** How much of the log speaks for the policy at all. */
export interface Weights {
  rows: number;
  /** (Σ w)² / Σ w²: rows of the policy itself that would say as much (Kish 1965). */
  effective: number;
  /** 1 in expectation: far from it, propensities are wrong or the log is too small. */
  mean: number;
  largest: number;
}

const Z95 = 1.959963984540054;

/** Inverse propensity scores (Horvitz & Thompson 1952): unbiased; a great weight makes it worthless. */
export const ips = (log: readonly Logged[]): ValueEstimate =>
  meanOf(log.map((row) => weightOf(row) * row.reward));

/** Self-normalised (Swaminathan & Joachims 2015): a little biased, never outside of the rewards. */
export function snips(log: readonly Logged[]): ValueEstimate {
  const weights = log.map(weightOf);
  const sum = weights.reduce((a, b) => a + b, 0);
  if (!(sum > 0)) return estimateOf(Number.NaN, Number.POSITIVE_INFINITY);
  const value = log.reduce((total, { reward }, i) => total + weights[i]! * reward, 0) / sum;
  // The delta method: variance of a ratio of means.
  const squares = log.reduce((total, { reward }, i) => {
    return total + (weights[i]! * (reward - value)) ** 2;
  }, 0);
  return estimateOf(value, (Z95 * Math.sqrt(squares)) / sum);
}

/**
 * Doubly robust (Dudík, Langford & Li 2011): the model's expectation, and what it missed where the log can tell.
 * @throws RangeError where a row has no expectation
 */
export function doublyRobust(log: readonly Logged[]): ValueEstimate {
  return meanOf(
    log.map((row) => {
      if (!row.expected) throw new RangeError('a row has no expectation of a model');
      return row.expected.target + weightOf(row) * (row.reward - row.expected.chosen);
    }),
  );
}

export function weightsOf(log: readonly Logged[]): Weights {
  let [sum, squares, largest] = [0, 0, 0];
  for (const row of log) {
    const weight = weightOf(row);
    sum += weight;
    squares += weight * weight;
    largest = Math.max(largest, weight);
  }
  const rows = log.length;
  const effective = squares > 0 ? (sum * sum) / squares : 0;
  return { rows, effective, mean: rows > 0 ? sum / rows : 0, largest };
}

function weightOf({ target, propensity }: Logged): number {
  if (!(propensity > 0)) throw new RangeError('a logged choice has no propensity');
  return target / propensity;
}

function meanOf(values: readonly number[]): ValueEstimate {
  const n = values.length;
  if (n < 2) return estimateOf(n === 1 ? values[0]! : Number.NaN, Number.POSITIVE_INFINITY);
  const mean = values.reduce((a, b) => a + b, 0) / n;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return estimateOf(mean, Z95 * Math.sqrt(squares / (n - 1) / n));
}

const estimateOf = (value: number, margin: number): ValueEstimate => ({
  ...{ value, margin },
  ...{ low: value - margin, high: value + margin },
});
