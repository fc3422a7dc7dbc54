import { expect, test } from 'vitest';
import { normalise } from '../../../algorithms/vectors/normalise.js';
import { weigh } from '../lookup/evidence.js';
import { GoldenIndex } from '../index/question-index.js';
import { vetoOf } from './veto.js';

/** A unit vector at that cosine from `along(1)`. */
const along = (cosine: number) => Float32Array.of(cosine, Math.sqrt(1 - cosine ** 2));

/** What keeps an answer with these questions, all alike, from a question at that cosine from them. */
function veto(asked: string, cosine: number, ...stored: string[]) {
  const index = new GoldenIndex(2);
  const questions = stored.map((text, i) => ({ text, vector: normalise(along(1 - i / 1000)) }));
  index.put({ answerId: 'a', questions });
  const hood = index.search({ text: asked, vector: along(cosine) });
  return vetoOf(hood, weigh(hood)!);
}

test('another word yields to an encoder that sees no difference, a contrary does not', () => {
  const [stored, asked] = ['Is the soup tasty today?', 'Is the soup delicious today?'];
  expect(veto(asked, 0.96, stored)).toBeNull(); // 0.04 · 5 words = 0.2
  expect(veto(asked, 0.94, stored)).toEqual({ kind: 'word', asked: 'delicious', stored: 'tasty' }); // 0.3
  expect(veto('Is the soup thick today?', 0.99, 'Is the soup thin today?')?.kind).toBe('word');
});

test('a word that another question of the answer says is no other word', () => {
  const stored = 'How do I paint a shed?';
  expect(veto('How do I paint a fence?', 0.7, stored)?.kind).toBe('word');
  expect(veto('How do I paint a fence?', 0.7, stored, 'Painting the fence')).toBeNull();
  // Neither word: but that it may be another one is known.
  expect(veto('How do I paint a boat?', 0.7, stored, 'Painting the fence')).toBeNull();
  expect(veto('How do I paint a boat?', 0.7, stored, 'How should I paint sheds?')?.kind).toBe(
    'word',
  );
});
