import { z } from 'zod';
import type { Character } from '../../domain/turn.js';
import { unfitText, writtenText as text } from '../unfit.js';

const names = z.array(text(200)).min(1);

/** A character as people write it. */
const record = z.strictObject({
  id: text(100).regex(/^[a-z0-9][a-z0-9_-]*$/, 'small letters, digits, - and _'),
  name: text(100),
  colour: z.string().regex(/^#[0-9a-f]{6}$/i, 'a colour such as #2f6f73'),
  voice: text(4_000),
  opening: text(500).optional(),
  greeting: text(1_000),
  silence: text(1_000),
  knows: z
    .union([
      z.enum(['all', 'own']),
      z.strictObject({ pageIds: names }),
      z.strictObject({ chapters: names }),
    ])
    .default('all'),
  context: z.enum(['quotes', 'summaries']).default('quotes'),
});

export interface CharacterProblem {
  /** 1 for the first line. */
  line: number;
  /** Names the key and what is allowed. */
  reason: string;
}

export interface CharacterRecords {
  characters: Character[];
  problems: CharacterProblem[];
}

/** Reads a JSON array, or JSON Lines: one character a line. Of an id that comes twice the first counts. */
export function readCharacters(source: string): CharacterRecords {
  const found: CharacterRecords = { characters: [], problems: [] };
  const seen = new Map<string, number>();
  for (const { line, value, error } of recordsOf(source.replace(/^\uFEFF/, ''))) {
    const parsed = record.safeParse(value);
    const problem = (reason: string) => found.problems.push({ line, reason });
    if (error !== undefined) problem(`it is not JSON: ${error}`);
    else if (!parsed.success) problem(unfitText(parsed.error, value, Object.keys(record.shape)));
    else {
      const { opening, ...rest } = parsed.data;
      const first = seen.get(rest.id);
      if (first !== undefined) problem(`id: "${rest.id}" stands in line ${first}, too`);
      else found.characters.push({ ...rest, ...(opening === undefined ? {} : { opening }) });
      seen.set(rest.id, first ?? line);
    }
  }
  return found;
}

interface Found {
  line: number;
  value?: unknown;
  error?: string;
}

function recordsOf(source: string): Found[] {
  if (!source.trimStart().startsWith('[')) return linesOf(source);
  const start = source.search(/\S/);
  try {
    const values = JSON.parse(source) as unknown[];
    const lines = linesOfElements(source);
    return values.map((value, i) => ({ line: lines[i] ?? 1, value }));
  } catch (thrown) {
    return [{ line: lineAt(source, start), error: (thrown as Error).message }];
  }
}

function linesOf(source: string): Found[] {
  return source.split(/\r?\n/).flatMap((text, i): Found[] => {
    if (text.trim() === '') return [];
    try {
      return [{ line: i + 1, value: JSON.parse(text) }];
    } catch (thrown) {
      return [{ line: i + 1, error: (thrown as Error).message }];
    }
  });
}

/** Where the elements of an array begin, for text that is known to be JSON. */
function linesOfElements(source: string): number[] {
  const lines: number[] = [];
  let depth = 0;
  let line = 1;
  let begun = false;
  for (const [token] of source.matchAll(/"(?:[^"\\]|\\.)*"|[[\]{},\n]|[^\s"[\]{},]+/g)) {
    if (token === '\n') line++;
    else if (token === ',' && depth === 1) begun = false;
    else {
      if (depth === 1 && !begun && token !== ']') {
        lines.push(line);
        begun = true;
      }
      if (token === '[' || token === '{') depth++;
      else if (token === ']' || token === '}') depth--;
    }
  }
  return lines;
}

const lineAt = (source: string, at: number): number => source.slice(0, at).split('\n').length;
