/**
 * Thresholds on a score under which the share of wrong answers keeps to a bound. A sample is one look-up: what
 * is served is whatever scores at or above the threshold. All of them hold for samples that are exchangeable
 * with the look-ups to come, whatever the score is, as long as the score was not fitted on the samples.
 */
import { binomialCdf, hoeffdingBentkus } from './binomial.js';

export interface Sample {
  /** −Infinity: never served, whatever the threshold. */
  score: number;
  /** What serving it costs, 0…1: 0 right, 1 wrong, between when the label itself may be wrong. */
  loss: number;
}

export interface Threshold {
  /** Serve at or above it; null when nothing may be served. */
  value: number | null;
  /** Samples that it serves, and the sum of their losses. */
  hits: number;
  loss: number;
}

/** What is served down to one distinct score, from the greatest score on. */
interface Cut extends Threshold {
  value: number;
}

const NOTHING: Threshold = { value: null, hits: 0, loss: 0 };

/**
 * Conformal risk control (Angelopoulos et al. 2022, §2): the lowest threshold with n/(n+1) · R̂ + 1/(n+1) ≤
 * alpha, R̂ the loss among all samples. The expected loss of the next look-up is then at most alpha.
 */
export function conformalThreshold(samples: readonly Sample[], alpha: number): Threshold {
  const most = alpha * (samples.length + 1);
  return lowest(cuts(samples), ({ loss }) => loss + 1 <= most + 1e-9);
}

/**
 * The lowest threshold with (loss + 1) / hits ≤ alpha: the share of wrong ones among the hits is at most alpha
 * in expectation, by the argument of Jin & Candès 2023 ("Selection by prediction with conformal p-values").
 */
export function selectiveThreshold(samples: readonly Sample[], alpha: number): Threshold {
  return lowest(cuts(samples), ({ loss, hits }) => loss + 1 <= alpha * hits + 1e-9);
}

/** Samples that lack for `conformalThreshold` to serve anything, were all of them right: 99 make 1 %. */
export function lackingForLookups(samples: readonly Sample[], alpha: number): number {
  return Math.max(0, Math.ceil(1 / alpha - 1e-9) - 1 - samples.length);
}

/**
 * About how many more samples like these `selectiveThreshold` takes to serve anything: with m times as many, some
 * threshold has m · loss + 1 ≤ alpha · m · hits. 0 when one serves already, or when so many are wrong that no number
 * would do and there are enough of them to say so.
 */
export function lackingForHits(samples: readonly Sample[], alpha: number): number {
  const room = Math.max(0, ...cuts(samples).map(({ loss, hits }) => alpha * hits - loss));
  if (room >= 1 - 1e-9) return 0;
  if (room > 1e-9) return Math.ceil(samples.length * (1 / room - 1) - 1e-9);
  return Math.max(0, Math.ceil(1 / alpha - 1e-9) - samples.length);
}

export interface TestOptions {
  alpha: number;
  /** Chance that the bound is broken, e.g. 0.1. */
  delta: number;
  /** Shares of the samples at which the fixed sequences start, default 0.4; each gets its part of delta. */
  starts?: readonly number[];
}

/**
 * Learn then test (Angelopoulos et al. 2021, §2.3): thresholds are tested from strict to lax, along sequences
 * that were fixed before any label was seen, until the hypothesis "more than alpha of the hits are wrong"
 * cannot be rejected; the laxest that passed wins. With probability 1 − delta the share of wrong hits is at
 * most alpha. Exact binomial p-values for losses of 0 and 1, Hoeffding–Bentkus otherwise.
 */
export function testedThreshold(samples: readonly Sample[], options: TestOptions): Threshold {
  const { alpha, delta, starts = [0.4] } = options;
  const all = cuts(samples);
  const whole = samples.every(({ loss }) => loss === 0 || loss === 1);
  let best: Threshold = NOTHING;
  for (const start of starts) {
    for (const cut of all) {
      if (cut.hits < start * samples.length) continue;
      const p = whole
        ? binomialCdf(cut.loss, cut.hits, alpha)
        : hoeffdingBentkus(cut.loss / cut.hits, cut.hits, alpha);
      if (p > delta / starts.length) break;
      if (cut.hits > best.hits) best = cut;
    }
  }
  return best;
}

function lowest(all: readonly Cut[], holds: (cut: Cut) => boolean): Threshold {
  return all.findLast(holds) ?? NOTHING;
}

function cuts(samples: readonly Sample[]): Cut[] {
  const sorted = samples.filter(({ score }) => score > -Infinity);
  sorted.sort((a, b) => b.score - a.score);
  const found: Cut[] = [];
  let loss = 0;
  sorted.forEach((sample, i) => {
    loss += sample.loss;
    if (sorted[i + 1]?.score !== sample.score)
      found.push({ value: sample.score, hits: i + 1, loss });
  });
  return found;
}
