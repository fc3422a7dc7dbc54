import { isDigit, isLetter, isSpace } from '../../algorithms/text/characters.js';
import { Output, type Piece } from './output.js';
import { VerbatimFinder } from './verbatim.js';

/** Opening mark → marks that close it. Single ones close only where no letter follows. */
const CLOSERS: Readonly<Record<string, string>> = {
  '“': '”"',
  '”': '”"',
  '"': '"”',
  '„': '“”"',
  '«': '»',
  '»': '«',
  '‘': "’'",
  "'": "'’",
  '「': '」',
  '『': '』',
};
const SINGLE = "‘'";
/** What begins with an apostrophe, not with a quotation. */
const ELISION = /^(?:tis|twas|twere|twill|twould|em|cause|til|till|round|neath|gainst|n|s|t)\b/i;
const MARKER = /\[\s*q\s*\d{1,6}(?:\s*[,;]\s*q?\s*\d{1,6})*\s*\]/gi;
/** What may still become a marker. */
const OPEN_MARKER = /^\[[\sqQ\d,;]{0,40}$/;
const TAIL = /[.,;:!?…-]+$/;

interface Quotation {
  open: string;
  text: string;
  /** A single mark has come that may be an apostrophe. */
  closing: string;
}

/**
 * Stands between a model and its readers. A marker such as `[q2]` becomes the span of that number, once; one that
 * names no span is dropped. What the model puts into quotation marks itself stays, in the spans' own letters, only
 * when it stands so in a span; else the quotation is dropped. The answer does not depend on how the text is cut
 * into chunks.
 */
export class QuoteFilter {
  private readonly finder: VerbatimFinder;
  private readonly output = new Output();
  private readonly shown = new Set<number>();
  private readonly count: number;
  private marker = '';
  private quotation: Quotation | null = null;
  private previous = '\n';
  private lineStart = true;

  /** @param spans texts that may be quoted, `[q1]` first */
  constructor(spans: readonly string[]) {
    this.finder = new VerbatimFinder(spans);
    this.count = spans.length;
  }

  push(chunk: string): Piece[] {
    for (let i = 0; i < chunk.length; i++) this.read(chunk.charAt(i));
    return this.output.take();
  }

  end(): Piece[] {
    while (this.quotation || this.marker !== '') {
      if (this.quotation) this.close(this.quotation, this.quotation.closing);
      else this.releaseMarker();
    }
    return this.output.end();
  }

  private read(sign: string): void {
    this.take(sign);
    this.previous = sign;
    this.lineStart = sign === '\n' || (this.lineStart && isSpace(sign.charCodeAt(0)));
  }

  private take(sign: string): void {
    if (this.quotation) this.readQuoted(this.quotation, sign);
    else if (this.marker !== '') this.readMarker(sign);
    else this.readPlain(sign);
  }

  private readPlain(sign: string): void {
    if (sign === '[') this.marker = sign;
    else if (this.opens(sign)) this.quotation = { open: sign, text: '', closing: '' };
    else this.output.text(sign);
  }

  private opens(sign: string): boolean {
    if (sign === '>') return this.lineStart;
    if (!Object.hasOwn(CLOSERS, sign)) return false;
    const unit = this.previous.charCodeAt(0);
    if (sign === "'") return !isLetter(unit) && !isDigit(unit) && !'.,!?)’'.includes(this.previous);
    return sign !== '"' || !isDigit(unit); // 5" is a length
  }

  private readMarker(sign: string): void {
    this.marker += sign;
    if (sign === ']') {
      const text = this.marker;
      this.marker = '';
      if (isMarker(text)) this.cite(numbersIn(text));
      else this.output.text(text);
    } else if (!OPEN_MARKER.test(this.marker)) {
      this.marker = this.marker.slice(0, -1);
      this.releaseMarker();
      this.readPlain(sign);
    }
  }

  private releaseMarker(): void {
    this.output.text(this.marker);
    this.marker = '';
  }

  private readQuoted(quotation: Quotation, sign: string): void {
    const { open, closing } = quotation;
    if (closing !== '') {
      if (!isLetter(sign.charCodeAt(0))) {
        this.close(quotation, closing);
        this.take(sign); // what was read again may have begun another one
        return;
      }
      quotation.text += closing;
      quotation.closing = '';
    }
    if (CLOSERS[open]?.includes(sign)) {
      if (SINGLE.includes(open)) quotation.closing = sign;
      else this.close(quotation, sign);
    } else if (sign === '\n' && (open === '>' || this.previous === '\n')) {
      this.close(quotation, '');
      this.take(sign);
    } else quotation.text += sign;
  }

  /** Judges a quotation that has ended, by `mark` or, when that is empty, by itself. */
  private close({ open, text }: Quotation, mark: string): void {
    this.quotation = null;
    const words = text.replace(MARKER, '');
    if (SINGLE.includes(open) && (mark === '' || ELISION.test(words))) {
      this.reread(open, text + mark);
      return;
    }
    if (words.trim() !== '') this.showVerbatim(open, words, mark);
    this.cite((text.match(MARKER) ?? []).flatMap(numbersIn));
  }

  /** What began with an apostrophe is no quotation, but may hold some. */
  private reread(apostrophe: string, text: string): void {
    this.output.text(apostrophe);
    this.previous = apostrophe;
    for (let i = 0; i < text.length; i++) this.read(text.charAt(i));
  }

  private showVerbatim(open: string, quoted: string, mark: string): void {
    const [, lead = '', words = '', trail = ''] = /^(\s*)(.*?)(\s*)$/s.exec(quoted) ?? [];
    const tail = TAIL.exec(words)?.[0] ?? '';
    const whole = this.finder.find(words);
    const found = whole ?? this.finder.find(words.slice(0, words.length - tail.length));
    if (!found) {
      this.output.drop();
      return;
    }
    if (found.cites && !this.shown.has(found.span)) {
      this.shown.add(found.span);
      this.output.typed(found.span);
    }
    const close = closerOf(open, mark);
    this.output.text(`${open}${lead}${found.text}${trail}${close}${whole ? '' : tail}`);
  }

  private cite(numbers: readonly number[]): void {
    for (const number of numbers) {
      const span = number - 1;
      if (span < 0 || span >= this.count || this.shown.has(span)) {
        this.output.drop();
        continue;
      }
      this.shown.add(span);
      this.output.quote(span);
    }
  }
}

/** Marks match: a straight one closes a straight one only. */
function closerOf(open: string, mark: string): string {
  if (open === '>') return '';
  const straight = open === '"' || mark === '"' || mark === '';
  return straight ? (CLOSERS[open] ?? '').charAt(0) : mark;
}

const isMarker = (text: string): boolean => text.replace(MARKER, '') === '';

const numbersIn = (marker: string): number[] => (marker.match(/\d+/g) ?? []).map(Number);
