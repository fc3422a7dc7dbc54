import { z } from 'zod';
import type { CulturalText } from '../../domain/culture.js';
import { unfitText, writtenText as text } from '../unfit.js';

/** A chunk as people write it, by the names of its columns. */
const record = z.strictObject({
  id: text(100).regex(/^[a-z0-9][a-z0-9_-]*$/, 'small letters, digits, - and _'),
  topic: text(200),
  content: text(4_000),
  trigger_keyword: z
    .union([z.string(), z.array(z.string()).transform((words) => words.join(', '))])
    .pipe(z.string().trim().max(1_000))
    .default(''),
  language: z
    .string()
    .regex(/^(?:[a-z]{2}|\*)$/, 'two letters such as id, or * for any')
    .default('*'),
  when_to_use: z.string().trim().max(1_000).default(''),
  metadata: z.record(z.string(), z.json()).default({}),
});

export interface CulturalRecords {
  texts: CulturalText[];
  /** 1 for the first line; the reason names the key and what is allowed. */
  problems: { line: number; reason: string }[];
}

/** Reads JSON Lines: one chunk a line. Of an id that comes twice the first counts. */
export function readCulture(source: string): CulturalRecords {
  const found: CulturalRecords = { texts: [], problems: [] };
  const seen = new Map<string, number>();
  for (const [i, line] of source
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .entries()) {
    if (line.trim() === '') continue;
    const read = readLine(line);
    if (typeof read === 'string') found.problems.push({ line: i + 1, reason: read });
    else if (seen.has(read.id)) {
      const reason = `id: "${read.id}" stands in line ${seen.get(read.id)}, too`;
      found.problems.push({ line: i + 1, reason });
    } else {
      seen.set(read.id, i + 1);
      found.texts.push(read);
    }
  }
  return found;
}

/** The chunk, or what is wrong with it. */
function readLine(line: string): CulturalText | string {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (thrown) {
    return `it is not JSON: ${(thrown as Error).message}`;
  }
  const { success, data, error } = record.safeParse(value);
  if (!success) return unfitText(error, value, Object.keys(record.shape));
  const { trigger_keyword, when_to_use, metadata, ...rest } = data;
  const more = { triggerKeyword: trigger_keyword, whenToUse: when_to_use };
  return { ...rest, ...more, metadata };
}
