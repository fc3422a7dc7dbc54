import { Readable } from 'node:stream';
import { parse } from 'csv-parse';
import { asUtf8, chain, peek, type Bytes } from '../bytes.js';
import { excerpt, Rejected } from '../rejected.js';

/** A record of a table, or why it cannot be used. */
export type CsvRow =
  { line: number; fields: Record<string, string> } | { line: number; reason: string };

interface Parsed {
  info: { lines: number };
  record: Record<string, string>;
}

/**
 * Records of a table with a heading line (RFC 4180; also with semicolons or tabs), one at a time. A record
 * that cannot be read is named and passed over.
 * @param check Told of the columns before the first record; what it throws ends the reading.
 * @throws Rejected when there is no heading line
 */
export async function* readCsv(
  bytes: Bytes,
  recordBytes: number,
  check: (columns: readonly string[]) => void = () => undefined,
): AsyncGenerator<CsvRow> {
  const { head, rest } = await peek(asUtf8(bytes), (seen) => seen.includes(10));
  const faults: CsvRow[] = [];
  let unchecked: string[] | null = null;
  const checked = () => {
    if (unchecked) check(unchecked);
    unchecked = null;
  };
  const parser = parse({
    columns: (names: string[]) => (unchecked = names.map((name) => name.trim().toLowerCase())),
    delimiter: delimiterOf(head),
    info: true,
    max_record_size: recordBytes,
    skip_empty_lines: true,
    skip_records_with_error: true,
    on_skip: (error) => {
      const line = (error as { lines?: number } | undefined)?.lines ?? 0;
      faults.push({ line, reason: excerpt(error?.message ?? 'it is not CSV', 160) });
      return undefined;
    },
  });
  const source = Readable.from(chain(head, rest));
  source.on('error', (error) => parser.destroy(error));
  try {
    for await (const { info, record } of source.pipe(parser) as AsyncIterable<Parsed>) {
      checked();
      yield* faults.splice(0);
      yield { line: info.lines, fields: record };
    }
    checked();
  } catch (error) {
    if (!isCsvError(error)) throw error;
    throw new Rejected(`it is not CSV with a heading line: ${excerpt(error.message, 160)}`);
  } finally {
    source.destroy();
  }
  yield* faults;
}

function isCsvError(error: unknown): error is Error {
  return error instanceof Error && String((error as { code?: unknown }).code).startsWith('CSV_');
}

/** The sign that the heading line has most of. */
function delimiterOf(head: Buffer): string {
  const [heading = ''] = head.toString('utf8').split('\n', 1);
  const count = (sign: string) => heading.split(sign).length;
  return [',', ';', '\t'].reduce((best, sign) => (count(sign) > count(best) ? sign : best));
}
