/** How an issue develops. */
export type Trend = 'new' | 'growing' | 'steady' | 'fading';

/** Days that count as now, and as before it. */
const WINDOW = 7;
const DAY_MS = 86_400_000;
/** Of a standard normal variable: one in twenty is beyond it by chance. */
const BEYOND_CHANCE = 1.645;

/**
 * Items of the last seven days against those of the seven before: two Poisson counts of one rate differ by
 * z = (a − b) / √(a + b) (Przyborowski & Wilenski 1940, in the normal approximation). An issue that began within the
 * last seven days is new.
 * @param days items by day, `YYYY-MM-DD`, in any order
 * @param today the day up to which is counted, included
 */
export function trendOf(days: ReadonlyMap<string, number>, today: string): Trend {
  let [recent, before, earlier] = [0, 0, 0];
  for (const [day, items] of days) {
    const age = (Date.parse(today) - Date.parse(day)) / DAY_MS;
    if (age < 0) continue;
    if (age < WINDOW) recent += items;
    else if (age < 2 * WINDOW) before += items;
    else earlier += items;
  }
  if (before + earlier === 0) return recent > 0 ? 'new' : 'steady';
  if (recent === 0) return 'fading';
  const z = (recent - before) / Math.sqrt(recent + before);
  return z >= BEYOND_CHANCE ? 'growing' : z <= -BEYOND_CHANCE ? 'fading' : 'steady';
}
