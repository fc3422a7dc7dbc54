/** What is put before the next word, weakest first. */
const GAPS = ['', ' ', ' | ', '\n', '\n\n'] as const;
export type Gap = (typeof GAPS)[number];

/** Parts are joined when there are so many: a string of its own for each word takes more than the words. */
const PARTS_HELD = 10_000;

/** Puts the text of a document together: one gap between words, however many of its elements asked for one. */
export class TextBuilder {
  /** Where each stretch behind a gap of lines begins: in the text, and in the document it was read from. */
  readonly places = new Places();
  length = 0;
  private readonly chunks: string[] = [];
  private parts: string[] = [];
  private gap: Gap = '';

  /** Asks for a gap; a stronger one that was asked for stays. */
  want(gap: Gap): void {
    if (GAPS.indexOf(gap) > GAPS.indexOf(this.gap)) this.gap = gap;
  }

  /** A line break; two of them make a paragraph, as in pages that have no other paragraphs. */
  breakLine(): void {
    this.want(this.gap === '\n' ? '\n\n' : '\n');
  }

  /**
   * Adds text as it is behind the gap.
   * @param source where it stands in the document
   * @returns where it begins in the text
   */
  add(text: string, source: number): number {
    const gap = this.length === 0 ? '' : this.gap;
    const start = this.length + gap.length;
    if (start === 0 || gap.startsWith('\n')) this.places.add(start, source);
    this.parts.push(gap, text);
    if (this.parts.length >= PARTS_HELD) this.join();
    this.length = start + text.length;
    this.gap = '';
    return start;
  }

  private join(): void {
    this.chunks.push(this.parts.join(''));
    this.parts = [];
  }

  text(): string {
    this.join();
    return this.chunks.join('');
  }
}

/** Offsets in the text with the offset in the document that each comes from; eight bytes a place. */
export class Places {
  private count = 0;
  private pairs = new Uint32Array(128);

  /** @param at not before the last one */
  add(at: number, source: number): void {
    const next = 2 * this.count++;
    if (next === this.pairs.length) {
      const larger = new Uint32Array(2 * next);
      larger.set(this.pairs);
      this.pairs = larger;
    }
    this.pairs[next] = at;
    this.pairs[next + 1] = source;
  }

  /** The source of the last place that begins at or before `at`; 0 before the first. */
  sourceOf(at: number): number {
    let low = 0;
    let high = this.count;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.pairs[2 * middle] ?? Infinity) <= at) low = middle + 1;
      else high = middle;
    }
    return low === 0 ? 0 : (this.pairs[2 * low - 1] ?? 0);
  }
}
