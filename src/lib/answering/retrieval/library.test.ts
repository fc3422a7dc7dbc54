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

test('a title is known by its words, and by the pages that share it', () => {
  const library = new Library(1);
  const put = (id: string, title: string | null, version = 1) =>
    library.put({ ...stored(id, 'One.', version), title });
  put('a', 'Lost cards');
  put('b', 'Lost cards');
  put('c', null);
  const [a = -1, b = -1, c = -1] = library.all();
  expect(library.title(a)).toEqual({ terms: ['lose', 'card'], pages: 2 });
  expect(library.title(c)).toEqual({ terms: [], pages: 0 });
  put('b', 'Fees', 2);
  expect([library.title(a).pages, library.title(b).pages]).toEqual([1, 1]);
  library.remove('a');
  put('d', 'Fees');
  expect(library.title(b)).toEqual({ terms: ['fee'], pages: 2 });
});
