import { nearest } from '../../algorithms/text/spelling.js';
import { GibseyError } from '../../domain/errors.js';
import type { RetrievalQuery } from '../../domain/quote.js';
import type { Character, Question } from '../../domain/turn.js';
import type { CharacterStore } from '../../ports/index.js';

/** Who answers while the store holds no characters. */
export const NARRATOR: Character = {
  id: 'narrator',
  name: 'The narrator',
  colour: '#7a6a4f',
  voice:
    'You are the narrator of a book, who knows every page of it. You speak plainly, warmly and briefly, and you ' +
    'let the book speak where it can.',
  opening: 'The book has this to say:',
  greeting: 'Good day. Ask me about the book, and I will show you where it answers.',
  silence: 'The book is silent on that, as far as I can see.',
  knows: 'all',
  context: 'quotes',
};

export async function charactersOf(
  store: Pick<CharacterStore, 'list'>,
): Promise<readonly Character[]> {
  const stored = await store.list();
  return stored.length > 0 ? stored : [NARRATOR];
}

/**
 * The character of that id; without one the narrator when there is such a character, else the first.
 * @throws NOT_FOUND
 */
export async function characterFor(
  store: Pick<CharacterStore, 'list'>,
  charId: string | undefined,
): Promise<Character> {
  const all = await charactersOf(store);
  const id = charId ?? NARRATOR.id;
  const found = all.find((character) => character.id === id) ?? (charId ? undefined : all[0]);
  if (found) return found;
  const near = nearest(
    id,
    all.map((character) => character.id),
  );
  const guess = near === undefined ? '' : `did you mean "${near}"? All of them: `;
  throw new GibseyError('NOT_FOUND', `There is no character "${id}".`, {
    hint: `${guess}gibsey characters`,
  });
}

/** What a character looks for to answer a question: never beyond what it knows. */
export function queryOf({ id, knows }: Character, { text, chapter }: Question): RetrievalQuery {
  const query = { text, ...(chapter === undefined ? {} : { chapter }) };
  if (knows === 'all') return query;
  if (knows === 'own') return { ...query, charId: id };
  return 'pageIds' in knows
    ? { ...query, pageIds: new Set(knows.pageIds) }
    : { ...query, chapters: new Set(knows.chapters) };
}
