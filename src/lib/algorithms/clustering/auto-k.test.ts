import { describe, expect, it } from 'vitest';
import { seededRandom } from '../random.js';
import { matrixOf } from '../vectors/matrix.js';
import { normalise } from '../vectors/normalise.js';
import { chooseK } from './auto-k.js';

/** `each` unit vectors around each of `topics` axes. */
function around(topics: number, each: number, noise: number) {
  const random = seededRandom(1);
  return matrixOf(
    Array.from({ length: topics * each }, (_, i) =>
      normalise(
        Float32Array.from(
          { length: topics },
          (_, j) => (i % topics === j ? 1 : 0) + noise * (random() - 0.5),
        ),
      ),
    ),
  );
}

describe('chooseK', () => {
  it.each([3, 4, 6, 8])(
    'finds %d separate groups when that is among what it tries',
    async (topics) => {
      // √n = topics
      expect(await chooseK(around(topics, topics, 0.2), { seed: 1, last: null })).toBe(topics);
    },
  );

  it('stays with last night’s k when nothing else is clearly better', async () => {
    const vague = around(4, 16, 8);
    const free = await chooseK(vague, { seed: 1, last: null });
    const next = await chooseK(vague, { seed: 1, last: free });
    expect(next).toBe(free);
  });

  it('leaves last night’s k when another one is', async () => {
    expect(await chooseK(around(6, 6, 0.2), { seed: 1, last: 12 })).toBe(6);
  });

  it.each([
    [0, 0],
    [1, 1],
    [3, 1],
  ])('makes of %d points %d clusters', async (points, k) => {
    expect(await chooseK(few(points), { seed: 1, last: null })).toBe(k);
  });

  it('never gives more clusters than points', async () => {
    expect(await chooseK(few(5), { seed: 1, last: 48 })).toBeLessThan(5);
  });
});

const few = (count: number) =>
  matrixOf(Array.from({ length: count }, (_, i) => Float32Array.of(Math.cos(i), Math.sin(i))));
