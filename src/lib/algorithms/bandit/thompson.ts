import { normalCdf } from './normal.js';
import type { Estimate } from './arm.js';

/** Points of the integral in reach of the options. */
const POINTS = 129;
/** Deviations beyond which a normal density counts as 0. */
const REACH = 7;

/**
 * Linear Thompson sampling (Agrawal & Goyal 2013): the share of draws from the posteriors N(mean, (alpha · deviation)²)
 * in which each option is the best one. Arms are disjoint, so that draws are independent, and the share of an option is
 * ∫ φᵢ(s) Π Φⱼ(s) ds over the others: exact, where counting draws would make the same log differ each time.
 */
export function thompson(estimates: readonly Estimate[], alpha: number): number[] {
  const draws = estimates.map(({ mean, deviation }) => ({ mean, scale: alpha * deviation }));
  const sure = draws.every(({ scale }) => scale < 1e-12);
  if (sure) return bestOf(draws.map(({ mean }) => mean));
  const shares = draws.map((_, at) => shareOf(draws, at));
  const sum = shares.reduce((a, b) => a + b, 0);
  return shares.map((share) => share / sum);
}

interface Draw {
  mean: number;
  scale: number;
}

/** Simpson's rule over the reach of the option's own draw. */
function shareOf(draws: readonly Draw[], at: number): number {
  const others = draws.filter((_, other) => other !== at);
  const { mean, scale } = draws[at]!;
  const below = (score: number) =>
    others.reduce((product, other) => product * chanceBelow(other, score), 1);
  if (scale < 1e-12) return below(mean);
  let sum = 0;
  const step = (2 * REACH) / (POINTS - 1);
  for (let i = 0; i < POINTS; i++) {
    const z = i * step - REACH;
    const weight = i === 0 || i === POINTS - 1 ? 1 : i % 2 === 1 ? 4 : 2;
    sum += weight * Math.exp((-z * z) / 2) * below(mean + scale * z);
  }
  return (sum * step) / 3 / Math.sqrt(2 * Math.PI);
}

function chanceBelow({ mean, scale }: Draw, score: number): number {
  if (scale >= 1e-12) return normalCdf((score - mean) / scale);
  return score > mean ? 1 : score === mean ? 0.5 : 0;
}

function bestOf(means: readonly number[]): number[] {
  const most = Math.max(...means);
  const ties = means.filter((mean) => mean === most).length;
  return means.map((mean) => (mean === most ? 1 / ties : 0));
}
