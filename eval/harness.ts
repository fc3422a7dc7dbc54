/** What every evaluation shares: where the data is, how figures are held against their targets, how they print. */
import { createReadStream, existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import Table from 'cli-table3';

export interface Figure {
  /** What was measured, e.g. `ids kept at 5 % new pages, worst of 3 seeds`. */
  what: string;
  value: number;
  /** The bound that the project holds itself to; without one the figure is for information. */
  atLeast?: number;
  atMost?: number;
}

export interface Evaluation {
  name: string;
  /** Files of the folder without which it is skipped. */
  needs: readonly string[];
  /** Where they are, and how they come there; default: the data folder. */
  folder?: { path: string; hint: string };
  run(data: DataFolder): Promise<Figure[]>;
}

export interface DataFolder {
  /** Rows of a JSON Lines file. */
  rows<T>(file: string): AsyncIterable<T>;
}

/** Open data sets are not part of the project: GIBSEY_DATA, or a folder beside the checkout. */
export const DATA = resolve(
  process.env.GIBSEY_DATA ?? join(import.meta.dirname, '../../shared/data'),
);

const OF_DATA = { path: DATA, hint: 'set GIBSEY_DATA to the data folder' };

export const FOLDER: DataFolder = { rows: (file) => jsonLines(join(DATA, file)) };

export type Outcome = 'held' | 'missed' | 'skipped';
/** Exit codes of an evaluation's process. */
export const EXIT: Readonly<Record<Outcome, number>> = { held: 0, missed: 1, skipped: 2 };

export async function evaluate(evaluation: Evaluation): Promise<Outcome> {
  const { path, hint } = evaluation.folder ?? OF_DATA;
  const missing = evaluation.needs.filter((file) => !existsSync(join(path, file)));
  if (missing.length > 0) {
    console.log(`${evaluation.name}: skipped, no ${missing.join(', ')} (${hint})`);
    return 'skipped';
  }
  const figures = await evaluation.run(FOLDER);
  print(evaluation.name, figures);
  return figures.every(holds) ? 'held' : 'missed';
}

function holds({ value, atLeast = -Infinity, atMost = Infinity }: Figure): boolean {
  return value >= atLeast && value <= atMost;
}

function print(name: string, figures: readonly Figure[]): void {
  const table = new Table({ head: [name, 'value', 'bound', ''], style: { head: [], border: [] } });
  for (const figure of figures) {
    table.push([
      figure.what,
      figure.value.toPrecision(4),
      bound(figure),
      holds(figure) ? '' : 'MISSED',
    ]);
  }
  console.log(table.toString());
}

function bound({ atLeast, atMost }: Figure): string {
  const parts = [];
  if (atLeast !== undefined) parts.push(`≥ ${atLeast}`);
  if (atMost !== undefined) parts.push(`≤ ${atMost}`);
  return parts.join(' and ');
}

async function* jsonLines<T>(file: string): AsyncIterable<T> {
  for await (const line of createInterface({
    input: createReadStream(file),
    crlfDelay: Infinity,
  })) {
    if (line.trim() !== '') yield JSON.parse(line) as T;
  }
}
