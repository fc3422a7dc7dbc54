import { expect, test } from 'vitest';
import type { Quote } from '../../../domain/quote.js';
import type { Embedder } from '../../../ports/index.js';
import { holdsAsked, isSure } from './answerable.js';

const never = new AbortController().signal;

/** A text is the cosine that it has to `1`. */
const embedder = {
  embed: async (texts: readonly string[]) =>
    texts.map((text) => Float32Array.of(Number(text), Math.sqrt(1 - Number(text) ** 2))),
} as unknown as Embedder;

const quotes = (...scores: number[]) => scores.map((score) => ({ text: '1', score }) as Quote);
const sure = (wordings: string[], ...scores: number[]) =>
  isSure(wordings, quotes(...scores), embedder, never);

test('the lead is that of one wording, and makes up for a cosine', async () => {
  expect(await sure(['0.51'], 9, 7)).toBe(true);
  expect(await sure(['0.49'], 9, 7)).toBe(false);
  expect(await sure(['0.51', '0.51'], 19, 15)).toBe(true);
  expect(await sure(['0.51', '0.51'], 19, 15.5)).toBe(false);
  expect(await sure(['0.71'], 9, 9)).toBe(true);
});

test('however far it is ahead, it has to be about what is asked', async () => {
  expect(await sure(['0.29'], 99, 1)).toBe(false);
  expect(await sure(['0.31'], 99, 1)).toBe(true);
  expect(await sure(['0.31'], 0)).toBe(true); // the only page
  expect(await sure(['0.29'], 0)).toBe(false);
});

test('no page, or no question, is not sure', async () => {
  expect(await sure(['1'])).toBe(false);
  expect(await sure([], 9)).toBe(false);
});

test('all wordings count alike', async () => {
  expect(await sure(['0.5', '0.93'], 9, 9)).toBe(true);
  expect(await sure(['0.5', '0.88'], 9, 9)).toBe(false);
});

test('an answer holds the kind of thing that is asked for', () => {
  const who = 'Who keeps the ledger?';
  expect(holdsAsked([who], ['It is kept in the tower.', 'It was given to Stillman.'], 1)).toBe(
    true,
  );
  expect(holdsAsked([who], ['It is kept in the tower.'], 1)).toBe(false);
  expect(holdsAsked([who], ['It is kept by an old woman.'], 1)).toBe(false);
  expect(holdsAsked([who], ['It is kept by an old woman.'], 0.5)).toBe(true);
  expect(holdsAsked(['How did she climb it?'], ['By night.'], 1)).toBe(true);
  expect(holdsAsked([who], [], 1)).toBe(false);
  const when = 'When is it kept?';
  expect(holdsAsked([who, when, when], ['It was given to Stillman.'], 1)).toBe(false);
  expect(holdsAsked([who, who, when], ['It was given to Stillman.'], 1)).toBe(true);
});
