import type { Outline, OutlineHeading } from '../html-outline.js';
import type { Marks } from '../marks.js';

const ATX = /^ {0,3}(#{1,6})(?:[ \t]+(.*))?$/;
const FENCE = /^ {0,3}(`{3,}|~{3,})(.*)$/;
const LINES_A_STEP = 1024;
const TABLE = /^ {0,3}\|/;

/**
 * Headings (`#`, or underlined by `=` or `-`), fenced code and tables of `text` from `from` on (CommonMark).
 * A step for each thousand lines.
 * @throws Rejected when there are more of them than `marks` allows
 */
export function* markdownOutline(
  text: string,
  from: number,
  marks: Marks,
): Generator<undefined, Outline> {
  const lines = yield* Lines.of(text, from);
  const outline: Outline = { headings: [], whole: [] };
  for (let i = 0; i < lines.count; i++) {
    if (i % LINES_A_STEP === 0) yield;
    const last = yield* endOfWhole(lines, i);
    if (last > i || FENCE.test(lines.text(i))) {
      marks.add();
      outline.whole.push({ start: lines.start(i), end: lines.end(last) });
      i = last;
      continue;
    }
    const heading = headingAt(lines, i);
    if (!heading) continue;
    marks.add();
    outline.headings.push(heading);
  }
  return outline;
}

/** Where the lines of a text begin: of millions, four bytes each. */
class Lines {
  readonly count: number;
  private readonly starts: Uint32Array;
  private readonly source: string;

  private constructor(source: string, starts: Uint32Array) {
    this.source = source;
    this.starts = starts;
    this.count = starts.length;
  }

  static *of(source: string, from: number): Generator<undefined, Lines> {
    let starts = new Uint32Array(LINES_A_STEP);
    let count = 0;
    let at = from;
    do {
      if (count === starts.length) {
        starts = grown(starts);
        yield;
      }
      starts[count++] = at;
      at = source.indexOf('\n', at) + 1;
    } while (at > 0);
    return new Lines(source, starts.subarray(0, count));
  }

  start(i: number): number {
    return this.starts[i] ?? 0;
  }

  /** Without the line end. */
  end(i: number): number {
    const next = this.starts[i + 1];
    return next === undefined ? this.source.length : next - 1;
  }

  /** Empty before the first line and behind the last. */
  text(i: number): string {
    return i < 0 || i >= this.count ? '' : this.source.slice(this.start(i), this.end(i));
  }
}

function grown(array: Uint32Array): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(2 * array.length);
  larger.set(array);
  return larger;
}

/** The last line of the code block or table that begins in line `i`, else `i`. */
function* endOfWhole(lines: Lines, i: number): Generator<undefined, number> {
  const text = lines.text(i);
  const [, fence, info = ''] = FENCE.exec(text) ?? [];
  if (fence !== undefined && !(fence.startsWith('`') && info.includes('`'))) {
    for (let at = i + 1; at < lines.count; at++) {
      if (at % LINES_A_STEP === 0) yield;
      const closing = lines.text(at).trim();
      if (closing.startsWith(fence) && closing === fence.charAt(0).repeat(closing.length))
        return at;
    }
    return lines.count - 1;
  }
  let last = i;
  if (!TABLE.test(text)) return last;
  for (; TABLE.test(lines.text(last + 1)); last++) if (last % LINES_A_STEP === 0) yield;
  return last;
}

function headingAt(lines: Lines, i: number): OutlineHeading | null {
  const line = lines.text(i);
  const start = lines.start(i);
  const atx = ATX.exec(line);
  if (atx) {
    const text = plain((atx[2] ?? '').slice(0, 1000).replace(/(?:^|[ \t])#+[ \t]*$/, ''));
    return { level: atx[1]?.length ?? 1, text, start, bodyStart: lines.end(i) };
  }
  const underline = /^ {0,3}(=+|-{2,})[ \t]*$/.exec(lines.text(i + 1))?.[1];
  const alone = lines.text(i - 1).trim() === '' && /^ {0,3}[^\s>|-]/.test(line);
  if (underline === undefined || !alone) return null;
  const level = underline.startsWith('=') ? 1 : 2;
  return { level, text: plain(line.slice(0, 1000)), start, bodyStart: lines.end(i + 1) };
}

/** Without the marks of links, emphasis, code and anchors. */
function plain(text: string): string {
  return text
    .replace(/\[([^[\]]*)\]\([^()]*\)/g, '$1')
    .replace(/\s*\{#[^{}]*\}$/, '')
    .replace(/[*`]|__/g, '')
    .trim();
}
