/**
 * Questions with personal data marked, and as many that only look like it, written by somebody who did not know the
 * rules. A mark is found when nine in ten of its letters and digits are masked, whatever kind the rules take it for: what
 * counts is what others could read. Letters and digits that are masked and not marked are false alarms. What was measured
 * first, before any line was read, is in docs/decisions/0041-masking.md.
 */
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { personalSpans } from '../src/lib/algorithms/text/masking.js';
import type { Evaluation, Figure } from './harness.js';

interface Marked {
  text: string;
  spans: { start: number; end: number; kind: string }[];
}

/** Share of a mark that has to be masked: titles and signs at its edges may stay. */
const FOUND = 0.9;

/** Below these the night would show what it should not, or hide what it should show. */
const BOUNDS = { found: 0.86, falseLines: 0.13, falseCharacters: 0.03 };

export default {
  name: 'masking',
  needs: [],
  run: async () => {
    const lines = (await markedLines()).map(measured);
    const marks = lines.flatMap(({ marks }) => marks);
    const kinds = [...new Set(marks.map(({ kind }) => kind))].sort();
    const clean = lines.filter((line) => line.marks.length === 0);
    const unmarked = sumOf(lines.map((line) => line.unmarked));
    return [
      ...kinds.map((kind) =>
        recall(
          kind,
          marks.filter((mark) => mark.kind === kind),
        ),
      ),
      { ...recall('all kinds', marks), atLeast: BOUNDS.found },
      {
        what: `${clean.length} lines without marks: something is masked`,
        value: clean.filter((line) => line.masked > 0).length / clean.length,
        atMost: BOUNDS.falseLines,
      },
      {
        what: `${unmarked} letters and digits outside of marks: masked`,
        value: sumOf(lines.map((line) => line.falsely)) / unmarked,
        atMost: BOUNDS.falseCharacters,
      },
    ];
  },
} satisfies Evaluation;

interface Measured {
  marks: { kind: string; found: boolean }[];
  /** Letters and digits that are masked, outside of marks, and both. */
  masked: number;
  unmarked: number;
  falsely: number;
}

function measured({ text, spans }: Marked): Measured {
  const masked = charactersIn(text, personalSpans(text));
  const marked = charactersIn(text, spans);
  const all = charactersIn(text, [{ start: 0, end: text.length }]);
  return {
    marks: spans.map((span) => {
      const own = [...charactersIn(text, [span])];
      const hidden = own.filter((at) => masked.has(at)).length;
      return { kind: span.kind, found: hidden >= FOUND * own.length };
    }),
    masked: masked.size,
    unmarked: all.size - marked.size,
    falsely: [...masked].filter((at) => !marked.has(at)).length,
  };
}

/** Where the letters and digits of ranges stand. */
function charactersIn(
  text: string,
  ranges: readonly { start: number; end: number }[],
): Set<number> {
  const places = new Set<number>();
  for (const { start, end } of ranges) {
    for (let at = start; at < end; at++) if (/[\p{L}\p{N}]/u.test(text[at]!)) places.add(at);
  }
  return places;
}

function recall(kind: string, marks: readonly { found: boolean }[]): Figure {
  const found = marks.filter((mark) => mark.found).length;
  return { what: `${marks.length} marks, ${kind}: masked`, value: found / marks.length };
}

const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

async function markedLines(): Promise<Marked[]> {
  const input = createReadStream(join(import.meta.dirname, 'masking.jsonl'));
  const lines: Marked[] = [];
  for await (const line of createInterface({ input })) {
    if (line.trim() !== '') lines.push(JSON.parse(line) as Marked);
  }
  return lines;
}
