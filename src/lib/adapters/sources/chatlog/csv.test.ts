import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CsvRow, readCsv } from './csv.js';

/** Cells with all that is written in quotes; they begin with a letter, as what people say does. */
const cell = fc
  .array(fc.constantFrom('a', 'Ö', ' ', '"', ',', ';', '\t', '\n', '\r\n', '🐋'), { maxLength: 12 })
  .map((parts) => `x${parts.join('')}`);
const table = fc.integer({ min: 1, max: 4 }).chain((columns) =>
  fc.array(fc.array(cell, { minLength: columns, maxLength: columns }), {
    minLength: 1,
    maxLength: 8,
  }),
);
const style = fc.record({
  delimiter: fc.constantFrom(',', ';', '\t'),
  ending: fc.constantFrom('\n', '\r\n'),
  mark: fc.constantFrom('', '\ufeff'),
});
type Style = typeof style extends fc.Arbitrary<infer S> ? S : never;

const written = (text: string) =>
  /[",;\t\r\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text;
const record = (cells: readonly string[], { delimiter }: Style) =>
  cells.map(written).join(delimiter);
const heading = (columns: number) => Array.from({ length: columns }, (_, i) => `c${i}`);

/** What breaks a record; where it has no place for that, it stays whole. */
const DAMAGES: Record<string, (record: string, style: Style, at: number) => string> = {
  'a quote that is never closed': (text) =>
    text.endsWith('"')
      ? text.slice(0, -1)
      : `${text.slice(0, text.lastIndexOf('x'))}"${text.slice(text.lastIndexOf('x'))}`,
  'a quote in the middle': (text, _, at) => {
    const place = 1 + (at % text.length);
    return `${text.slice(0, place)}"${text.slice(place)}`;
  },
  'a cell too many': (text, { delimiter }) => `${text}${delimiter}x`,
  'a NUL': (text) => `${text.slice(0, 1)}\0${text.slice(1)}`,
};

describe('a table', () => {
  it('is read as another reader of the same standard reads it', async () => {
    await fc.assert(
      fc.asyncProperty(table, style, fc.integer({ min: 1, max: 40 }), async (rows, how, size) => {
        const columns = heading(rows[0]!.length);
        const text = [columns, ...rows].map((cells) => record(cells, how) + how.ending).join('');
        const read = await rowsOf(how.mark + text, size);
        const delimiter = columns.length > 1 ? how.delimiter : ',';
        const expected = parse(text, { columns: true, delimiter });
        expect(read.map((row) => 'fields' in row && row.fields)).toEqual(expected);
      }),
      { numRuns: 1000 },
    );
  });

  it.each(Object.keys(DAMAGES))('loses no record but the one with %s', async (damage) => {
    const nth = fc.nat(1000);
    await fc.assert(
      fc.asyncProperty(table, style, nth, nth, async (rows, how, which, at) => {
        const columns = heading(rows[0]!.length);
        const broken = which % rows.length;
        const lines = rows.map((cells, i) =>
          i === broken ? DAMAGES[damage]!(record(cells, how), how, at) : record(cells, how),
        );
        const text = [record(columns, how), ...lines].map((line) => line + how.ending).join('');
        const first = 1 + lineCount(text.slice(0, text.length - tail(lines, broken, how)));
        const last = first + lineCount(lines[broken]!);
        const read = await rowsOf(text);
        const inside = ({ line }: CsvRow) => line >= first && line <= last;
        const others = read.filter((row) => !inside(row));
        expect(others.map((row) => ('fields' in row ? Object.values(row.fields) : row))).toEqual(
          rows.filter((_, i) => i !== broken),
        );
      }),
      { numRuns: 1000 },
    );
  });

  it('names the line of a quote that is never closed, not that of the end', async () => {
    const rows = await rowsOf('user,text\nann,hi\nbo,"how are\ncy,hi\ndan,"so, so"\n');
    expect(rows).toEqual([
      { line: 2, fields: { user: 'ann', text: 'hi' } },
      { line: 3, reason: 'a quote within cell 2 is not doubled' },
      { line: 4, fields: { user: 'cy', text: 'hi' } },
      { line: 5, fields: { user: 'dan', text: 'so, so' } },
    ]);
    expect((await rowsOf('user,text\nbo,"hi\ncy,hi\n'))[0]).toEqual({
      line: 2,
      reason: 'the quote that begins cell 2 is not closed',
    });
    expect((await rowsOf('user,text\nbo,5" nails\n'))[0]).toMatchObject({
      reason: 'a quote stands within cell 2, which does not begin with one',
    });
  });

  it('is read in time and little memory however many of its quotes are not closed', async () => {
    const rows = await rowsOf(`user,text\n${'bo,"hi\n'.repeat(50_000)}cy,hi\n`, 65_536);
    expect(rows.at(-1)).toMatchObject({ fields: { user: 'cy' } });
  });

  it('refuses a record over the limit and goes on', async () => {
    const long = `bo,"${'y\n'.repeat(600)}"`;
    const rows = await rowsOf(`user,text\n${long}\ncy,hi\n`, 100, 1000);
    expect(rows[0]).toMatchObject({
      line: 2,
      reason: expect.stringMatching(/longer than 1000 bytes/) as string,
    });
    expect(rows.at(-1)).toMatchObject({ fields: { user: 'cy' } });
  });

  it('gives columns without a name, and a second one of a name, names of their own', async () => {
    expect(await rowsOf('Text,,text\nhi,1,2\n')).toEqual([
      { line: 2, fields: { text: 'hi', column_2: '1', text_2: '2' } },
    ]);
  });

  it('takes blank cells at the end for none, and lines that end as on a Macintosh of old', async () => {
    expect(await rowsOf('user,text\rann,hi,,\r')).toEqual([
      { line: 2, fields: { user: 'ann', text: 'hi' } },
    ]);
  });
});

const lineCount = (text: string) => text.split('\n').length - 1;

/** Characters from the broken record on. */
const tail = (lines: readonly string[], from: number, { ending }: Style) =>
  lines.slice(from).reduce((sum, line) => sum + line.length + ending.length, 0);

async function rowsOf(text: string, size = 1000, recordBytes = 2 ** 20): Promise<CsvRow[]> {
  const bytes = Buffer.from(text);
  const chunks = async function* () {
    for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
  };
  const rows: CsvRow[] = [];
  for await (const row of readCsv(chunks(), recordBytes)) rows.push(row);
  return rows;
}
