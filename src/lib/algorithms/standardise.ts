/**
 * Standard scores of the named entries: (x − mean) / standard deviation, all 0 when they are equal. Entries that are
 * NaN are left out of mean and deviation, and stay NaN.
 */
export function standardise(values: Float64Array, at: readonly number[]): Float64Array {
  let [count, sum, squares] = [0, 0, 0];
  for (const i of at) {
    const value = values[i]!;
    if (Number.isNaN(value)) continue;
    count++;
    sum += value;
  }
  const mean = sum / count;
  for (const i of at) if (!Number.isNaN(values[i]!)) squares += (values[i]! - mean) ** 2;
  const deviation = Math.sqrt(squares / count);
  const scores = new Float64Array(at.length);
  for (let j = 0; j < at.length; j++) {
    const value = values[at[j]!]!;
    scores[j] = deviation > 0 || Number.isNaN(value) ? (value - mean) / deviation : 0;
  }
  return scores;
}
