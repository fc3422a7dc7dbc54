import { describe, expect, it } from 'vitest';
import { emphasis, hasColour, painted, unmarked } from './emphasis.js';

const text = `${emphasis('strong', 'Night')} · ${emphasis('bad', '3')} failed`;

describe('emphasis', () => {
  it('is colour where there is colour, and nothing elsewhere', () => {
    expect(painted(text, true)).toBe('\u001b[1mNight\u001b[22m · \u001b[31m3\u001b[39m failed');
    expect(painted(text, false)).toBe('Night · 3 failed');
    expect(unmarked(text)).toBe('Night · 3 failed');
    expect(emphasis('warning', '')).toBe('');
  });

  it('leaves no half mark, wherever a text was cut', () => {
    for (let at = 0; at <= text.length; at++) {
      const shown = painted(text.slice(0, at), true) + painted(text.slice(at), true);
      expect(shown).not.toMatch(/[\ufdd0-\ufdef]/);
    }
  });

  it.each([
    [{ isTTY: true, hasColors: () => true }, [], true],
    [{ isTTY: true, hasColors: () => true }, ['status', '--no-color'], false],
    [{ isTTY: true, hasColors: () => false }, [], false],
    [{ isTTY: false, hasColors: () => true }, [], false],
    [{}, [], false],
  ])('%o %j: %s', (stream, argv, expected) => expect(hasColour(stream, argv)).toBe(expected));
});
