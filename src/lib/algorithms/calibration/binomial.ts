/** Natural logarithm of Γ(x) for x > 0: Lanczos' series with g = 7 and nine terms, relative error below 1e-14. */
export function logGamma(x: number): number {
  let sum = LANCZOS[0]!;
  for (let i = 1; i < LANCZOS.length; i++) sum += LANCZOS[i]! / (x - 1 + i);
  const t = x + 6.5;
  return 0.5 * Math.log(2 * Math.PI) + (x - 0.5) * Math.log(t) - t + Math.log(sum);
}

const LANCZOS = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313,
  -176.61502916214059, 12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6,
  1.5056327351493116e-7,
];

/** P(X ≤ k) for X binomial with n trials of probability p; k and n whole. */
export function binomialCdf(k: number, n: number, p: number): number {
  if (k < 0) return 0;
  if (k >= n || p <= 0) return 1;
  if (p >= 1) return 0;
  // The shorter tail is summed, from its greatest term outwards.
  return k < n * p ? tail(k, n, p) : 1 - tail(n - k - 1, n, 1 - p);
}

/** Σ i ≤ k, for k below the mean: terms fall from k on. */
function tail(k: number, n: number, p: number): number {
  const odds = (1 - p) / p;
  let term = Math.exp(logChoose(n, k) + k * Math.log(p) + (n - k) * Math.log1p(-p));
  let sum = 0;
  for (let i = k; i >= 0 && term > 0; i--) {
    sum += term;
    if (term < sum * Number.EPSILON) break;
    term *= (i / (n - i + 1)) * odds;
  }
  return Math.min(1, sum);
}

function logChoose(n: number, k: number): number {
  return logGamma(n + 1) - logGamma(k + 1) - logGamma(n - k + 1);
}

/** The greatest p that k of n does not refute at level delta: P(X ≤ k | p) = delta (Clopper & Pearson 1934). */
export function upperBound(k: number, n: number, delta: number): number {
  if (k >= n) return 1;
  return bisect((p) => binomialCdf(k, n, p) > delta);
}

/** The least p that k of n does not refute at level delta. */
export function lowerBound(k: number, n: number, delta: number): number {
  if (k <= 0) return 0;
  return bisect((p) => 1 - binomialCdf(k - 1, n, p) < delta);
}

/** Two-sided exact interval of a share of k among n, e.g. at confidence 0.95; all of 0…1 when n is 0. */
export function clopperPearson(k: number, n: number, confidence: number): [number, number] {
  if (n === 0) return [0, 1];
  const delta = (1 - confidence) / 2;
  return [lowerBound(k, n, delta), upperBound(k, n, delta)];
}

/** The p in 0…1 where `below` turns false. */
function bisect(below: (p: number) => boolean): number {
  let [low, high] = [0, 1];
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (below(middle)) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/**
 * p-value of the hypothesis that the mean loss exceeds alpha, given n losses in 0…1 of mean `risk`: the lesser
 * of Hoeffding's and Bentkus' (Bates et al. 2021, "Distribution-free, risk-controlling prediction sets", §3.1).
 */
export function hoeffdingBentkus(risk: number, n: number, alpha: number): number {
  if (n === 0 || risk >= alpha) return 1;
  const hoeffding = Math.exp(-n * divergence(risk, alpha));
  const bentkus = Math.E * binomialCdf(Math.ceil(n * risk - 1e-9), n, alpha);
  return Math.min(1, hoeffding, bentkus);
}

/** Kullback–Leibler divergence of Bernoulli(a) from Bernoulli(b), 0 < b < 1. */
function divergence(a: number, b: number): number {
  const part = (x: number, y: number) => (x === 0 ? 0 : x * Math.log(x / y));
  return part(a, b) + part(1 - a, 1 - b);
}
