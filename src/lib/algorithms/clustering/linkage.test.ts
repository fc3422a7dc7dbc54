import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matrixOf } from '../vectors/matrix.js';
import { NOISE } from './labelling.js';
import { linkage } from './linkage.js';
import { averageCost, Merging } from './merging.js';
import { seededRandom } from '../random.js';

/** Points around `axes` directions, `each` of them, `spread` apart. */
function bunches(axes: number, each: number, spread: number) {
  const random = seededRandom(7);
  return Array.from({ length: axes * each }, (_, i) => {
    const vector = Float32Array.from({ length: 24 }, () => (random() - 0.5) * spread);
    vector[i % axes]! += 1;
    const length = Math.hypot(...vector);
    return vector.map((value) => value / length);
  });
}

describe('linkage', () => {
  it('finds groups without being told how many', async () => {
    const vectors = bunches(7, 12, 0.3);
    const { labels, clusters } = await linkage(matrixOf(vectors), {
      distance: 0.07,
      minClusterSize: 3,
    });
    expect(clusters).toBe(7);
    expect([...labels]).toEqual(vectors.map((_, i) => i % 7));
  });

  it('leaves small groups alone', async () => {
    const vectors = [
      ...bunches(3, 10, 0.2),
      Float32Array.from({ length: 24 }, (_, j) => +(j === 20)),
    ];
    const { labels, clusters } = await linkage(matrixOf(vectors), {
      distance: 0.02,
      minClusterSize: 3,
    });
    expect(clusters).toBe(3);
    expect(labels.at(-1)).toBe(NOISE);
  });

  it('puts what is said often in the same words with what means the same', async () => {
    const distinct = bunches(5, 6, 0.3);
    const vectors = distinct.flatMap((vector, i) =>
      Array.from({ length: 1 + (i % 12) }, () => vector),
    );
    const axes = distinct.flatMap((_, i) => Array.from({ length: 1 + (i % 12) }, () => i % 5));
    const { labels, clusters } = await linkage(matrixOf(vectors), {
      distance: 0.07,
      minClusterSize: 3,
    });
    expect(clusters).toBe(5);
    expect([...labels]).toEqual(axes);
  });

  it('counts what is said in the same words each time', async () => {
    const vectors = [
      ...Array.from({ length: 3 }, () => Float32Array.of(1, 0)),
      Float32Array.of(0, 1),
    ];
    const { labels } = await linkage(matrixOf(vectors), { distance: 0.02, minClusterSize: 3 });
    expect([...labels]).toEqual([0, 0, 0, NOISE]);
  });

  it.each([0, 1, 2])('takes %i points', async (n) => {
    const vectors = bunches(1, n, 0.1);
    const { labels } = await linkage(matrixOf(vectors), { distance: 0.1, minClusterSize: 1 });
    expect(labels).toHaveLength(n);
  });

  it('refuses what is no number', async () => {
    const bad = matrixOf([Float32Array.of(1, NaN), Float32Array.of(0, 1)]);
    await expect(linkage(bad, { distance: 0.1, minClusterSize: 1 })).rejects.toMatchObject({
      code: 'VECTOR_INVALID',
    });
  });
});

describe('average linkage among neighbours', () => {
  const vector = fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 4, maxLength: 4 });
  const units = fc.array(
    vector
      .filter((v) => Math.hypot(...v) > 0)
      .map((v) => Float32Array.from(v, (x) => x / Math.hypot(...v))),
    { minLength: 2, maxLength: 14 },
  );

  it('does what a search over all pairs of clusters does', () => {
    fc.assert(
      fc.property(units, fc.double({ min: 0.05, max: 1.5, noNaN: true }), (vectors, most) => {
        const merging = new Merging(matrixOf(vectors), averageCost);
        vectors.forEach((_, i) => vectors.forEach((__, j) => merging.link(i, j)));
        merging.mergeWithin(most);
        expect([...merging.slots()]).toEqual(slow(vectors, most));
      }),
    );
  });
});

/** Mean distance over all pairs of members, all pairs of clusters, ties by the lower slots. */
function slow(vectors: readonly Float32Array[], most: number): number[] {
  const groups = vectors.map((_, i) => [i]);
  for (;;) {
    let best = { cost: Infinity, a: -1, b: -1 };
    groups.forEach((members, a) =>
      groups.forEach((others, b) => {
        if (a >= b || members.length === 0 || others.length === 0) return;
        const sums = [members, others].map((list) =>
          list.reduce((sum, i) => sum.map((x, j) => x + vectors[i]![j]!), new Float64Array(4)),
        );
        const product = sums[0]!.reduce((sum, x, j) => sum + x * sums[1]![j]!, 0);
        const cost = 1 - product / (members.length * others.length);
        if (cost < best.cost) best = { cost, a, b };
      }),
    );
    if (best.a < 0 || best.cost > most) break;
    groups[best.a]!.push(...groups[best.b]!.splice(0));
  }
  return vectors.map((_, i) => groups.findIndex((members) => members.includes(i)));
}
