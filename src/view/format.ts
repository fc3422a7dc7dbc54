/** How numbers, durations and tables look to people. Raw values are for `--json`. */
import Table from 'cli-table3';

/** 4655 → `4,655`. */
export function count(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** `0.9 s`, `2 min 05 s`, `1 h 02 min`. */
export function duration(ms: number): string {
  const seconds = ms / 1000;
  if (seconds < 59.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return `${minutes} min ${two(whole % 60)} s`;
  return `${Math.floor(minutes / 60)} h ${two(minutes % 60)} min`;
}

/** `21 Nov 2026`, local time. */
export function day(epochMs: number): string {
  const months = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');
  const date = new Date(epochMs);
  return `${date.getDate()} ${months[date.getMonth()]} ${date.getFullYear()}`;
}

/** `21 Nov 2026 03:00`, local time. */
export function moment(epochMs: number): string {
  const date = new Date(epochMs);
  return `${day(epochMs)} ${two(date.getHours())}:${two(date.getMinutes())}`;
}

/** `1 page`, `2 pages`. */
export function plural(value: number, noun: string): string {
  return `${count(value)} ${noun}${value === 1 ? '' : 's'}`;
}

/** At most `width` characters, cut at a word with an ellipsis. */
export function shorten(text: string, width: number): string {
  const flat = text.replace(/\s+/g, ' ').trim();
  if (flat.length <= width) return flat;
  const cut = flat.slice(0, width - 1);
  const space = cut.lastIndexOf(' ');
  return `${space > width / 2 ? cut.slice(0, space) : cut}…`;
}

/** In lines of at most `width` characters, cut between words; a longer word has a line of its own. */
export function folded(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const longer = `${lines.at(-1)} ${word}`;
    if (lines.length > 0 && longer.length <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

/** Columns without rules, two spaces in front; `right` lists the columns of numbers. */
export function columns(
  rows: readonly (readonly string[])[],
  { head = [], right = [] }: { head?: readonly string[]; right?: readonly number[] } = {},
): string {
  const width = Math.max(head.length, ...rows.map((row) => row.length));
  const none = Object.fromEntries(
    'top,top-mid,top-left,top-right,bottom,bottom-mid,bottom-left,bottom-right,left,left-mid,mid,mid-mid,right,right-mid,middle'
      .split(',')
      .map((name) => [name, '']),
  );
  const table = new Table({
    chars: { ...none, left: '  ', middle: '  ' },
    style: { 'padding-left': 0, 'padding-right': 0, head: [], border: [] },
    colAligns: Array.from({ length: width }, (_, i) => (right.includes(i) ? 'right' : 'left')),
    head: [...head],
  });
  for (const row of rows) table.push([...row]);
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
}

const two = (value: number) => String(value).padStart(2, '0');

/** A share of 1, e.g. `0.4 %`. */
export function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}
