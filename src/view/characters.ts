import { contentOf } from '../input.js';
import { NARRATOR } from '../lib/answering/chat/characters.js';
import { readCharacters } from '../lib/answering/chat/character-records.js';
import { GibseyError } from '../lib/domain/errors.js';
import type { Character } from '../lib/domain/turn.js';
import type { CharacterStore } from '../lib/ports.js';
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

export interface ImportOutcome {
  stored: string[];
  unchanged: string[];
  problems: { where: string; reason: string }[];
}

/** @throws SOURCE_UNREADABLE when there is no such file; BAD_INPUT when nothing in it can be used */
export async function importCharacters(
  store: CharacterStore,
  file: string,
  dryRun: boolean,
  signal: AbortSignal,
): Promise<ImportOutcome> {
  const { characters, problems } = readCharacters(await contentOf(file, { signal }));
  const named = problems.map(({ line, reason }) => ({ where: `${file}:${line}`, reason }));
  if (characters.length === 0) {
    const reasons = named.map(({ where, reason }) => `\n  ${where}  ${reason}`).join('');
    throw new GibseyError('BAD_INPUT', `${file} holds no character that can be used.${reasons}`, {
      hint: 'gibsey characters import --help',
    });
  }
  const before = new Map((await store.list()).map((each) => [each.id, canonical(each)]));
  const changed = characters.filter((each) => before.get(each.id) !== canonical(each));
  if (!dryRun && changed.length > 0) await store.put(changed);
  const ids = (list: readonly Character[]) => list.map(({ id }) => id);
  const unchanged = characters.filter((each) => !changed.includes(each));
  return { stored: ids(changed), unchanged: ids(unchanged), problems: named };
}

/** Equal characters, equal texts. */
const canonical = (character: Character): string =>
  JSON.stringify(Object.entries(character).sort(([a], [b]) => (a < b ? -1 : 1)));

export function importText(
  { stored, unchanged, problems }: ImportOutcome,
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
