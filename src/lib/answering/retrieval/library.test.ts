import { expect, test } from 'vitest';
import { page } from '../../../../test/support/store.js';
import { hashText } from '../../algorithms/text/hashing.js';
import { Library } from './library.js';

const stored = (id: string, body: string, version = 1) => ({
  ...page(id, { body }),
  contentHash: hashText(body),
  version,
});

test('a page that was read ahead is read again when it changes, or gives its place to another', () => {
  const library = new Library(1);
  library.put(stored('a', 'One. Two.'));
  const [slot = -1] = library.all();
  expect(library.prepare(slot)).toBe(true);
  expect(library.text(slot).sentences).toHaveLength(2);
  library.put(stored('a', 'One. Two. Three.', 2));
  expect(library.text(library.all()[0]!).sentences).toHaveLength(3);
  library.remove('a');
  expect(library.prepare(slot)).toBe(true);
  library.put(stored('b', 'Only one.'));
  expect(library.all()).toEqual([slot]);
  expect(library.text(slot).sentences).toHaveLength(1);
});

test('no more pages are read ahead than are kept', () => {
  const library = new Library(1);
  for (let i = 0; i < 1_100; i++) library.put(stored(`p${i}`, 'One.'));
  expect(library.all().filter((slot) => library.prepare(slot))).toHaveLength(1_000);
});
