import densityClustering from 'density-clustering';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sloppyKernel } from '../../../../test/support/sloppy-kernel.js';
import { seededRandom } from '../random.js';
import { cosine, dot } from '../vectors/dot.js';
import { gather, matrixOf, rowOf, type Matrix } from '../vectors/matrix.js';
import { normalise } from '../vectors/normalise.js';
import { onnxKernel } from '../vectors/onnx-kernel.js';
import { plainKernel } from '../vectors/scores.js';
import { dbscan, dbscanBy } from './dbscan.js';

/** Unit vectors around random topics, some of them far off. */
function cloud(n: number, d: number, topics: number, seed: number): Matrix {
  const random = seededRandom(seed);
  const vector = () => Float32Array.from({ length: d }, () => random() - 0.5);
  const centres = Array.from({ length: topics }, vector);
  return matrixOf(
    Array.from({ length: n }, (_, i) => {
      const spread = 1.5 * random();
      return normalise(vector().map((x, j) => spread * x + centres[i % topics]![j]!));
    }),
  );
}

/** Directions in the plane, by degrees. */
const fan = (...degrees: number[]) =>
  matrixOf(
    degrees.map((angle) => {
      const radians = (angle * Math.PI) / 180;
      return Float32Array.of(Math.cos(radians), Math.sin(radians));
    }),
  );
const apart = (degrees: number) => 1 - Math.cos((degrees * Math.PI) / 180);

/** The sibling: the algorithm as it stands in the paper, with lists of neighbours. */
function naive(data: Matrix, eps: number, minSamples: number): number[] {
  const all = [...Array(data.rows).keys()];
  const near = (i: number, j: number) => 1 - cosine(rowOf(data, i), rowOf(data, j)) <= eps;
  const neighbours = all.map((i) => all.filter((j) => i === j || near(i, j)));
  const labels = all.map(() => -1);
  let cluster = 0;
  for (const start of all) {
    if (labels[start] !== -1 || neighbours[start]!.length < minSamples) continue;
    const queue = [start];
    for (const i of queue) {
      if (labels[i] !== -1) continue;
      labels[i] = cluster;
      if (neighbours[i]!.length >= minSamples) queue.push(...neighbours[i]!);
    }
    cluster++;
  }
  return labels;
}

describe('by hand', () => {
  test('two groups, a border point and noise', async () => {
    const data = fan(0, 2, 4, 90, 92, 94, 98.5, 180);
    const { labels, core, clusters } = await dbscan(data, { eps: apart(5), minSamples: 3 });
    expect([...labels]).toEqual([0, 0, 0, 1, 1, 1, 1, -1]);
    expect([...core]).toEqual([1, 1, 1, 1, 1, 1, 0, 0]);
    expect(clusters).toBe(2);
  });

  test('a border point between two clusters belongs to the first', async () => {
    // 10° is in reach of a core point on either side, and has two neighbours too few itself.
    const degrees = [16, 17, 18, 19, 10, 1, 2, 3, 4];
    const { labels } = await dbscan(fan(...degrees), { eps: apart(6.5), minSamples: 4 });
    expect([...labels]).toEqual([0, 0, 0, 0, 0, 1, 1, 1, 1]);
    const mirrored = fan(...degrees.toReversed());
    const other = await dbscan(mirrored, { eps: apart(6.5), minSamples: 4 });
    expect([...other.labels]).toEqual([0, 0, 0, 0, 0, 1, 1, 1, 1]);
  });

  test('a chain is one cluster, whatever the order of its points', async () => {
    const { labels } = await dbscan(fan(0, 8, 16, 4, 12), { eps: apart(4.5), minSamples: 2 });
    expect([...labels]).toEqual([0, 0, 0, 0, 0]);
  });

  test('one sample is enough: every point is core', async () => {
    const { labels, core } = await dbscan(fan(0, 90, 1), { eps: apart(2), minSamples: 1 });
    expect([...labels]).toEqual([0, 1, 0]);
    expect([...core]).toEqual([1, 1, 1]);
  });

  test('opposite vectors are at distance 2, zero vectors at 1 from all', async () => {
    const { labels } = await dbscan(fan(0, 180), { eps: 2, minSamples: 2 });
    expect([...labels]).toEqual([0, 0]);
    const zero = matrixOf([Float32Array.of(0, 0), Float32Array.of(1, 0), Float32Array.of(1, 0)]);
    expect([...(await dbscan(zero, { eps: 0.999, minSamples: 2 })).labels]).toEqual([-1, 0, 0]);
    expect([...(await dbscan(zero, { eps: 1, minSamples: 2 })).labels]).toEqual([0, 0, 0]);
  });
});

