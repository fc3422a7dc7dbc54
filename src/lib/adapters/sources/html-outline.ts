import { Parser } from 'htmlparser2';
import type { Span } from '../../algorithms/text/sentences.js';
import { TextBuilder } from './html-text.js';
import type { Marks } from './marks.js';
import type { Pace } from './pace.js';
import { Rejected } from './rejected.js';

export interface OutlineHeading {
  /** 1…6 */
  level: number;
  text: string;
  start: number;
  bodyStart: number;
}

/** What divides a text that has marks of its own; offsets in UTF-16. */
export interface Outline {
  headings: OutlineHeading[];
  /** Stretches without headings that are better not cut: code and tables. */
  whole: Span[];
}

export interface HtmlOutline extends Outline {
  /** What the document calls itself. */
  title: string | null;
  /** Its text without marks: a blank line between blocks, a line for each row of a table. */
  text: string;
  /** Offset in the document of the block that holds an offset of the text. */
  sourceOf: (at: number) => number;
}

const words = (list: string): ReadonlySet<string> => new Set(list.split(' '));
const DROPPED = words(
  'script style nav template noscript iframe object svg math canvas audio video select datalist button textarea',
);
const BLOCKS = words(
  'address article aside blockquote body center dd details dialog dir div dl dt fieldset figcaption figure footer form ' +
    'h1 h2 h3 h4 h5 h6 header hr li main menu ol p pre section summary table ul caption',
);
const WHOLE = words('table pre');
const HEADING = /^h[1-3]$/;
/** Longer ones are headings that were never closed. */
const LONGEST_HEADING = 300;
/** Browsers stop at 512; the parser takes time in proportion to the depth for a stray end tag. */
const DEEPEST = 2000;
/** An element with more of them was made to fill the memory. */
const MOST_ATTRIBUTES = 1000;
/** Characters that the parser takes at once. */
const SLICE = 64 * 1024;

interface OpenHeading {
  level: number;
  text: string;
  start: number;
}

/**
 * Text, headings (h1–h3) and tables of an HTML document, however malformed; what is not shown as text (scripts,
 * navigation, hidden parts) is left out. XHTML is read by the same rules.
 * @throws Rejected when elements are nested deeper than 2000, have more than 1000 attributes, or divide the text
 *   more often than `marks` allows
 */
export async function htmlOutline(html: string, pace: Pace, marks: Marks): Promise<HtmlOutline> {
  const reader = new OutlineReader(marks);
  await feed(parserOf(reader), html, pace);
  return reader.outline();
}

/** The same of a piece that is small enough to be read at once, e.g. a post. */
export function outlineOfPiece(html: string, marks: Marks): HtmlOutline {
  const reader = new OutlineReader(marks);
  parserOf(reader).end(html);
  return reader.outline();
}

function parserOf(reader: OutlineReader): Parser {
  const parser = new Parser(
    {
      onopentagname: () => reader.begin(),
      onattribute: () => reader.attribute(),
      onopentag: (name, attributes) => reader.open(name, attributes),
      onclosetag: (name) => reader.close(name),
      ontext: (text) => reader.characters(text, parser.startIndex),
    },
    { recognizeSelfClosing: true, recognizeCDATA: true },
  );
  return parser;
}

/** Gives a parser its document a slice at a time. */
export async function feed(parser: Parser, text: string, pace: Pace): Promise<void> {
  for (let at = 0; at < text.length; at += SLICE) {
    parser.write(text.slice(at, at + SLICE));
    if (pace.due()) await pace.turn();
  }
  parser.end();
}

class OutlineReader {
  private readonly builder = new TextBuilder();
  private readonly headings: OutlineHeading[] = [];
  private readonly wholes: Span[] = [];
  private depth = 0;
  /** Depth of the outermost element that is left out. */
  private droppedAt: number | null = null;
  private preformatted = 0;
  private heading: OpenHeading | null = null;
  private whole: { depth: number; start: number | null } | null = null;
  private title: string | null = null;
  private inTitle = false;
  private attributes = 0;
  private readonly marks: Marks;

  constructor(marks: Marks) {
    this.marks = marks;
  }

  begin(): void {
    this.attributes = 0;
  }

  attribute(): void {
    if (++this.attributes <= MOST_ATTRIBUTES) return;
    throw new Rejected(`an element has more than ${MOST_ATTRIBUTES} attributes`);
  }

