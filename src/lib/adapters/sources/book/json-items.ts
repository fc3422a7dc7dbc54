import { LineCounter } from './line-counter.js';

/** One value of a JSON text with the line that it begins in. */
export interface JsonItem {
  text: string;
  line: number;
}

export interface JsonItems {
  items: JsonItem[];
  /** False when the array does not end, or something follows it. */
  closed: boolean;
}

/**
 * The items of a JSON array as texts, found by counting brackets outside of strings, so that each is parsed,
 * or refused, by itself. A text that is no array is one item, unless it is JSON Lines by another name.
 */
export function jsonItems(text: string): JsonItems {
  const first = Math.max(0, text.search(/\S/));
  if (text.charAt(first) !== '[')
    return { items: itemsAt(text, objectBounds(text, first)), closed: true };
  const { ends, closed } = endsOfItems(text, first + 1);
  return { items: itemsAt(text, [first + 1, ...ends.map((end) => end + 1)]), closed };
}

function objectBounds(text: string, first: number): number[] {
  const lineEnd = text.indexOf('\n', first);
  const wholeLine = lineEnd > 0 && text.slice(first, lineEnd).trimEnd().endsWith('}');
  if (!wholeLine || text.slice(lineEnd).trim() === '') return [first, text.length + 1];
  const ends = [...text.matchAll(/\n\s*|$/g)]
    .map(({ index }) => index)
    .filter((end) => end > first);
  return [first, ...ends.map((end) => end + 1)];
}

/** Offsets of the commas and of the bracket that end the items of an array. */
function endsOfItems(text: string, from: number): { ends: number[]; closed: boolean } {
  const ends: number[] = [];
  let depth = 1;
  let at = from;
  for (; at < text.length && depth > 0; at++) {
    const char = text.charAt(at);
    if (char === '"') at = endOfString(text, at);
    else if (char === '{' || char === '[') depth++;
    else if (char === '}' || char === ']') depth--;
    else if (char === ',' && depth === 1) ends.push(at);
  }
  ends.push(depth === 0 ? at - 1 : text.length);
  return { ends, closed: depth === 0 && text.slice(at).trim() === '' };
}

function endOfString(text: string, from: number): number {
  for (let at = from + 1; at < text.length; at++) {
    const char = text.charAt(at);
    if (char === '\\') at++;
    else if (char === '"') return at;
  }
  return text.length;
}

/** The stretches between the bounds, a blank one at the end left out (`[]`, or a comma behind the last). */
function itemsAt(text: string, bounds: readonly number[]): JsonItem[] {
  const lines = new LineCounter(text);
  const items = bounds.slice(1).map((bound, i) => {
    const start = bounds[i] ?? 0;
    const item = text.slice(start, bound - 1);
    return { text: item, line: lines.lineOf(start + Math.max(0, item.search(/\S/))) };
  });
  return items.at(-1)?.text.trim() === '' ? items.slice(0, -1) : items;
}
