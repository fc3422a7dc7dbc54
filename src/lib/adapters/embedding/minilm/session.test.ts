import { describe, expect, it } from 'vitest';
import { normalizedMean } from './session.js';

describe('normalizedMean', () => {
  it('averages the rows and has length 1', () => {
    const rows = Float32Array.of(1, 2, 5, 6);
    expect([...normalizedMean(rows, 2)]).toEqual([Math.fround(0.6), Math.fround(0.8)]);
  });
});
