import { LineCounter } from './line-counter.js';

/** One value of a JSON text with the line that it begins in. */
export interface JsonItem {
  text: string;
  line: number;
}

/**
 * The items of a JSON array as texts, found by counting brackets outside of strings, so that each is parsed,
 * or refused, by itself. A text that is no array is one item, unless it is JSON Lines by another name.
 * @returns whether the array ends, and nothing follows it
 */
export function* jsonItems(text: string): Generator<JsonItem, { closed: boolean }> {
  const first = Math.max(0, text.search(/\S/));
  const array = text.charAt(first) === '[';
  const lines = new LineCounter(text);
  let start = array ? first + 1 : first;
  let blank: JsonItem | null = null;
  const ends = array ? endsOfItems(text, start) : endsOfObjects(text, first);
  let end = ends.next();
  for (; !end.done; end = ends.next()) {
    const item = text.slice(start, end.value);
    if (blank) yield blank; // only a last one is left out: `[]`, or a comma behind the last
    const space = item.search(/\S/);
    const found = { text: item, line: lines.lineOf(start + Math.max(0, space)) };
    blank = space < 0 ? found : null;
    if (!blank) yield found;
    start = end.value + 1;
  }
  return { closed: end.value };
}

function* endsOfObjects(text: string, first: number): Generator<number, boolean> {
  const lineEnd = text.indexOf('\n', first);
  const wholeLine = lineEnd > 0 && text.slice(first, lineEnd).trimEnd().endsWith('}');
  if (!wholeLine || text.slice(lineEnd).trim() === '') yield text.length;
  else {
    for (const { index } of text.matchAll(/\n\s*|$/g)) if (index > first) yield index;
  }
  return true;
}

/** Offsets of the commas and of the bracket that end the items of an array. */
function* endsOfItems(text: string, from: number): Generator<number, boolean> {
  let depth = 1;
  let at = from;
  for (; at < text.length && depth > 0; at++) {
    const char = text.charAt(at);
    if (char === '"') at = endOfString(text, at);
    else if (char === '{' || char === '[') depth++;
    else if (char === '}' || char === ']') depth--;
    else if (char === ',' && depth === 1) yield at;
  }
  yield depth === 0 ? at - 1 : text.length;
  return depth === 0 && text.slice(at).trim() === '';
}

function endOfString(text: string, from: number): number {
  for (let at = from + 1; at < text.length; at++) {
    const char = text.charAt(at);
    if (char === '\\') at++;
    else if (char === '"') return at;
  }
  return text.length;
}
