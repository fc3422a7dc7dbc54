import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sloppyKernel } from '../../../../test/support/sloppy-kernel.js';
import { seededRandom } from '../random.js';
import { squaredDistance } from '../vectors/dot.js';
import { gather, matrixOf, rowOf, type Matrix } from '../vectors/matrix.js';
import { onnxKernel } from '../vectors/onnx-kernel.js';
import { plainKernel } from '../vectors/scores.js';
import { condense } from './condensed-tree.js';
import { coreDistances } from './core-distances.js';
import { hdbscan, hdbscanBy } from './hdbscan.js';
import { walkTree } from './mutual-reachability.js';
import { adjustedRandIndex } from './quality.js';
import { spaceOf } from './space.js';

/** Vectors around random topics, some of them far off. */
function cloud(n: number, d: number, topics: number, seed: number): Matrix {
  const random = seededRandom(seed);
  const vector = () => Float32Array.from({ length: d }, () => random() - 0.5);
  const centres = Array.from({ length: topics }, vector);
  return matrixOf(
    Array.from({ length: n }, (_, i) => {
      const spread = 0.8 * random();
      return vector().map((x, j) => spread * x + centres[i % topics]![j]!);
    }),
  );
}

const line = (...xs: number[]) => matrixOf(xs.map((x) => Float32Array.of(x)));

/** The sibling: all distances, core distances and weights as they are defined; edges by Kruskal's algorithm. */
function naive(data: Matrix, k: number) {
  const all = [...Array(data.rows).keys()];
  const apart = all.map((i) =>
    all.map((j) => Math.sqrt(squaredDistance(rowOf(data, i), rowOf(data, j)))),
  );
  const core = apart.map((row) => row.toSorted((a, b) => a - b)[k - 1]!);
  const edges = all.flatMap((i) =>
    all.slice(0, i).map((j) => ({ i, j, weight: Math.max(core[i]!, core[j]!, apart[i]![j]!) })),
  );
  edges.sort((a, b) => a.weight - b.weight);
  const group = [...all];
  const weights: number[] = [];
  for (const { i, j, weight } of edges) {
    const [from, to] = [group[i]!, group[j]!];
    if (from === to) continue;
    weights.push(weight);
    for (const each of all) if (group[each] === from) group[each] = to;
  }
  return { core, weights };
}

const sorted = (values: ArrayLike<number>) => Float64Array.from(values).sort();

describe('by hand', () => {
  test('two groups and a point far off', async () => {
    const data = line(0, 1, 2, 300, 100, 101, 102);
    const { labels, probabilities, clusters } = await hdbscan(data, {
      minClusterSize: 3,
      minSamples: 1,
    });
    expect([...labels]).toEqual([0, 0, 0, -1, 1, 1, 1]);
    expect([...probabilities]).toEqual([1, 1, 1, 0, 1, 1, 1]);
    expect(clusters).toBe(2);
  });

  test('a point that leaves early belongs less', async () => {
    // Gaps 1 and 4: three points part at λ = 1, the fourth left at λ = 1/4.
    const data = line(0, 1, 2, 6, 100, 101, 102);
    const result = await hdbscan(data, { minClusterSize: 3, minSamples: 1 });
    expect([...result.labels]).toEqual([0, 0, 0, 0, 1, 1, 1]);
    expect([...result.probabilities]).toEqual([1, 1, 1, 0.25, 1, 1, 1]);
  });

  test('core distances widen what is sparse', async () => {
    const space = spaceOf(line(0, 1, 3, 10), plainKernel);
    const core = await coreDistances(space, 3);
    expect([...core.squared]).toEqual([9, 4, 9, 81]);
    const { order, gaps } = await walkTree(space, core);
    expect([...order]).toEqual([0, 1, 2, 3]);
    expect([...gaps]).toEqual([3, 3, 9]);
  });

  test('stability is what the points spend in a cluster', () => {
    // Pairs at gaps 1 and 2, parted by 4.
    const walk = { order: Int32Array.of(0, 1, 2, 3), gaps: Float64Array.of(1, 4, 2) };
    const { clusters, lastCluster, leaves } = condense(walk, 2);
    expect(clusters.map(({ birth, death, stability }) => [birth, death, stability])).toEqual([
      [0, 0.25, 1],
      [0.25, 1, 1.5],
      [0.25, 0.5, 0.5],
    ]);
    expect([...lastCluster]).toEqual([1, 1, 2, 2]);
    expect([...leaves]).toEqual([1, 1, 0.5, 0.5]);
  });

  test('one cluster only where it is allowed', async () => {
    const data = line(0, 1, 2, 3, 4);
    const settings = { minClusterSize: 4, minSamples: 1 };
    expect((await hdbscan(data, settings)).clusters).toBe(0);
    const single = await hdbscan(data, { ...settings, allowSingleCluster: true });
    expect(single.clusters).toBe(1);
    expect([...single.labels]).toEqual([0, 0, 0, 0, 0]);
  });
});