describe('degenerate inputs', () => {
  test('no vector, one, and many that are equal', async () => {
    expect(await dbscan(matrixOf([]), { eps: 0.1, minSamples: 2 })).toEqual({
      labels: new Int32Array(0),
      core: new Uint8Array(0),
      clusters: 0,
    });
    expect([...(await dbscan(fan(3), { eps: 0.1, minSamples: 2 })).labels]).toEqual([-1]);
    const equal = matrixOf(Array.from({ length: 9 }, () => Float32Array.of(0.3, 0.7, 0.1)));
    expect((await dbscan(equal, { eps: 0, minSamples: 9 })).labels).toEqual(new Int32Array(9));
  });

  test('NaN is refused, and an abort ends it', async () => {
    const bad = matrixOf([Float32Array.of(1, 0), Float32Array.of(0, NaN)]);
    const settings = { eps: 0.1, minSamples: 2 };
    await expect(dbscan(bad, settings)).rejects.toMatchObject({ code: 'VECTOR_INVALID' });
    const aborted = dbscan(fan(0, 1), { ...settings, signal: AbortSignal.abort() });
    await expect(aborted).rejects.toMatchObject({ name: 'AbortError' });
  });
});

describe('oracles', () => {
  test.each([1, 2, 3])('labels of density-clustering (seed %i)', async (seed) => {
    const data = cloud(250, 12, 6, seed);
    const rows = Array.from({ length: data.rows }, (_, i) => [...rowOf(data, i)]);
    const distance = (a: number[], b: number[]) =>
      1 - cosine(Float32Array.from(a), Float32Array.from(b));
    const theirs = new Int32Array(data.rows).fill(-1);
    const peer = new densityClustering.DBSCAN();
    const groups = peer.run(rows, 0.2, 5, distance);
    groups.forEach((group, label) => group.forEach((i) => (theirs[i] = label)));
    const ours = await dbscan(data, { eps: 0.2, minSamples: 5 });
    expect(ours.clusters).toBeGreaterThan(1);
    expect(ours.labels).toEqual(theirs);
  });
});

describe('invariants', () => {
  const settings = fc.record({
    n: fc.integer({ min: 1, max: 90 }),
    d: fc.integer({ min: 2, max: 8 }),
    topics: fc.integer({ min: 1, max: 6 }),
    eps: fc.double({ min: 0, max: 0.6, noNaN: true }),
    minSamples: fc.integer({ min: 1, max: 8 }),
    seed: fc.integer({ min: 0, max: 1e9 }),
  });

  test('labels of the naive sibling', async () => {
    await fc.assert(
      fc.asyncProperty(settings, async ({ n, d, topics, eps, minSamples, seed }) => {
        const data = cloud(n, d, topics, seed);
        const { labels } = await dbscan(data, { eps, minSamples });
        expect([...labels]).toEqual(naive(data, eps, minSamples));
      }),
    );
  });

  test('another order of the rows: the same core points, in the same clusters', async () => {
    await fc.assert(
      fc.asyncProperty(settings, async ({ n, d, topics, eps, minSamples, seed }) => {
        const data = cloud(n, d, topics, seed);
        const random = seededRandom(seed);
        const keys = Array.from({ length: n }, random);
        const order = [...keys.keys()].sort((a, b) => keys[a]! - keys[b]!);
        const straight = await dbscan(data, { eps, minSamples });
        const shuffled = await dbscan(gather(data, order), { eps, minSamples });
        expect(shuffled.clusters).toBe(straight.clusters);
        const names = new Map<number, number>();
        order.forEach((i, at) => {
          expect(shuffled.core[at]).toBe(straight.core[i]);
          const [ours, theirs] = [straight.labels[i]!, shuffled.labels[at]!];
          if (straight.core[i] === 0) return expect(theirs === -1).toBe(ours === -1);
          expect(names.get(ours) ?? theirs).toBe(theirs);
          names.set(ours, theirs);
        });
      }),
    );
  });

  test('lengths do not matter', async () => {
    const data = cloud(80, 6, 4, 3);
    const random = seededRandom(1);
    const rows = Array.from({ length: 80 }, (_, i) => {
      const scale = 1e3 * (random() + 0.01);
      return rowOf(data, i).map((x) => x * scale);
    });
    const long = await dbscan(matrixOf(rows), { eps: 0.15, minSamples: 4 });
    expect(long.labels).toEqual((await dbscan(data, { eps: 0.15, minSamples: 4 })).labels);
  });
});

describe('the same result whatever rounds', () => {
  test('kernels, threads and noise within the bound', { timeout: 30_000 }, async () => {
    const data = cloud(1300, 24, 20, 11);
    // A distance that occurs: a pair lies right on the threshold.
    const distances = Array.from(
      { length: 1300 },
      (_, i) => 1 - dot(rowOf(data, 0), rowOf(data, i)),
    );
    const off = (distance: number) => Math.abs(distance - 0.2);
    const eps = distances.reduce((best, each) => (off(each) < off(best) ? each : best));
    const expected = await dbscanBy(plainKernel, data, { eps, minSamples: 6 });
    expect(expected.clusters).toBeGreaterThan(1);
    for (const kernel of [sloppyKernel, await onnxKernel(1), await onnxKernel(2)]) {
      expect(await dbscanBy(kernel, data, { eps, minSamples: 6 })).toEqual(expected);
      await kernel.close();
    }
  });
});
