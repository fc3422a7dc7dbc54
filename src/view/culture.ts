import type { Imported } from '../actions/imports/imported.js';
import type { CulturalChunk } from '../lib/domain/culture.js';
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

export function importCultureText({ stored, unchanged, problems }: Imported): string {
  return [
    `${plural(stored.length, 'chunk')} stored, ${count(unchanged.length)} unchanged.`,
    ...problems.map(({ where, reason }) => `  ${where}  ${reason}`),
    ...(problems.length > 0 ? ['  Mend the lines and run the same command.'] : []),
  ].join('\n');
}