describe('degenerate inputs', () => {
  test('no vector, one, and fewer than a cluster', async () => {
    const none = await hdbscan(matrixOf([]), { minClusterSize: 2 });
    expect(none).toEqual({
      labels: new Int32Array(0),
      probabilities: new Float64Array(0),
      clusters: 0,
    });
    for (const data of [line(1), line(1, 2, 3)]) {
      const { labels, clusters } = await hdbscan(data, { minClusterSize: 4 });
      expect(labels).toEqual(new Int32Array(data.rows).fill(-1));
      expect(clusters).toBe(0);
    }
  });

  test('equal vectors are never parted', async () => {
    const equal = line(...Array<number>(20).fill(3));
    expect((await hdbscan(equal, { minClusterSize: 3 })).clusters).toBe(0);
    const two = line(...Array<number>(10).fill(3), ...Array<number>(10).fill(5));
    const { labels, probabilities } = await hdbscan(two, { minClusterSize: 3 });
    expect([...labels]).toEqual([...Array<number>(10).fill(0), ...Array<number>(10).fill(1)]);
    expect(probabilities).toEqual(new Float64Array(20).fill(1));
  });

  test('float32 products that overflow', async () => {
    const huge = line(...[0, 1, 2, 20, 21, 22].map((x) => x * 1e30));
    const { labels } = await hdbscan(huge, { minClusterSize: 3, minSamples: 2 });
    expect([...labels]).toEqual([0, 0, 0, 1, 1, 1]);
  });

  test('NaN is refused, and an abort ends it', async () => {
    const bad = hdbscan(line(1, NaN), { minClusterSize: 2 });
    await expect(bad).rejects.toMatchObject({ code: 'VECTOR_INVALID' });
    const signal = AbortSignal.abort();
    const aborted = hdbscan(line(1, 2, 3), { minClusterSize: 2, signal });
    await expect(aborted).rejects.toMatchObject({ name: 'AbortError' });
  });
});

const settings = fc.record({
  n: fc.integer({ min: 2, max: 70 }),
  d: fc.integer({ min: 1, max: 8 }),
  topics: fc.integer({ min: 1, max: 6 }),
  minClusterSize: fc.integer({ min: 2, max: 10 }),
  seed: fc.integer({ min: 0, max: 1e9 }),
});

describe('invariants', () => {
  test('core distances and weights of the tree are those of the naive sibling', async () => {
    await fc.assert(
      fc.asyncProperty(settings, async ({ n, d, topics, minClusterSize, seed }) => {
        const data = cloud(n, d, topics, seed);
        const k = Math.min(n, minClusterSize);
        const space = spaceOf(data, plainKernel);
        const core = await coreDistances(space, k);
        const { order, gaps } = await walkTree(space, core);
        const expected = naive(data, k);
        expect(core.squared.map(Math.sqrt)).toEqual(Float64Array.from(expected.core));
        expect(sorted(gaps)).toEqual(sorted(expected.weights));
        expect(sorted(order)).toEqual(Float64Array.from({ length: n }, (_, i) => i));
      }),
    );
  });

  test('another order of the rows, the same clusters', async () => {
    await fc.assert(
      fc.asyncProperty(settings, async ({ n, d, topics, minClusterSize, seed }) => {
        const data = cloud(n, d, topics, seed);
        const random = seededRandom(seed);
        const keys = Array.from({ length: n }, random);
        const order = [...keys.keys()].sort((a, b) => keys[a]! - keys[b]!);
        const options = { minClusterSize, minSamples: 1 };
        const straight = await hdbscan(data, options);
        const shuffled = await hdbscan(gather(data, order), options);
        const back = order.map((i) => straight.labels[i]!);
        expect(adjustedRandIndex(shuffled.labels, back)).toBe(1);
        expect([...shuffled.probabilities]).toEqual(order.map((i) => straight.probabilities[i]));
      }),
    );
  });

  test('another unit of length, the same clusters', async () => {
    await fc.assert(
      fc.asyncProperty(settings, async ({ n, d, topics, minClusterSize, seed }) => {
        const data = cloud(n, d, topics, seed);
        const scaled = { ...data, data: data.data.map((x) => x * 1024) };
        const result = await hdbscan(data, { minClusterSize });
        expect(await hdbscan(scaled, { minClusterSize })).toEqual(result);
      }),
    );
  });

  test('clusters have the size that was asked for, and noise no probability', async () => {
    await fc.assert(
      fc.asyncProperty(settings, async ({ n, d, topics, minClusterSize, seed }) => {
        const { labels, probabilities, clusters } = await hdbscan(cloud(n, d, topics, seed), {
          minClusterSize,
        });
        const sizes = new Int32Array(clusters);
        labels.forEach((label, i) => {
          if (label !== -1) sizes[label]! += 1;
          expect(probabilities[i]! > 0).toBe(label !== -1);
          expect(probabilities[i]!).toBeLessThanOrEqual(1);
        });
        for (const size of sizes) expect(size).toBeGreaterThanOrEqual(minClusterSize);
      }),
    );
  });
});

describe('the same result whatever rounds', () => {
  test('kernels, threads and noise within the bound', { timeout: 60_000 }, async () => {
    const data = cloud(1300, 24, 12, 11);
    const options = { minClusterSize: 8, minSamples: 4 };
    const expected = await hdbscanBy(plainKernel, data, options);
    expect(expected.clusters).toBeGreaterThan(1);
    for (const kernel of [sloppyKernel, await onnxKernel(1), await onnxKernel(2)]) {
      expect(await hdbscanBy(kernel, data, options)).toEqual(expected);
      await kernel.close();
    }
  });
});
