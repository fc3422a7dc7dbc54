import { describe, expect, test } from 'vitest';
import { answerType, typeTest } from './answer-type.js';
import { coverageBy, evidenceIn, pairKey, readText, type Sought } from './evidence.js';
import { fold, searchTermFinder } from './search-terms.js';
import { stem } from './stem.js';

const find = searchTermFinder();

const sought = (terms: Record<string, number>, more: Partial<Sought> = {}): Sought => ({
  fits: () => true,
  terms: Object.entries(terms).map(([term, idf]) => ({
    term,
    idf,
    variants: new Map([[term, 1]]),
  })),
  pairs: new Map(),
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
    const fits = (sentence: string) => sentence.includes('stands');
    const { typed, windows } = evidenceIn(text, sought({ sea: 1, tower: 1 }, { fits }));
    expect(typed).toBe(0.5);
    expect(windows.map((window) => window.typed)).toEqual([1, 1]);
    expect(evidenceIn(text, sought({ sea: 1 }, { fits: () => false })).typed).toBe(0);
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
    expect(nothing).toEqual({ coverage: 0, typed: 0, phrases: 0, windows: [] });
  });
});

describe('what a question asks for', () => {
  test.each([
    ['When was he born?', 'date'],
    ['In what year did it burn?', 'date'],
    ['How many boats were lost?', 'number'],
    ['Who keeps the ledger?', 'name'],
    ['Why did you climb the tower?', 'reason'],
    ['How did you climb the tower?', null],
    ['', null],
  ])('%s %s', (question, type) => expect(answerType(question)).toBe(type));

  test('dates, numbers, reasons, and names that the question does not have', () => {
    expect(typeTest('date', '')('It burned in March.')).toBe(true);
    expect(typeTest('date', '')('It burned 12 times.')).toBe(false);
    expect(typeTest('number', '')('It burned twice.')).toBe(true);
    expect(typeTest('reason', '')('He stayed, for he was tired.')).toBe(true);
    expect(typeTest('reason', '')('He waited for Stillman.')).toBe(false);
    const who = typeTest('name', 'Who taught Arieol?');
    expect(who('She was taught by Stillman.')).toBe(true);
    expect(who('Then came Arieol.')).toBe(false);
    expect(who('Someone taught her.')).toBe(false);
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
