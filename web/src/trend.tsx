import type { JSX } from 'preact';
import { plural } from './words.js';

interface Day {
  day: string;
  items: number;
}

const DAY_MS = 86_400_000;
/** As far back as two windows of the trend and one more reach. */
const DAYS = 21;
const WIDTH = 4;
const HEIGHT = 24;
/** A day with something is seen beside one with much. */
const LEAST = 2;

/** How many there were on each of the last days; the words beside it say the same. */
export function TrendLine({ days, until }: { days: readonly Day[]; until: string }): JSX.Element {
  const last = Date.parse(until);
  const shown = days
    .map(({ day, items }) => ({ items, ago: Math.round((last - Date.parse(day)) / DAY_MS) }))
    .filter(({ ago }) => ago >= 0 && ago < DAYS);
  const most = Math.max(1, ...shown.map(({ items }) => items));
  const told = days.map(({ day, items }) => `${day}: ${items}`).join(', ');
  return (
    <svg
      class="trend"
      role="img"
      aria-label={`${plural(days.length, 'day')}. ${told}`}
      viewBox={`0 0 ${DAYS * WIDTH} ${HEIGHT}`}
      width={DAYS * WIDTH}
      height={HEIGHT}
    >
      <path class="ground" d={`M0 ${HEIGHT - 0.5}H${DAYS * WIDTH}`} />
      {shown.map(({ ago, items }) => {
        const height = Math.max(LEAST, (items / most) * HEIGHT);
        const x = (DAYS - 1 - ago) * WIDTH;
        return <rect key={ago} x={x} y={HEIGHT - height} width={WIDTH - 1} height={height} />;
      })}
    </svg>
  );
}
