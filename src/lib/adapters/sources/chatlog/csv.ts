import { asUtf8, type Bytes } from '../bytes.js';
import { type Line, lineText, longerThan } from '../lines.js';
import { Rejected } from '../rejected.js';
import { CsvLines } from './csv-lines.js';
import { CsvRecord } from './csv-record.js';

/** A record of a table, or why it cannot be used, with the line that it begins in. */
export type CsvRow =
  { line: number; fields: Record<string, string> } | { line: number; reason: string };

type Cells = { line: number; cells: string[] } | { line: number; reason: string };

/** A record of more lines is one whose quote was never closed. */
const MOST_LINES = 10_000;

/**
 * Records of a table with a heading line (RFC 4180; also with semicolons or tabs), one at a time. A record
 * that cannot be read is named and passed over; reading goes on with the line behind its first, so that a quote
 * that is never closed takes no other record with it.
 * @param recordBytes longest record
 * @param check Told of the columns before the first record; what it throws ends the reading.
 * @throws Rejected when there is no heading line
 */
export async function* readCsv(
  bytes: Bytes,
  recordBytes: number,
  check: (columns: readonly string[]) => void = () => undefined,
): AsyncGenerator<CsvRow> {
  const lines = new CsvLines(asUtf8(bytes), recordBytes);
  let columns: string[] | null = null;
  try {
    for await (const row of records(lines, recordBytes)) {
      if (columns) yield 'reason' in row ? row : named(row, columns);
      else if ('reason' in row) {
        throw new Rejected(`it is not CSV with a heading line: ${row.reason}`);
      } else check((columns = columnNames(row.cells)));
    }
  } finally {
    await lines.close();
  }
}

async function* records(lines: CsvLines, limit: number): AsyncGenerator<Cells> {
  let delimiter: string | null = null;
  for (let first = await lines.take(); first; first = await lines.take()) {
    if (first.bytes?.length === 0) continue;
    const mark = lines.mark();
    const { number: line } = first;
    try {
      delimiter ??= delimiterOf(lineText(first, limit));
      yield { line, cells: await cellsFrom(first, lines, delimiter, limit) };
    } catch (error) {
      if (!(error instanceof Rejected)) throw error;
      lines.back(mark);
      yield { line, reason: error.message };
    }
  }
}

/** The record that begins with a line. @throws Rejected */
async function cellsFrom(
  first: Line,
  lines: CsvLines,
  delimiter: string,
  limit: number,
): Promise<string[]> {
  const record = new CsvRecord(delimiter);
  let { size } = first;
  let count = 1;
  for (let line = first; !record.add(lineText(line, limit), endingOf(line)); count++) {
    const next = await lines.take();
    if (!next || count >= MOST_LINES) throw record.unclosed();
    size += next.size + 1;
    if (size > limit) throw longerThan(limit, 'the record', size);
    line = next;
  }
  return record.cells;
}

function endingOf({ crlf }: Line): string {
  return crlf ? '\r\n' : '\n';
}

/** Blank cells too many, as spreadsheets write them, are none. */
function named({ line, cells }: { line: number; cells: string[] }, columns: string[]): CsvRow {
  const has = cells.findLastIndex((cell) => cell !== '') + 1;
  if (cells.length < columns.length || has > columns.length) {
    const reason = `it has ${cells.length} cells, and the heading line has ${columns.length}`;
    return { line, reason };
  }
  return { line, fields: Object.fromEntries(columns.map((name, i) => [name, cells[i] ?? ''])) };
}

/** In small letters; a column without a name, or of a name that another has, is told by a number. */
function columnNames(cells: readonly string[]): string[] {
  const names = new Set<string>();
  for (const [i, cell] of cells.entries()) {
    const name = cell.trim().toLowerCase() || `column_${i + 1}`;
    let distinct = name;
    for (let number = 2; names.has(distinct); number++) distinct = `${name}_${number}`;
    names.add(distinct);
  }
  return [...names];
}

/** The sign that the heading line has most of, outside of quotes. */
function delimiterOf(heading: string): string {
  const bare = heading.replace(/"[^"]*"/g, '');
  const count = (sign: string) => bare.split(sign).length;
  return [',', ';', '\t'].reduce((best, sign) => (count(sign) > count(best) ? sign : best));
}
