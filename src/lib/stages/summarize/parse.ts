import { countWords } from '../../algorithms/text/tokens.js';
import { isMark } from './prompts.js';

export interface Parsed {
  /** Null when the reply has none that can be used. */
  title: string | null;
  /** One paragraph. */
  text: string;
}

export const TITLE_WORDS = 8;

/** Reads a reply leniently: models add labels, emphasis, a preface, or what they thought. */
export function parseReply(reply: string): Parsed {
  const lines = withoutThoughts(reply)
    .split(/\r?\n/)
    .map((line) => line.replace(/\*\*|__|`/g, '').trim())
    .filter((line) => line !== '' && !isMark(line));
  if (isPreface(lines[0], lines.length)) lines.shift();
  const title = takeTitle(lines);
  const text = lines.map((line) => line.replace(/^(?:#{1,6}\s+|[-*•]\s+)/, '')).join(' ');
  return { title, text: unquoted(text.replace(LABEL, '').replace(/\s+/g, ' ').trim()) };
}

function withoutThoughts(reply: string): string {
  return reply.replace(/<think>[\s\S]*?(?:<\/think>|$)/gi, '').replace(/^```.*$/gm, '');
}

const TITLE = /^\W*(?:title|titel|titre|título|titolo)\s*:\s*/i;
const LABEL = /^(?:\W*(?:summary|zusammenfassung|résumé|resumen|riassunto|notes)\s*:\s*)/i;

/** "Here is a summary of the pages:" in front of the rest. */
function isPreface(line: string | undefined, lines: number): boolean {
  return line !== undefined && lines > 1 && line.endsWith(':') && !TITLE.test(line);
}

/** Removes the title from the lines. A heading or a short line without a stop counts as one, too. */
function takeTitle(lines: string[]): string | null {
  const first = lines[0];
  if (first === undefined) return null;
  const labelled = TITLE.test(first);
  if (!labelled && (lines.length === 1 || !looksLikeTitle(first))) return null;
  lines.shift();
  const title = unquoted(first.replace(TITLE, '').replace(/^#{1,6}\s+/, ''))
    .replace(/\s+/g, ' ')
    .replace(/[.:;,]+$/, '');
  const words = countWords(title);
  return words > 0 && words <= TITLE_WORDS ? title : null;
}

const looksLikeTitle = (line: string): boolean =>
  line.startsWith('#') || (countWords(line) <= TITLE_WORDS && !/[.!?…:;,]$/.test(line));

function unquoted(text: string): string {
  const match = /^["“„«'](.*)["”“»']$/s.exec(text);
  const inner = match?.[1];
  return inner === undefined || /["”“»]/.test(inner) ? text : inner.trim();
}
