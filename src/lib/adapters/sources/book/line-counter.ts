/** Line numbers (1, 2, 3, …) of offsets that never fall, in one pass over the text. */
export class LineCounter {
  private line = 1;
  private at = 0;
  private readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  lineOf(offset: number): number {
    let next = this.text.indexOf('\n', this.at);
    while (next >= 0 && next < offset) {
      this.line++;
      this.at = next + 1;
      next = this.text.indexOf('\n', this.at);
    }
    return this.line;
  }
}
