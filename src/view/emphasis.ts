/**
 * Emphasis within texts for people. Views mark words with characters that Unicode keeps for the inside of programs;
 * whoever writes the text makes colours of the marks on a terminal that has them, and nothing elsewhere. So no
 * sequence for a terminal comes from a text, and none reaches a file.
 */
import { styleText } from 'node:util';

/** Whose beginning is marked with the first character, and whose end with the second. */
const STYLES = {
  strong: ['\ufdd0', 'bold'],
  faint: ['\ufdd1', 'dim'],
  good: ['\ufdd2', 'green'],
  warning: ['\ufdd3', 'yellow'],
  bad: ['\ufdd4', 'red'],
  accent: ['\ufdd5', 'cyan'],
} as const;
const END = '\ufdd6';

export type Emphasis = keyof typeof STYLES;

const STYLE_OF = new Map<string, (typeof STYLES)[Emphasis][1]>(Object.values(STYLES));

/** A word, or a line that is not folded; what says nothing without its colour must not be said so. */
export const emphasis = (kind: Emphasis, text: string): string =>
  text === '' ? '' : `${STYLES[kind][0]}${text}${END}`;

/** A text as it is written: in colour, or plain. */
export function painted(text: string, coloured: boolean): string {
  if (!coloured) return unmarked(text);
  const spans = text.replace(
    /([\ufdd0-\ufdd5])([^\ufdd0-\ufdd6]*)\ufdd6/g,
    (_, mark: string, inner: string) =>
      styleText(STYLE_OF.get(mark) ?? 'reset', inner, { validateStream: false }),
  );
  return unmarked(spans);
}

/** A text without its marks. */
export const unmarked = (text: string): string => text.replace(/[\ufdd0-\ufdd6]/g, '');

/** Whether a stream is a terminal with colour: `NO_COLOR` and `TERM=dumb` speak against it, `--no-color`, too. */
export const hasColour = (
  stream: { isTTY?: boolean; hasColors?: () => boolean },
  argv: readonly string[],
): boolean =>
  stream.isTTY === true && stream.hasColors?.() === true && !argv.includes('--no-color');
