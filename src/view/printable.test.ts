import { expect, it } from 'vitest';
import { printable } from './printable.js';

it('shows signs that steer a terminal, and leaves all else', () => {
  expect(printable('a\u001b[2Jb\u0007\u009b1m')).toBe('a�[2Jb��1m');
  expect(printable('one\r\ntwo\rthree')).toBe('one\ntwo\nthree');
  expect(printable('Ünïcode 東京 👍\n\t#1')).toBe('Ünïcode 東京 👍\n\t#1');
});
