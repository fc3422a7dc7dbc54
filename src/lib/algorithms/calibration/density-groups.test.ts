import { expect, test } from 'vitest';
import { densityGroup, groupName, GROUPS } from './density-groups.js';

test('groups by hand, without gaps', () => {
  expect([1, 2, 3, 5, 6, 25, 26, 50, 51, 9999].map(densityGroup)).toEqual([
    0, 0, 1, 1, 2, 3, 4, 4, 5, 5,
  ]);
  expect(densityGroup(1e9)).toBe(GROUPS - 1);
  expect([0, 1, GROUPS - 1].map(groupName)).toEqual([
    '1–2 questions',
    '3–5 questions',
    '51 questions or more',
  ]);
});
