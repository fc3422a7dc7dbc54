import { contentOf } from '../input.js';
import { canonicalJson } from '../lib/algorithms/text/hashing.js';
import { readCulture } from '../lib/answering/culture/records.js';
import type { CulturalChunk, CulturalText } from '../lib/domain/culture.js';
import { GibseyError } from '../lib/domain/errors.js';
import type { CultureStore } from '../lib/ports.js';
import type { ImportOutcome } from './characters.js';
import { columns } from './columns.js';
import { count, day, plural, shorten } from './format.js';

export const chunkJson = (chunk: CulturalChunk) => ({
  id: chunk.id,
  topic: chunk.topic,
  content: chunk.content,
  trigger_keyword: chunk.triggerKeyword,
  language: chunk.language,
  when_to_use: chunk.whenToUse,
  metadata: chunk.metadata,
  usage_count: chunk.usageCount,
  last_used: chunk.lastUsed === null ? null : new Date(chunk.lastUsed).toISOString(),
  updated_at: new Date(chunk.updatedAt).toISOString(),
});

/** Two lines a chunk: what it is and how often it was used, then the words that call for it. */
export function chunksText(chunks: readonly CulturalChunk[]): string {
  if (chunks.length === 0) return 'There are none: gibsey culture import FILE';
  const rows = chunks.map(({ id, topic, language, usageCount, lastUsed }) => [
    ...[shorten(id, 24), shorten(topic, 26), language, count(usageCount)],
    lastUsed === null ? 'never' : day(lastUsed),
  ]);
  const head = ['id', 'topic', 'for', 'used', 'last used'];
  const below = chunks.map(({ triggerKeyword }) => shorten(triggerKeyword, 74));
  return columns(rows, { head, right: [3], below });
}

/** @throws SOURCE_UNREADABLE when there is no such file; BAD_INPUT when nothing in it can be used */
export async function importCulture(
  store: Pick<CultureStore, 'list' | 'put'>,
  file: string,
  signal: AbortSignal,
): Promise<ImportOutcome> {
  const { texts, problems } = readCulture(await contentOf(file, { signal }));
  const named = problems.map(({ line, reason }) => ({ where: `${file}:${line}`, reason }));
  if (texts.length === 0) {
    const reasons = named.map(({ where, reason }) => `\n  ${where}  ${reason}`).join('');
    throw new GibseyError('BAD_INPUT', `${file} holds no chunk that can be used.${reasons}`, {
      hint: 'gibsey culture import --help',
    });
  }
  const before = new Map((await store.list()).map((chunk) => [chunk.id, canonical(chunk)]));
  const isNew = (text: CulturalText) => before.get(text.id) !== canonical(text);
  const changed = texts.filter(isNew);
  if (changed.length > 0) await store.put(changed);
  const ids = (list: readonly CulturalText[]) => list.map(({ id }) => id);
  const unchanged = texts.filter((text) => !changed.includes(text));
  return { stored: ids(changed), unchanged: ids(unchanged), problems: named };
}

/** Equal texts, equal strings. */
const canonical = ({
  topic,
  content,
  triggerKeyword,
  language,
  whenToUse,
  metadata,
}: CulturalText) => canonicalJson([topic, content, triggerKeyword, language, whenToUse, metadata]);

export function importCultureText({ stored, unchanged, problems }: ImportOutcome): string {
  return [
    `${plural(stored.length, 'chunk')} stored, ${count(unchanged.length)} unchanged.`,
    ...problems.map(({ where, reason }) => `  ${where}  ${reason}`),
    ...(problems.length > 0 ? ['  Mend the lines and run the same command.'] : []),
  ].join('\n');
}
