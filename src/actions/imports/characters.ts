import { readCharacters } from '../../lib/answering/chat/character-records.js';
import { GibseyError } from '../../lib/domain/errors.js';
import type { Character } from '../../lib/domain/turn.js';
import type { CharacterStore } from '../../lib/ports/index.js';
import { contentOf } from '../input.js';
import type { Imported } from './imported.js';

/** @throws SOURCE_UNREADABLE when there is no such file; BAD_INPUT when nothing in it can be used */
export async function importCharacters(
  store: CharacterStore,
  file: string,
  dryRun: boolean,
  signal: AbortSignal,
): Promise<Imported> {
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
