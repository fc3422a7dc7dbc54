import type { Imported } from '../actions/imports/imported.js';
import { NARRATOR } from '../lib/answering/chat/characters.js';
import type { Character } from '../lib/domain/turn.js';
import { columns } from './columns.js';
import { plural } from './format.js';

export const characterJson = ({ id, opening, ...character }: Character) => ({
  char_id: id,
  ...character,
  opening: opening ?? null,
});

export function charactersText(characters: readonly Character[]): string {
  const rows = characters.map(({ id, name, colour, knows, context }) => [
    ...[id, name, colour],
    ...[knowledge(knows), context],
  ]);
  const table = columns(rows, { head: ['id', 'name', 'colour', 'knows', 'speaks from'] });
  const [first] = characters;
  const more = first?.id === NARRATOR.id ? 'Bring your own: gibsey characters import FILE' : '';
  return [table, `Ask one:  gibsey ask "Why …?" --char ${first?.id}`, more].join('\n').trimEnd();
}

function knowledge(knows: Character['knows']): string {
  if (knows === 'all') return 'all pages';
  if (knows === 'own') return 'its own pages';
  return 'pageIds' in knows
    ? plural(knows.pageIds.length, 'page')
    : plural(knows.chapters.length, 'chapter');
}

export function importText(
  { stored, unchanged, problems }: Imported,
  file: string,
  dryRun: boolean,
): string {
  const names = stored.length > 0 ? `: ${stored.join(', ')}` : '';
  const lines = [
    `${plural(stored.length, 'character')} of ${file} ${dryRun ? 'would be' : stored.length === 1 ? 'is' : 'are'} stored${names}.`,
    ...(unchanged.length > 0 ? [`${plural(unchanged.length, 'character')} unchanged.`] : []),
    ...problems.map(({ where, reason }) => `  ${where}  ${reason}`),
    ...(problems.length > 0 ? ['  Mend the lines and run the same command.'] : []),
  ];
  return lines.join('\n');
}
