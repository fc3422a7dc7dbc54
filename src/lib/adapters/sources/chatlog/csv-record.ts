import { Rejected } from '../rejected.js';

/** One record of a table (RFC 4180), put together from the lines that it runs over. */
export class CsvRecord {
  readonly cells: string[] = [];
  /** What has been read of a quoted cell that has not ended. */
  private quoted: string | null = null;
  private readonly delimiter: string;

  constructor(delimiter: string) {
    this.delimiter = delimiter;
  }

  /**
   * @param ending what stands between this line and the next
   * @returns whether the record ends with the line
   * @throws Rejected at a quote where none may stand
   */
  add(line: string, ending: string): boolean {
    let at: number | null = 0;
    while (at !== null) {
      if (this.quoted === null && line[at] === '"') {
        this.quoted = '';
        at++;
      }
      at = this.quoted === null ? this.plainCell(line, at) : this.quotedCell(line, at);
    }
    if (this.quoted !== null) this.quoted += ending;
    return this.quoted === null;
  }

  /** The cell that is not closed at the end of the input, or of what a record may have. */
  unclosed(): Rejected {
    return new Rejected(`the quote that begins ${this.cell()} is not closed`);
  }

  /** Both return where the next cell begins; null at the end of the line. */
  private plainCell(line: string, at: number): number | null {
    const found = line.indexOf(this.delimiter, at);
    const end = found < 0 ? line.length : found;
    const cell = line.slice(at, end);
    if (cell.includes('"')) {
      throw new Rejected(`a quote stands within ${this.cell()}, which does not begin with one`);
    }
    this.cells.push(cell);
    return found < 0 ? null : end + 1;
  }

  private quotedCell(line: string, from: number): number | null {
    for (let at = from; ;) {
      const quote = line.indexOf('"', at);
      this.quoted += line.slice(at, quote < 0 ? line.length : quote);
      if (quote < 0) return null;
      at = quote + 2;
      if (line[quote + 1] === '"') this.quoted += '"';
      else return this.closed(line, quote + 1);
    }
  }

  private closed(line: string, at: number): number | null {
    if (at < line.length && line[at] !== this.delimiter) {
      throw new Rejected(`a quote within ${this.cell()} is not doubled`);
    }
    this.cells.push(this.quoted ?? '');
    this.quoted = null;
    return at < line.length ? at + 1 : null;
  }

  private cell(): string {
    return `cell ${this.cells.length + 1}`;
  }
}
