import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clampToSentences, dropUnfinished, endsInStop, fittingLength } from './limits.js';
import { countWords } from './tokens.js';

describe('clampToSentences', () => {
  it.each([
    ['One two. Three four. Five.', 5, 'One two. Three four. Five.'],
    ['One two. Three four. Five.', 4, 'One two. Three four.'],
    ['One two. Three four. Five.', 3, 'One two.'],
    ['One two, three four.', 2, 'One two…'],
    ['One two.\n\nThree.', 2, 'One two.'],
    ['One.', 0, ''],
    ['', 5, ''],
    ['今日は晴れです', 2, '今日は晴…'],
  ])('%j to %i: %j', (text, most, expected) => {
    expect(clampToSentences(text, most)).toBe(expected);
  });

  it('never passes the limit, and keeps a beginning of the text', () => {
    const text = fc.string({
      unit: fc.constantFrom('a', 'B', ' ', '. ', '—', '!', '今', '😀', '\n\n'),
    });
    fc.assert(
      fc.property(text, fc.nat({ max: 12 }), (sample, most) => {
        const clamped = clampToSentences(sample, most);
        expect(countWords(clamped)).toBeLessThanOrEqual(most);
        expect(sample.trim().startsWith(clamped.replace(/…$/, ''))).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('fittingLength', () => {
  it('is the most that fits', () => {
    expect(fittingLength('aa bb cc', 2)).toBe(5);
    expect(fittingLength('aa bb cc', 9)).toBe(8);
    expect(fittingLength('aa—bb—cc', 2)).toBeGreaterThanOrEqual(5);
    expect(fittingLength('', 3)).toBe(0);
  });
});

describe('dropUnfinished', () => {
  it.each([
    ['All is said. And so', 'All is said.'],
    ['All is said. “And so.”', 'All is said. “And so.”'],
    ['And so', 'And so'],
    ['', ''],
  ])('%j: %j', (text, expected) => {
    expect(dropUnfinished(text)).toBe(expected);
  });

  it('knows how sentences end', () => {
    for (const text of ['So.', 'So?”', '(So!)', '是。', 'So… '])
      expect(endsInStop(text)).toBe(true);
    for (const text of ['So', 'So,', '']) expect(endsInStop(text)).toBe(false);
  });
});
