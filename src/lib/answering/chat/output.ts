import { isSpace } from '../../algorithms/text/characters.js';

/**
 * A piece of an answer: text, or a span by its index, to be shown at this place. A span that was `typed` stands in
 * the text that follows, in whole or in part.
 */
export type Piece = { text: string } | { quote: number; typed: boolean };

const CLOSING = '.,;:!?…)]';
const SOFT = ',;:';
const ENDS = /[.!?…:;,]$/;

/**
 * Gathers an answer sign by sign. White space and commas wait for what follows, so that something which is dropped
 * leaves no gap; pairs of surrogates stay together.
 */
export class Output {
  private pieces: Piece[] = [];
  private waiting = '';
  private high = '';
  private dropped = false;
  private last = '';

  text(text: string): void {
    for (let i = 0; i < text.length; i++) this.sign(text.charAt(i));
  }

  quote(quote: number): void {
    this.release('“');
    this.pieces.push({ quote, typed: false });
    this.last = '”';
  }

  /** The text that comes next is a span's. */
  typed(quote: number): void {
    this.release('“');
    this.pieces.push({ quote, typed: true });
  }

  /** Something stood here that is not shown. */
  drop(): void {
    this.dropped = true;
  }

  /** What is finished so far. */
  take(): Piece[] {
    const taken = this.pieces;
    this.pieces = [];
    return taken;
  }

  /** What waits at the end of the answer is let go, but for white space and what led to something dropped. */
  end(): Piece[] {
    if (!this.dropped) this.write(this.waiting.trimEnd());
    this.waiting = '';
    return this.take();
  }

  private sign(sign: string): void {
    if (isSpace(sign.charCodeAt(0)) || (SOFT.includes(sign) && !this.dropped)) {
      this.waiting += sign;
      return;
    }
    if (this.dropped && CLOSING.includes(sign) && this.closesNothing()) return;
    this.release(sign);
    this.surrogates(sign);
  }

  /** Whether the words before have been ended already, or there are none. */
  private closesNothing(): boolean {
    return this.last === '' || (ENDS.test(this.last) && this.waiting.trim() === '');
  }

  private release(next: string): void {
    const waiting = this.dropped ? gap(this.waiting, next) : this.waiting;
    this.write(this.last === '' ? waiting.trimStart() : waiting);
    this.waiting = '';
    this.dropped = false;
  }

  private surrogates(sign: string): void {
    const unit = sign.charCodeAt(0);
    if (unit >= 0xd800 && unit <= 0xdbff) this.high = sign;
    else {
      this.write(this.high + sign);
      this.high = '';
    }
  }

  private write(text: string): void {
    if (text === '') return;
    this.last = text.slice(-1);
    const piece = this.pieces.at(-1);
    if (piece && 'text' in piece) piece.text += text;
    else this.pieces.push({ text });
  }
}

/** What stays of the white space and commas around something dropped, before the sign that follows. */
function gap(waiting: string, next: string): string {
  if (CLOSING.includes(next)) return '';
  const [soft = ''] = /[,;:]/.exec(waiting) ?? [];
  const breaks = waiting.match(/\n/g)?.length ?? 0;
  if (breaks > 0) return soft + '\n'.repeat(Math.min(breaks, 2));
  return waiting === '' ? '' : `${soft} `;
}
