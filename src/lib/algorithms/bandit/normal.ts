/**
 * Standard normal distribution function, within 1e-15: the series for small arguments, and Lentz's continued fraction of
 * the tail for great ones (Abramowitz & Stegun 26.2.11 and 26.2.14).
 */
export function normalCdf(z: number): number {
  if (Number.isNaN(z)) return Number.NaN;
  const x = Math.abs(z);
  if (x > 38) return z < 0 ? 0 : 1;
  const density = Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);
  const tail = x < 4 ? 0.5 - density * series(x) : density * tailFraction(x);
  return z < 0 ? tail : 1 - tail;
}

/** x + x³/3 + x⁵/(3·5) + … */
function series(x: number): number {
  let term = x;
  let sum = x;
  for (let n = 3; Math.abs(term) > 1e-17 * sum; n += 2) {
    term *= (x * x) / n;
    sum += term;
  }
  return sum;
}

/** 1/(x + 1/(x + 2/(x + 3/(x + …)))) */
function tailFraction(x: number): number {
  let value = x;
  for (let n = 40; n > 0; n--) value = x + n / value;
  return 1 / value;
}
