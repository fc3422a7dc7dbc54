import type { Span } from '../../../algorithms/text/sentences.js';
import type { Outline, OutlineHeading } from '../html-outline.js';

interface Line extends Span {
  text: string;
}

const ATX = /^ {0,3}(#{1,6})(?:[ \t]+(.*))?$/;
const FENCE = /^ {0,3}(`{3,}|~{3,})(.*)$/;
const TABLE = /^ {0,3}\|/;

/** Headings (`#`, or underlined by `=` or `-`), fenced code and tables of `text` from `from` on (CommonMark). */
export function markdownOutline(text: string, from: number): Outline {
  const lines = linesOf(text, from);
  const outline: Outline = { headings: [], whole: [] };
  for (let i = 0; i < lines.length; i++) {
    const last = endOfWhole(lines, i);
    const line = lines[i] as Line;
    if (last > i || FENCE.test(line.text)) {
      outline.whole.push({ start: line.start, end: lines[last]?.end ?? text.length });
      i = last;
      continue;
    }
    const heading = headingAt(lines, i);
    if (heading) outline.headings.push(heading);
  }
  return outline;
}

function linesOf(text: string, from: number): Line[] {
  let at = from;
  return text
    .slice(from)
    .split('\n')
    .map((line) => {
      const start = at;
      at += line.length + 1;
      return { text: line, start, end: start + line.length };
    });
}

/** The last line of the code block or table that begins in line `i`, else `i`. */
function endOfWhole(lines: readonly Line[], i: number): number {
  const { text } = lines[i] as Line;
  const [, fence, info = ''] = FENCE.exec(text) ?? [];
  if (fence !== undefined && !(fence.startsWith('`') && info.includes('`'))) {
    for (let at = i + 1; at < lines.length; at++) {
      const closing = lines[at]?.text.trim() ?? '';
      if (closing.startsWith(fence) && closing === fence.charAt(0).repeat(closing.length))
        return at;
    }
    return lines.length - 1;
  }
  let last = i;
  if (TABLE.test(text)) while (TABLE.test(lines[last + 1]?.text ?? '')) last++;
  return last;
}

function headingAt(lines: readonly Line[], i: number): OutlineHeading | null {
  const line = lines[i] as Line;
  const atx = ATX.exec(line.text);
  if (atx) {
    const text = plain((atx[2] ?? '').slice(0, 1000).replace(/(?:^|[ \t])#+[ \t]*$/, ''));
    return { level: atx[1]?.length ?? 1, text, start: line.start, bodyStart: line.end };
  }
  const below = lines[i + 1];
  const underline = /^ {0,3}(=+|-{2,})[ \t]*$/.exec(below?.text ?? '')?.[1];
  const alone = (lines[i - 1]?.text ?? '').trim() === '' && /^ {0,3}[^\s>|-]/.test(line.text);
  if (!below || underline === undefined || !alone) return null;
  const level = underline.startsWith('=') ? 1 : 2;
  return { level, text: plain(line.text.slice(0, 1000)), start: line.start, bodyStart: below.end };
}

/** Without the marks of links, emphasis, code and anchors. */
function plain(text: string): string {
  return text
    .replace(/\[([^[\]]*)\]\([^()]*\)/g, '$1')
    .replace(/\s*\{#[^{}]*\}$/, '')
    .replace(/[*`]|__/g, '')
    .trim();
}
