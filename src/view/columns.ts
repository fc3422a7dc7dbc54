/** Tables without rules that fit the terminal: what is too wide is wrapped, never cut, so that nothing is lost. */
import { cellWidth, folded } from './folding.js';

export interface ColumnsOptions {
  head?: readonly string[];
  /** Columns of numbers: never wrapped. */
  right?: readonly number[];
  /** What stands in a line of its own below each row, by row; nothing where it is empty. */
  below?: readonly string[];
  /** Of a line, in characters; default: the terminal's, 80 in a file. */
  width?: number;
}

const GAP = 2;
/** Under a row. */
const INDENT = 4;
const IN_A_FILE = 80;
const NARROWEST = 40;
/** What is left of a word that has to be broken. */
const LEAST = 8;

/** Two spaces stand in front of each column. */
export function columns(
  rows: readonly (readonly string[])[],
  { head = [], right = [], below = [], width = lineWidth() }: ColumnsOptions = {},
): string {
  const all = [...(head.length > 0 ? [head] : []), ...rows];
  const within = widthsWithin(all, right, width);
  const cells = all.map((row) => within.map((wide, i) => folded(row[i] ?? '', wide)));
  const widths = within.map((_, i) => greatest(cells.flatMap((row) => row[i]!.map(cellWidth))));
  return cells
    .flatMap((row, i) => {
      const under = below[i + rows.length - all.length];
      return [...linesOf(row, widths, right), ...(under ? [indented(under, INDENT, width)] : [])];
    })
    .join('\n');
}

/** A text in lines that begin with so many spaces. */
export function indented(text: string, spaces: number, width = lineWidth()): string {
  const indent = ' '.repeat(spaces);
  return folded(text, width - spaces)
    .map((line) => indent + line)
    .join('\n');
}

/** Of as many as there may be rows. */
const greatest = (values: readonly number[]): number =>
  values.reduce((most, value) => Math.max(most, value), 0);

/** What a line of the terminal holds. */
export function lineWidth(
  { isTTY, columns: wide }: { isTTY: boolean; columns: number } = process.stdout,
): number {
  return isTTY && wide > 0 ? Math.max(NARROWEST, wide) : IN_A_FILE;
}

/** The widest column of words gives way first, down to its longest word; then long words are broken, of all columns alike. */
function widthsWithin(
  rows: readonly (readonly string[])[],
  right: readonly number[],
  width: number,
): number[] {
  const n = greatest(rows.map((row) => row.length));
  const widest = (measure: (cell: string) => number) =>
    Array.from({ length: n }, (_, i) => greatest(rows.map((row) => measure(row[i] ?? ''))));
  const widths = widest(cellWidth);
  const numbers = (i: number) => right.includes(i);
  const longest = widest((cell) => greatest(cell.split(/\s+/).map(cellWidth)));
  const broken = longest.map((word) => Math.min(word, LEAST));
  for (const [least, step] of [[longest, Infinity] as const, [broken, 1] as const]) {
    for (;;) {
      const excess = widths.reduce((sum, each) => sum + each + GAP, 0) - width;
      const i = widestOf(widths, (at) => !numbers(at) && widths[at]! > least[at]!);
      if (excess <= 0 || i < 0) break;
      widths[i] = Math.max(least[i]!, widths[i]! - Math.min(excess, step));
    }
  }
  return widths;
}

function widestOf(widths: readonly number[], among: (i: number) => boolean): number {
  return widths.reduce(
    (best, width, i) => (among(i) && (best < 0 || width > widths[best]!) ? i : best),
    -1,
  );
}

/** Lines of a row whose cells are folded. */
function linesOf(
  cells: readonly string[][],
  widths: readonly number[],
  right: readonly number[],
): string[] {
  const height = greatest(cells.map((lines) => lines.length));
  return Array.from({ length: height }, (_, at) =>
    cells
      .map((lines, i) => {
        const line = lines[at] ?? '';
        const padding = ' '.repeat(Math.max(0, widths[i]! - cellWidth(line)));
        return ' '.repeat(GAP) + (right.includes(i) ? padding + line : line + padding);
      })
      .join('')
      .trimEnd(),
  );
}
