import { painted } from './emphasis.js';
import { redact } from '../lib/config/redact.js';
import { printable } from './printable.js';

/** Standard error, as far as it is needed here. */
export interface Output {
  write: (text: string) => unknown;
  isTTY?: boolean | undefined;
  columns?: number | undefined;
}

export interface ScreenOptions {
  stream: Output;
  /** The terminal cannot go back to the beginning of a line. */
  dumb: boolean;
  coloured: boolean;
}

/** What stands in the living line, in at most so many characters. */
export type Draw = (width: number) => string;

const FRAMES = '⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏';
const FRAME_MS = 100;
const INDENT = '  ';
/** The last column, with which some terminals begin the next line, and `^C`, which they write behind the line. */
const SPARE = 3;
const REST_OF_LINE = '\u001b[K';
const IN_A_FILE = 80;

/**
 * Standard error as people see it: lines that stay and, on a terminal, a last one that is written over while work
 * goes on. It leaves the keys to the terminal and the cursor where it is: Ctrl-C and Ctrl-Z do what they always do,
 * and no end of the process, not even a kill, leaves a terminal that has to be mended.
 */
export class Screen {
  /** Whether a line can be written over. */
  readonly living: boolean;
  private readonly stream: Output;
  private readonly coloured: boolean;
  private draw: Draw | null = null;
  private timer: NodeJS.Timeout | null = null;
  private frame = 0;

  constructor({ stream, dumb, coloured }: ScreenOptions) {
    this.stream = stream;
    this.coloured = coloured;
    this.living = stream.isTTY === true && !dumb;
  }

  /** What a line holds without being wrapped. */
  get width(): number {
    return (this.stream.isTTY && this.stream.columns) || IN_A_FILE;
  }

  /** Lines that stay; without credentials. */
  say(text: string): void {
    this.erase();
    this.stream.write(`${painted(printable(redact(text)), this.coloured)}\n`);
    this.redraw();
  }

  /** Begins the living line, or changes what it shows from the next frame on. */
  show(draw: Draw): void {
    this.draw = draw;
    if (this.timer) return;
    this.timer = setInterval(() => this.redraw(), FRAME_MS).unref();
    this.redraw();
  }

  /** Takes the living line away. */
  clear(): void {
    if (this.timer) clearInterval(this.timer);
    this.erase();
    this.timer = null;
    this.draw = null;
  }

  private redraw(): void {
    if (!this.draw) return;
    const lead = `${INDENT}${FRAMES[this.frame++ % FRAMES.length]} `;
    const line = lead + printable(this.draw(this.width - lead.length - SPARE));
    this.stream.write(`\r${painted(line, this.coloured)}${REST_OF_LINE}`);
  }

  private erase(): void {
    if (this.timer) this.stream.write(`\r${REST_OF_LINE}`);
  }
}
