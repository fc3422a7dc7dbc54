import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as characters from './characters.js';

const unit = fc.integer({ min: 0, max: 0xffff });

describe('isSpace', () => {
  it('is what trim removes', () => {
    for (let code = 0; code <= 0xffff; code++) {
      expect(characters.isSpace(code)).toBe(String.fromCharCode(code).trim() === '');
    }
  });
});

describe('cases', () => {
  it('agree with the letters of the old alphabets', () => {
    for (const letter of 'azéßžάπжяի') {
      expect(characters.isLowerCase(letter.charCodeAt(0))).toBe(true);
      expect(characters.isUpperCase(letter.charCodeAt(0))).toBe(false);
    }
    for (const letter of 'AZÉŽΆΠЖЯԻ')
      expect(characters.isUpperCase(letter.charCodeAt(0))).toBe(true);
    for (const sign of '1.×÷今אक') expect(characters.isLowerCase(sign.charCodeAt(0))).toBe(false);
  });

  it('leave title-case digraphs out', () => {
    const code = 'ǅ'.charCodeAt(0);
    expect(characters.isLowerCase(code)).toBe(false);
    expect(characters.isUpperCase(code)).toBe(false);
  });

  it('exclude one another, and are of letters', () => {
    fc.assert(
      fc.property(unit, (code) => {
        const { isLowerCase, isUpperCase, isCased, isLetter, isSpace } = characters;
        if (isLowerCase(code) || isUpperCase(code)) expect(isCased(code)).toBe(true);
        if (isCased(code)) expect(isLetter(code)).toBe(true);
        expect(isLowerCase(code) && isUpperCase(code)).toBe(false);
        expect(isSpace(code) && isCased(code)).toBe(false);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('scripts', () => {
  it('have letters, which signs are not', () => {
    for (const letter of 'aéя한हא今かカ')
      expect(characters.isLetter(letter.charCodeAt(0))).toBe(true);
    for (const sign of '。、「」（！—“€→')
      expect(characters.isLetter(sign.charCodeAt(0))).toBe(false);
  });
});

describe('isInsidePair', () => {
  it('is true in the middle of a surrogate pair only', () => {
    expect([0, 1, 2, 3].map((at) => characters.isInsidePair('😀a', at))).toEqual([
      false,
      true,
      false,
      false,
    ]);
  });
});
