import { describe, expect, test } from 'vitest';
import { coverageBy, evidenceIn, pairKey, readText, type Sought } from './evidence.js';
import { fold, searchTermFinder } from './search-terms.js';
import { stem } from './stem.js';

const find = searchTermFinder();

const sought = (terms: Record<string, number>, more: Partial<Sought> = {}): Sought => ({
  fits: () => 1,
  terms: Object.entries(terms).map(([term, idf]) => ({
    term,
    idf,
    variants: new Map([[term, 1]]),
  })),
  pairs: new Map(),
  names: new Set(),
  ...more,
});

describe('evidence', () => {
  const text = readText(
    'The sea is wide. A tower stands there. Nobody knows the tower by the sea.',
    find,
  );

  test('two neighbouring sentences are weighed together', () => {
    const { coverage, windows } = evidenceIn(text, sought({ sea: 1, stand: 3 }));
    expect(coverage).toBe(1);
    expect(windows.map((window) => window.coverage)).toEqual([1, 1]);
    expect(text.body.slice(windows[0]?.start, windows[0]?.end)).toBe(
      'The sea is wide. A tower stands there.',
    );
    expect(evidenceIn(text, sought({ sea: 1, gone: 3 })).coverage).toBe(0.25);
  });

  test('a term like the sought one counts by its likeness', () => {
    const like = sought({});
    const terms = [{ term: 'towr', idf: 2, variants: new Map([['tower', 0.5]]) }];
    expect(evidenceIn(text, { ...like, terms }).coverage).toBe(0.5);
  });

  test('what some terms cover is weighed alone', () => {
    const { terms } = sought({ sea: 1, tower: 3 });
    expect(coverageBy(['by', 'the', 'sea'], terms)).toBe(0.25);
    expect(coverageBy([], terms)).toBe(0);
    expect(coverageBy(['sea'], [])).toBe(0);
  });

  test('sentences that hold what is asked for are told apart', () => {
    const fits = (sentence: string) => (sentence.includes('stands') ? 1 : 0);
    const { typed, windows } = evidenceIn(text, sought({ sea: 1, tower: 1 }, { fits }));
    expect(typed).toBe(0.5);
    expect(windows.map((window) => window.typed)).toEqual([1, 1]);
    expect(evidenceIn(text, sought({ sea: 1 }, { fits: () => 0 })).typed).toBe(0);
  });

  test('neighbouring words are found within sentences only', () => {
    const pairs = new Map([
      [pairKey('the', 'sea'), 1],
      [pairKey('wide', 'a'), 3],
    ]);
    expect(evidenceIn(text, sought({ sea: 1 }, { pairs })).phrases).toBe(0.25);
  });

  test('a single sentence is its own window, an empty text has none', () => {
    expect(evidenceIn(readText('One sea.', find), sought({ sea: 1 })).windows).toHaveLength(1);
    const nothing = evidenceIn(readText('', find), sought({ sea: 1 }));
    expect(nothing).toEqual({ coverage: 0, typed: 0, fit: 0, phrases: 0, windows: [] });
  });
});

test('words are folded, possessives and endings go', () => {
  expect(['Café', 'CAFÉS', 'Stillman’s', 'climbed', 'straße'].map(find)).toEqual([
    'cafe',
    'cafe',
    'stillman',
    'climb',
    'straße',
  ]);
  expect(fold('Don’t')).toBe("don't");
});

test('irregular forms are sought as their base', () => {
  expect(['lost', 'LOSE', 'wrote', 'written', 'Knives', 'teeth', 'founded'].map(find)).toEqual(
    ['lose', 'lose', 'write', 'write', 'knife', 'tooth', 'found'].map((word) => stem(word)),
  );
});
