import { describe, expect, it } from 'vitest';
import { ulid } from './ulid.js';

describe('ulid', () => {
  it('agrees with the example of the specification in its time part', () => {
    expect(ulid(1469918176385, new Uint8Array(10)).slice(0, 10)).toBe('01ARYZ6S41');
  });

  it('sorts by time, whatever the chance part', () => {
    const earlier = ulid(1_700_000_000_000, new Uint8Array(10).fill(255));
    const later = ulid(1_700_000_000_001, new Uint8Array(10));
    expect(earlier < later).toBe(true);
    expect(earlier).toHaveLength(26);
  });
});
