/** What is put before the next word, weakest first. */
const GAPS = ['', ' ', ' | ', '\n', '\n\n'] as const;
export type Gap = (typeof GAPS)[number];

/** Puts the text of a document together: one gap between words, however many of its elements asked for one. */
export class TextBuilder {
  /** Where each stretch behind a gap of lines begins: in the text, and in the document it was read from. */
  readonly places: { at: number; source: number }[] = [];
  length = 0;
  private readonly parts: string[] = [];
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
    if (start === 0 || gap.startsWith('\n')) this.places.push({ at: start, source });
    this.parts.push(gap, text);
    this.length = start + text.length;
    this.gap = '';
    return start;
  }

  text(): string {
    return this.parts.join('');
  }
}
