/** Line numbers (1, 2, 3, …) of offsets that never fall, in one pass over the text. */
export class LineCounter {
  private line = 1;
  /** Where the line ends; Infinity for the last. */
  private end: number;
  private readonly text: string;

  constructor(text: string) {
    this.text = text;
    this.end = this.endFrom(0);
  }

  lineOf(offset: number): number {
    while (this.end < offset) {
      this.line++;
      this.end = this.endFrom(this.end + 1);
    }
    return this.line;
  }

  private endFrom(at: number): number {
    const end = this.text.indexOf('\n', at);
    return end < 0 ? Infinity : end;
  }
}
