import { expect, test } from 'vitest';
import { standardise } from './standardise.js';

test('by hand: mean 2, deviation 1', () => {
  expect([...standardise(Float64Array.of(1, 99, 3), [0, 2])]).toEqual([-1, 1]);
});

test('equal entries are 0, and what is unknown stays so', () => {
  expect([...standardise(Float64Array.of(5, 5), [0, 1])]).toEqual([0, 0]);
  expect([...standardise(Float64Array.of(1, NaN, 3), [0, 1, 2])]).toEqual([-1, NaN, 1]);
  expect([...standardise(Float64Array.of(NaN), [0])]).toEqual([NaN]);
  expect([...standardise(Float64Array.of(), [])]).toEqual([]);
});
