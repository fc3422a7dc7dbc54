/** What a mask stands for; it is written in square brackets in place of the text, e.g. `[email]`. */
export const KINDS = [
  ...(['secret', 'email', 'iban', 'card', 'address', 'birthdate', 'ip'] as const),
  ...(['document', 'phone', 'number', 'name'] as const),
];
export type Personal = (typeof KINDS)[number];

/** UTF-16 units, the end not included. */
export interface Range {
  start: number;
  end: number;
}

export interface Span extends Range {
  kind: Personal;
}

/** Stands for each unit that is masked: no rule sees in it, and none takes what is beside it for a whole. */
export const COVER = '\0';

const MASK = new RegExp(`\\[(?:${KINDS.join('|')})\\]`, 'g');
const covered = (length: number): string => COVER.repeat(length);

/** A text whose masked parts are covered, at the offsets that they always had. */
export class Cover {
  readonly original: string;
  text: string;
  readonly #spans: Span[] = [];

  /** What was masked before stays as it is. */
  constructor(original: string) {
    this.original = original;
    this.text = original.replace(MASK, (mask) => covered(mask.length));
  }

  /** In the order of the text. */
  get spans(): Span[] {
    return [...this.#spans].sort((a, b) => a.start - b.start);
  }

  /** Covers what was found in `text`; of those that overlap the first one. */
  hide(kind: Personal, ranges: readonly Range[]): void {
    let pieces = '';
    let last = 0;
    for (const { start, end } of [...ranges].sort((a, b) => a.start - b.start || b.end - a.end)) {
      if (start < last || end <= start) continue;
      pieces += this.text.slice(last, start) + covered(end - start);
      last = end;
      this.#spans.push({ start, end, kind });
    }
    if (last > 0) this.text = pieces + this.text.slice(last);
  }

  /** The text with `[kind]` in place of each span. */
  masked(): string {
    let masked = '';
    let last = 0;
    for (const { start, end, kind } of this.spans) {
      masked += `${this.original.slice(last, start)}[${kind}]`;
      last = end;
    }
    return masked + this.original.slice(last);
  }
}
