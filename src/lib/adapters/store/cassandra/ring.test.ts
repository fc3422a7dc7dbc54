import { describe, expect, it } from 'vitest';
import type { Split } from '../../../ports/index.js';
import { behind, rangeOf, ringSplits } from './ring.js';

describe('ringSplits', () => {
  it('covers the ring without a gap or an overlap', () => {
    const ranges = ringSplits().map(rangeOf);
    expect(ranges[0]?.after).toBe(-(2n ** 63n));
    expect(ranges.at(-1)?.upTo).toBe(2n ** 63n - 1n);
    ranges.slice(1).forEach((range, i) => expect(range.after).toBe(ranges[i]?.upTo));
    expect(ranges.every(({ after, upTo }) => after < upTo)).toBe(true);
  });

  it('refuses the split of another store', () => {
    expect(() => rangeOf('rowid 1-9' as Split)).toThrow(expect.objectContaining({ code: 'USAGE' }));
  });
});

describe('behind', () => {
  async function* batches() {
    yield [{ id: 'twin' }, { id: 'after' }];
    yield [{ id: 'next' }];
  }
  const ids = async (after?: string) => {
    const found: string[] = [];
    const options = after === undefined ? {} : { after };
    for await (const rows of behind(batches(), options, ({ id }) => id)) {
      found.push(...rows.map(({ id }) => id));
    }
    return found;
  };

  it('leaves out the id itself, and nothing that shares its token', async () => {
    expect(await ids('after')).toEqual(['twin', 'next']);
    expect(await ids('next')).toEqual(['twin', 'after']);
    expect(await ids()).toEqual(['twin', 'after', 'next']);
  });
});