  open(name: string, attributes: Readonly<Record<string, string>>): void {
    if (++this.depth > DEEPEST)
      throw new Rejected(`its elements are nested deeper than ${DEEPEST}`);
    if (this.droppedAt !== null) return;
    if (DROPPED.has(name) || isHidden(attributes)) this.droppedAt = this.depth;
    else if (name === 'title') this.inTitle = this.title === null;
    else if (name === 'br') this.breakLine();
    else if (name === 'tr') this.builder.want('\n');
    else if (name === 'td' || name === 'th') this.builder.want(' | ');
    else if (BLOCKS.has(name)) this.openBlock(name);
  }

  private breakLine(): void {
    if (this.preformatted > 0) this.builder.want('\n');
    else this.builder.breakLine();
  }

  private openBlock(name: string): void {
    if (this.heading && this.heading.text !== '') this.endHeading();
    this.builder.want('\n\n');
    if (HEADING.test(name)) this.heading = { level: Number(name[1]), text: '', start: 0 };
    if (name === 'pre') this.preformatted++;
    if (WHOLE.has(name)) this.whole ??= { depth: this.depth, start: null };
  }

  close(name: string): void {
    const depth = this.depth--;
    if (this.droppedAt !== null) {
      if (depth === this.droppedAt) this.droppedAt = null;
      return;
    }
    if (name === 'title') this.inTitle = false;
    if (name === 'tr') this.builder.want('\n');
    if (!BLOCKS.has(name)) return;
    if (HEADING.test(name)) this.endHeading();
    if (name === 'pre') this.preformatted--;
    if (this.whole?.depth === depth) this.endWhole();
    this.builder.want('\n\n');
  }

  private endHeading(): void {
    const { heading } = this;
    this.heading = null;
    if (!heading) return;
    const { level, start } = heading;
    const text = heading.text.replace(/\s+/g, ' ').trim();
    if (text === '' || text.length > LONGEST_HEADING) return;
    this.marks.add();
    this.headings.push({ level, text, start, bodyStart: this.builder.length });
  }

  private endWhole(): void {
    const start = this.whole?.start ?? null;
    this.whole = null;
    if (start === null) return;
    this.marks.add();
    this.wholes.push({ start, end: this.builder.length });
  }

  /** @param source where the characters stand in the document */
  characters(raw: string, source: number): void {
    if (this.droppedAt !== null) return;
    const text = raw.replace(/\u00ad/g, '').replace(/[\0\u00a0]/g, replacement);
    if (this.inTitle) this.title = (this.title ?? '') + text;
    else if (this.preformatted > 0) this.add(text, source);
    else this.flow(text, source);
  }

  /** White space of any length is one space, and none at the edges of a block. */
  private flow(text: string, source: number): void {
    const flowing = text.replace(/\s+/g, ' ');
    if (flowing.startsWith(' ')) this.builder.want(' ');
    const trimmed = flowing.trim();
    if (trimmed === '') return;
    this.add(trimmed, source);
    if (flowing.endsWith(' ')) this.builder.want(' ');
  }

  private add(text: string, source: number): void {
    if (text === '') return;
    const before = this.builder.length;
    const start = this.builder.add(text, source);
    const { heading, whole } = this;
    if (whole) whole.start ??= start;
    if (!heading) return;
    if (heading.text === '') heading.start = start;
    else if (start > before) heading.text += ' ';
    if (heading.text.length <= LONGEST_HEADING) heading.text += text;
  }

  outline(): HtmlOutline {
    const { builder, headings, wholes } = this;
    return {
      title: this.title?.replace(/\s+/g, ' ').trim() || null,
      text: builder.text(),
      headings,
      whole: wholes,
      sourceOf: (at) => builder.places.sourceOf(at),
    };
  }
}

function isHidden({
  hidden,
  style,
  'aria-hidden': aria,
}: Readonly<Record<string, string>>): boolean {
  return (
    (hidden !== undefined && hidden !== 'until-found') ||
    aria === 'true' ||
    /display\s*:\s*none|visibility\s*:\s*hidden/i.test(style ?? '')
  );
}

/** As the standard does: NUL is the replacement character. A space that does not break is a space. */
function replacement(char: string): string {
  return char === '\0' ? '\ufffd' : ' ';
}
