/** Numbers and times as people read them, in their own zone. */
export const count = (number: number) => number.toLocaleString('en');

export const plural = (number: number, noun: string) =>
  `${count(number)} ${noun}${number === 1 ? '' : 's'}`;

export function duration(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1_000).toFixed(1)} s`;
  return `${Math.floor(ms / 60_000)} min ${Math.round((ms % 60_000) / 1_000)} s`;
}

const WHEN = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' });
export const moment = (ms: number) => WHEN.format(ms);

export const placeOf = (
  { title, chapter }: { title: string | null; chapter: string | null },
  id: string,
) => [...new Set([chapter, title])].filter(Boolean).join(' · ') || id;
