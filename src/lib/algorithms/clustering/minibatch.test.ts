import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sloppyKernel } from '../../../../test/support/sloppy-kernel.js';
import { seededRandom } from '../random.js';
import { meanRow, squaredDistance } from '../vectors/dot.js';
import { gather, matrixOf, rowOf, type Matrix } from '../vectors/matrix.js';
import { onnxKernel } from '../vectors/onnx-kernel.js';
import { plainKernel } from '../vectors/scores.js';
import { kmeans } from './kmeans.js';
import { MiniBatchCentres } from './minibatch-centres.js';
import { Patience, shuffledBatches } from './minibatch-course.js';
import { miniBatchKMeans, miniBatchKMeansBy } from './minibatch.js';
import { pointsOf } from './points.js';

const line = (...values: number[]) => matrixOf(values.map((value) => Float32Array.of(value)));

/** Vectors around `topics` random points, overlapping. */
function cloud(n: number, d: number, topics: number, seed: number): Matrix {
  const random = seededRandom(seed);
  const vector = () => Float32Array.from({ length: d }, () => random() - 0.5);
  const centres = Array.from({ length: topics }, vector);
  return matrixOf(
    Array.from({ length: n }, (_, i) => vector().map((x, j) => x + centres[i % topics]![j]!)),
  );
}

describe('a step', () => {
  test('moves centres to the mean of all they have seen, by hand', async () => {
    const points = pointsOf(line(1, 3, 20, 5), plainKernel);
    const centres = new MiniBatchCentres(line(0, 16), seededRandom(1));
    // 1 and 3 go to 0, 20 goes to 16: 1 + 9 + 16.
    expect(await centres.step(points, Int32Array.of(0, 1, 2))).toBe(26);
    expect([...centres.matrix.data]).toEqual([2, 20]);
    // The third point of the first centre, at 5, moves it by a third of 3.
    expect(await centres.step(points, Int32Array.of(3))).toBe(9);
    expect([...centres.matrix.data]).toEqual([3, 20]);
  });

  test('gives a centre that sees nothing the place of a point', async () => {
    const points = pointsOf(line(1, 2, 3), plainKernel);
    const centres = new MiniBatchCentres(line(2, 1000), seededRandom(1));
    await centres.step(points, Int32Array.of(0, 1, 2));
    expect(centres.matrix.data[0]).toBe(2);
    expect([1, 2, 3]).toContain(centres.matrix.data[1]);
  });
});

describe('shuffledBatches', () => {
  test('goes through different rows, the same ones for the same seed', () => {
    const counts = fc.record({ count: fc.nat(50), size: fc.integer({ min: 1, max: 60 }) });
    fc.assert(
      fc.property(counts, fc.nat(), ({ count, size }, seed) => {
        const batches = () => [...shuffledBatches(count, size, seededRandom(seed))];
        const rows = batches().flatMap((batch) => [...batch]);
        const step = Math.max(1, Math.min(size, count));
        expect(rows).toHaveLength(count - (count % step));
        expect(new Set(rows).size).toBe(rows.length);
        expect(rows.every((row) => row >= 0 && row < count)).toBe(true);
        expect(batches()).toEqual(batches());
      }),
    );
  });
});

describe('Patience', () => {
  test('ends after so many values that do not lower the weighted mean, the first left out', () => {
    const patience = new Patience(2, 0.5);
    // Means from the second on: 8, 6, 7, 6.5.
    expect([1, 8, 4, 8, 6].map((value) => patience.isSpent(value))).toEqual([
      ...[false, false, false, false, true],
    ]);
  });

  test('does not count what falls by less than the share, unless it adds up to more', () => {
    const patience = new Patience(2, 1, 0.1);
    const means = [0, 100, 95, 89, 85, 81];
    expect(means.map((value) => patience.isSpent(value))).toEqual([
      ...[false, false, false, false, false, true],
    ]);
  });
});

describe('miniBatchKMeans', () => {
  const settings = fc.record({
    n: fc.integer({ min: 1, max: 80 }),
    batch: fc.integer({ min: 1, max: 100 }),
    k: fc.integer({ min: 1, max: 12 }),
    seed: fc.integer({ min: 0, max: 1e9 }),
  });

  test('assigns every vector, and centres are means of their members', async () => {
    await fc.assert(
      fc.asyncProperty(settings, async ({ n, batch, k, seed }) => {
        const data = cloud(n, 4, 5, seed);
        const { labels, centres, inertia } = await miniBatchKMeans(data, { k, seed, batch });
        expect(labels).toHaveLength(n);
        expect(centres.rows).toBeLessThanOrEqual(Math.min(n, k));
        let sum = 0;
        for (let c = 0; c < centres.rows; c++) {
          const members = [...labels.keys()].filter((i) => labels[i] === c);
          expect(members.length).toBeGreaterThan(0);
          const mean = meanRow(gather(data, members));
          expect(squaredDistance(mean, rowOf(centres, c))).toBeLessThan(1e-10);
          for (const i of members) sum += squaredDistance(rowOf(data, i), rowOf(centres, c));
        }
        expect(inertia).toBeCloseTo(sum, 9);
      }),
      { numRuns: 60 },
    );
  });

  test('comes near to k-means where topics overlap', async () => {
    const data = cloud(4000, 12, 30, 2);
    const full = await kmeans(data, { k: 30, seed: 1, starts: 1 });
    const { inertia, iterations } = await miniBatchKMeans(data, { k: 30, seed: 1, batch: 256 });
    expect(inertia).toBeLessThan(1.05 * full.inertia);
    expect(iterations).toBeLessThan((100 * 4000) / 256);
  });

  test('finds topics that the subsample hardly holds', async () => {
    const common = Array.from({ length: 3000 }, () => [0, 0]);
    const rare = Array.from({ length: 30 }, (_, i) => [5 + (i % 3), 5]);
    const data = matrixOf([...common, ...rare].map((row) => Float32Array.from(row)));
    const { centres, inertia } = await miniBatchKMeans(data, { k: 4, seed: 1, batch: 2 });
    expect({ clusters: centres.rows, inertia }).toEqual({ clusters: 4, inertia: 0 });
  });

  test('has as many clusters as distinct vectors, at most; none of nothing', async () => {
    const same = line(2, 2, 7, 7, 7);
    expect((await miniBatchKMeans(same, { k: 4, seed: 1 })).centres.rows).toBe(2);
    expect((await miniBatchKMeans(matrixOf([]), { k: 4, seed: 1 })).labels).toHaveLength(0);
  });

  test('kernels, threads and noise within the bound change nothing', async () => {
    // Multiples of 1/8 make ties in plenty.
    const data = cloud(1300, 24, 30, 11);
    data.data.forEach((x, at) => (data.data[at] = Math.round(x * 8) / 8));
    const options = { k: 12, seed: 4, batch: 200 };
    const expected = await miniBatchKMeansBy(plainKernel, data, options);
    for (const kernel of [sloppyKernel, await onnxKernel(1), await onnxKernel(2)]) {
      expect(await miniBatchKMeansBy(kernel, data, options)).toEqual(expected);
      await kernel.close();
    }
  });

  test('stops when asked to, and refuses what is no number', async () => {
    const signal = AbortSignal.abort();
    const data = cloud(40, 3, 4, 1);
    await expect(miniBatchKMeans(data, { k: 2, seed: 1, signal })).rejects.toThrow(/abort/i);
    await expect(miniBatchKMeans(line(1, NaN), { k: 1, seed: 1 })).rejects.toThrow(/not a number/);
  });
});
