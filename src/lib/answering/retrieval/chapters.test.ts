import { expect, test } from 'vitest';
import { hashText } from '../../algorithms/text/hashing.js';
import { page } from '../../../../test/support/store.js';
import { chapterScores } from './chapters.js';
import { Library } from './library.js';
import { readQuestion } from './question.js';
import { rankPages } from './rank.js';

const rows: [id: string, chapter: string | null, body: string][] = [
  ['a1', 'A', 'Queequeg stands on the deck.'],
  ['a2', 'A', 'He dives for the drowning man.'],
  ['b1', 'B', 'Stubb eats his supper.'],
  ['b2', 'B', 'He dives for the drowning man!'],
  ['c1', null, 'Queequeg dives.'],
];

function filled(): Library {
  const library = new Library(1);
  for (const [id, chapter, body] of rows) {
    library.put({ ...page(id, { chapter, body }), contentHash: hashText(body), version: 1 });
  }
  return library;
}

test('a page has the words and the mean of its chapter, one without a chapter nothing', () => {
  const library = filled();
  const sought = readQuestion('Queequeg', library.lexical, library.find);
  const { words, mean } = chapterScores(
    library,
    sought,
    library.all(),
    Float64Array.of(3, 1, 0, -1, 9),
  );
  expect([...words]).toEqual([1, 1, -1, -1, 0]);
  expect([...mean]).toEqual([2, 2, -0.5, -0.5, 0]);
});

test('chapters count by the pages that are allowed', () => {
  const library = filled();
  const sought = readQuestion('Queequeg', library.lexical, library.find);
  const { words, mean } = chapterScores(library, sought, [1, 2, 3], Float64Array.of(4, 0, 1));
  expect([...words]).toEqual([0, 0, 0]);
  expect([...mean]).toEqual([4, 0.5, 0.5]);
});

test('of two pages that say the same, that whose chapter speaks of who is asked for comes first', () => {
  const library = filled();
  const question = 'Whom does Queequeg dive for, the drowning man?';
  const sought = readQuestion(question, library.lexical, library.find);
  const ids = rankPages(library, sought, null, null).map(({ slot }) => library.page(slot)?.id);
  expect(ids.indexOf('a2')).toBeLessThan(ids.indexOf('b2'));
});
