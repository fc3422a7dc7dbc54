import { type Bytes, chain, peek } from '../bytes.js';
import { type Line, splitLines } from '../lines.js';

/** A file that has carriage returns, but no line feed in so many bytes, ends its lines with them. */
const SEEN = 64 * 1024;
/** Lines that have been read for good are let go of when there are so many. */
const READ_LINES_HELD = 1000;

/** Lines of a table, in which one can go back. */
export class CsvLines {
  private held: Line[] = [];
  private next = 0;
  private readonly source: AsyncIterator<Line>;

  constructor(bytes: Bytes, lineBytes: number) {
    this.source = splitLines(withLineFeeds(bytes), lineBytes);
  }

  /** Null behind the last. */
  async take(): Promise<Line | null> {
    if (this.next === this.held.length) {
      const line = await this.source.next();
      if (line.done) return null;
      this.held.push(line.value);
    }
    return this.held[this.next++] ?? null;
  }

  /** Lines before this one are not gone back to. */
  mark(): number {
    if (this.next > READ_LINES_HELD) {
      this.held = this.held.slice(this.next);
      this.next = 0;
    }
    return this.next;
  }

  back(mark: number): void {
    this.next = mark;
  }

  async close(): Promise<void> {
    await this.source.return?.();
  }
}

async function* withLineFeeds(bytes: Bytes): AsyncGenerator<Buffer> {
  const { head, rest } = await peek(bytes, (seen) => seen.includes(10) || seen.length >= SEEN);
  const macintosh = head.includes(13) && !head.includes(10);
  for await (const chunk of chain(head, rest)) {
    yield macintosh ? (chunk.map((byte) => (byte === 13 ? 10 : byte)) as Buffer) : chunk;
  }
}
