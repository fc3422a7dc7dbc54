import fc from 'fast-check';
import { expect, test } from 'vitest';
import { GibseyError } from '../../../domain/errors.js';
import { normalise } from '../../../algorithms/vectors/normalise.js';
import { GoldenIndex, type GoldenEntry } from './question-index.js';
import { lexicalSimilarity, Lexicon, termIds } from './lexicon.js';

const vec = (...values: number[]) => normalise(Float32Array.from(values));
const entry = (answerId: string, ...questions: [string, Float32Array][]): GoldenEntry => ({
  answerId,
  questions: questions.map(([text, vector]) => ({ text, vector })),
});
const card = entry('card', ['where is my card', vec(1, 0.1, 0)], ['card lost', vec(1, 0.3, 0)]);
const rate = entry('rate', ['what is the rate', vec(0, 1, 0.1)]);

test('nearest first, with what is known of their answers', () => {
  const index = new GoldenIndex(3);
  index.put(card);
  index.put({ ...rate, raise: 0.5 });
  const hood = index.search({ text: 'my card', vector: vec(1, 0, 0) });
  expect(hood.neighbours.map(({ text }) => text)).toEqual([
    'where is my card',
    'card lost',
    'what is the rate',
  ]);
  expect(hood.neighbours[0]!.similarity).toBeCloseTo(1 / Math.sqrt(1.01), 6);
  expect(hood.answers.get('rate')).toEqual({ questions: 1, raise: 0.5 });
  expect(index.search({ text: '', vector: vec(0, 1, 0) }, { limit: 1 }).neighbours).toHaveLength(1);
});

test('a question, or an answer, is left out as if it were not stored', () => {
  const index = new GoldenIndex(3);
  index.put(card);
  const asked = { text: 'card lost', vector: vec(1, 0.3, 0) };
  const one = index.search(asked, { without: { answerId: 'card', text: 'card lost' } });
  expect(one.neighbours.map(({ text }) => text)).toEqual(['where is my card']);
  expect(one.answers.get('card')!.questions).toBe(1);
  expect(index.search(asked, { without: { answerId: 'card' } }).neighbours).toEqual([]);
});

test('vectors that cannot be compared are refused, and change nothing', () => {
  const index = new GoldenIndex(3);
  index.put(card);
  for (const vector of [vec(1, 0), Float32Array.of(1, NaN, 0)]) {
    expect(() => index.put(entry('card', ['x', vector]))).toThrow(GibseyError);
    expect(() => index.search({ text: 'x', vector })).toThrow(GibseyError);
  }
  expect(index.size).toBe(2);
});

const vectors = fc
  .tuple(fc.integer({ min: -5, max: 5 }), fc.integer({ min: -5, max: 5 }))
  .map(([x, y]) => vec(x, y, 1));
const question = fc.record({
  text: fc.stringMatching(/^[a-d]( [a-d]){0,3}$/),
  vector: vectors,
});
const step = fc.record({
  answerId: fc.constantFrom('a', 'b', 'c', 'd'),
  questions: fc.array(question, { maxLength: 4 }),
});

test('after any puts and removals the index is what it would be if built anew', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 12 }), question, (steps, asked) => {
      const grown = new GoldenIndex(3);
      const last = new Map<string, GoldenEntry>();
      for (const each of steps) {
        if (each.questions.length === 0) grown.remove(each.answerId);
        else grown.put(each);
        last.set(each.answerId, each);
        grown.search(asked); // what is remembered of it must not show in the next one
      }
      const fresh = new GoldenIndex(3);
      for (const each of last.values()) fresh.put(each);
      expect(grown.answerIds()).toEqual(fresh.answerIds());
      const plain = (index: GoldenIndex) =>
        index
          .search(asked, { limit: 100 })
          .neighbours.map(({ answerId, text, similarity, terms }) => [
            answerId,
            text,
            similarity,
            [...terms.weights],
          ]);
      expect(plain(grown)).toEqual(plain(fresh));
    }),
  );
});

test('shared words, by hand', () => {
  const lexicon = new Lexicon();
  const a = lexicon.add('lost card');
  lexicon.add('new card');
  const same = lexicon.weigh(termIds('Lost card'));
  expect(lexicalSimilarity(same, lexicon.weigh(a))).toBeCloseTo(1, 12);
  expect(lexicalSimilarity(lexicon.weigh(termIds('what else')), lexicon.weigh(a))).toBe(0);
  // idf of `card` is 1, of `lost` and `lost card` 1 + ln 1.5; unknown words weigh 1 + ln 3.
  const [common, rare, unknown] = [1, 1 + Math.log(1.5), 1 + Math.log(3)];
  const expected =
    common / Math.sqrt(common ** 2 + 2 * rare ** 2) / Math.sqrt(common ** 2 + 2 * unknown ** 2);
  const half = lexicon.weigh(termIds('card holder'));
  expect(lexicalSimilarity(half, lexicon.weigh(a))).toBeCloseTo(expected, 12);
});
