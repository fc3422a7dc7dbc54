import { Marks } from './marks.js';
import type { Outline, OutlineHeading } from './outline-sections.js';

const ATX = /^ {0,3}(#{1,6})(?:[ \t]+(.*))?$/;
const FENCE = /^ {0,3}(`{3,}|~{3,})(.*)$/;
const TABLE = /^ {0,3}\|/;

/**
 * Headings (`#`, or underlined by `=` or `-`), fenced code and tables of `text` from `from` on (CommonMark).
 * @throws Rejected when there are more of them than `marks` allows
 */
export function markdownOutline(text: string, from: number, marks = new Marks(Infinity)): Outline {
  const lines = new Lines(text, from);
  const outline: Outline = { headings: [], whole: [] };
  for (let i = 0; i < lines.count; i++) {
    const last = endOfWhole(lines, i);
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
  private readonly from: number;
  private readonly starts: Uint32Array;
  private readonly source: string;

  constructor(source: string, from: number) {
    this.source = source;
    this.from = from;
    let count = 1;
    for (let at = this.next(from); at > 0; at = this.next(at)) count++;
    this.count = count;
    this.starts = new Uint32Array(count);
    this.starts[0] = from;
    for (let i = 1; i < count; i++) this.starts[i] = this.next(this.start(i - 1));
  }

  /** Where the line behind the one at `at` begins; 0 for none. */
  private next(at: number): number {
    return this.source.indexOf('\n', at) + 1;
  }

  start(i: number): number {
    return this.starts[i] ?? this.from;
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

/** The last line of the code block or table that begins in line `i`, else `i`. */
function endOfWhole(lines: Lines, i: number): number {
  const text = lines.text(i);
  const [, fence, info = ''] = FENCE.exec(text) ?? [];
  if (fence !== undefined && !(fence.startsWith('`') && info.includes('`'))) {
    for (let at = i + 1; at < lines.count; at++) {
      const closing = lines.text(at).trim();
      if (closing.startsWith(fence) && closing === fence.charAt(0).repeat(closing.length))
        return at;
    }
    return lines.count - 1;
  }
  let last = i;
  if (TABLE.test(text)) while (TABLE.test(lines.text(last + 1))) last++;
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
