import fc from 'fast-check';
import { kmeans as mlKmeans } from 'ml-kmeans';
import { describe, expect, test } from 'vitest';
import { sloppyKernel } from '../../../../test/support/sloppy-kernel.js';
import { seededRandom } from '../random.js';
import { meanRow, squaredDistance } from '../vectors/dot.js';
import { gather, matrixOf, rowOf, type Matrix } from '../vectors/matrix.js';
import { onnxKernel } from '../vectors/onnx-kernel.js';
import { plainKernel } from '../vectors/scores.js';
import { kmeans, kmeansBy, type KMeansResult } from './kmeans.js';

/** Vectors around `topics` random points, overlapping. */
function cloud(n: number, d: number, topics: number, seed: number): Matrix {
  const random = seededRandom(seed);
  const vector = () => Float32Array.from({ length: d }, () => random() - 0.5);
  const centres = Array.from({ length: topics }, vector);
  return matrixOf(
    Array.from({ length: n }, (_, i) => vector().map((x, j) => x + centres[i % topics]![j]!)),
  );
}

/** The sibling: Lloyd's algorithm as it stands in the book, float64, until no label changes. */
function naive(data: Matrix, start: Matrix, maxIterations: number) {
  const rows = Array.from({ length: data.rows }, (_, i) => [...rowOf(data, i)]);
  let centres = Array.from({ length: start.rows }, (_, c) => [...rowOf(start, c)]);
  const apart = (a: number[], b: number[]) => a.reduce((sum, x, j) => sum + (x - b[j]!) ** 2, 0);
  const nearest = (row: number[]) =>
    centres.reduce(
      (best, centre, c) => (apart(row, centre) < apart(row, centres[best]!) ? c : best),
      0,
    );
  let labels = rows.map(nearest);
  for (let iteration = 0; iteration < maxIterations; iteration++) {
    centres = centres.map((centre, c) => {
      const members = rows.filter((_, i) => labels[i] === c);
      return members.length === 0
        ? centre
        : centre.map((_, j) => members.reduce((sum, row) => sum + row[j]!, 0) / members.length);
    });
    labels = rows.map(nearest);
  }
  return labels;
}

function inertiaOf(data: Matrix, labels: ArrayLike<number>, centres: Matrix): number {
  let sum = 0;
  for (let i = 0; i < data.rows; i++) {
    sum += squaredDistance(rowOf(data, i), rowOf(centres, labels[i]!));
  }
  return sum;
}

/** By how much a vector's own centre is farther than the nearest, squared, at worst. */
function worstExcess(data: Matrix, { labels, centres }: KMeansResult): number {
  let worst = 0;
  for (let i = 0; i < data.rows; i++) {
    const own = squaredDistance(rowOf(data, i), rowOf(centres, labels[i]!));
    for (let c = 0; c < centres.rows; c++) {
      worst = Math.max(worst, own - squaredDistance(rowOf(data, i), rowOf(centres, c)));
    }
  }
  return worst;
}

/** By how much a centre is off the mean of its members, at worst; Infinity when one has none. */
function worstOffset(data: Matrix, { labels, centres }: KMeansResult): number {
  const offsets = Array.from({ length: centres.rows }, (_, c) => {
    const members = [...labels.keys()].filter((i) => labels[i] === c);
    if (members.length === 0) return Infinity;
    const mean = meanRow(gather(data, members));
    return Math.sqrt(squaredDistance(mean, rowOf(centres, c)));
  });
  return Math.max(...offsets);
}

const first = (data: Matrix, k: number) => gather(data, [...Array(k).keys()]);

describe('by hand', () => {
  const line = matrixOf([0, 1, 10, 11, 12].map((x) => Float32Array.of(x)));

  test('two groups on a line', async () => {
    const { labels, centres, inertia } = await kmeans(line, { k: 2, seed: 1 });
    expect(labels[0]).not.toBe(labels[2]);
    expect([...labels]).toEqual([0, 0, 1, 1, 1].map((at) => (at === 0 ? labels[0] : labels[2])));
    expect([...centres.data].sort((a, b) => a - b)).toEqual([0.5, 11]);
    expect(inertia).toBe(2.5);
  });

  test('an empty cluster takes the vector farthest from its centre', async () => {
    const warm = matrixOf([5, 1000].map((x) => Float32Array.of(x)));
    const { labels } = await kmeans(line, { k: 2, seed: 1, warm });
    expect([...labels]).toEqual([0, 0, 1, 1, 1]);
  });

  test('k-means++ adds what warm centres leave missing', async () => {
    const warm = matrixOf([Float32Array.of(0.5)]);
    const { labels } = await kmeans(line, { k: 2, seed: 1, warm });
    expect([...labels]).toEqual([0, 0, 1, 1, 1]);
  });

  test('no more clusters than distinct vectors, and none without members', async () => {
    const doubled = matrixOf([3, 3, 4, 4, 3].map((x) => Float32Array.of(x)));
    const cold = await kmeans(doubled, { k: 5, seed: 1 });
    expect(cold.centres.rows).toBe(2);
    expect(cold.inertia).toBe(0);
    const warm = matrixOf([0, 1, 2].map((x) => Float32Array.of(x)));
    expect((await kmeans(doubled, { k: 3, seed: 1, warm })).centres.rows).toBe(2);
  });

  test('no vector, and one', async () => {
    expect((await kmeans(matrixOf([]), { k: 48, seed: 1 })).labels).toHaveLength(0);
    const one = await kmeans(matrixOf([Float32Array.of(1, 2)]), { k: 48, seed: 1 });
    expect([...one.labels]).toEqual([0]);
    expect(one.centres.data).toEqual(Float32Array.of(1, 2));
  });

  test('vectors that overflow float32 products are told apart by float64', async () => {
    const huge = matrixOf([-2e30, -1e30, 1e30, 2e30].map((x) => Float32Array.of(x, 0)));
    const { labels } = await kmeans(huge, { k: 2, seed: 1 });
    expect([labels[1], labels[3]]).toEqual([labels[0], labels[2]]);
    expect(labels[0]).not.toBe(labels[2]);
  });
});

describe('what it refuses', () => {
  test('NaN', async () => {
    const bad = matrixOf([Float32Array.of(0, NaN)]);
    await expect(kmeans(bad, { k: 1, seed: 1 })).rejects.toMatchObject({ code: 'VECTOR_INVALID' });
  });

  test('to go on after an abort', async () => {
    const signal = AbortSignal.abort();
    const run = kmeans(cloud(50, 3, 2, 1), { k: 3, seed: 1, signal });
    await expect(run).rejects.toMatchObject({ name: 'AbortError' });
  });
});

describe('oracles', () => {
  test.each([1, 2, 3])(
    'labels of the naive sibling, iteration by iteration (seed %i)',
    async (seed) => {
      const data = cloud(300, 9, 12, seed);
      const warm = first(data, 8);
      for (const maxIterations of [0, 1, 2, 5, 50]) {
        const { labels } = await kmeans(data, { k: 8, seed, warm, maxIterations, tolerance: 0 });
        expect([...labels]).toEqual(naive(data, warm, maxIterations));
      }
    },
  );

  test.each([1, 2, 3])('labels of ml-kmeans from the same centres (seed %i)', async (seed) => {
    const data = cloud(200, 16, 5, seed);
    const lists = Array.from({ length: data.rows }, (_, i) => [...rowOf(data, i)]);
    const theirs = mlKmeans(lists, 5, {
      initialization: lists.slice(0, 5),
      maxIterations: 300,
      tolerance: 1e-12,
    });
    const ours = await kmeans(data, { k: 5, seed, warm: first(data, 5), tolerance: 0 });
    expect([...ours.labels]).toEqual(theirs.clusters);
  });
});

describe('invariants', () => {
  const settings = fc.record({
    n: fc.integer({ min: 1, max: 120 }),
    d: fc.integer({ min: 1, max: 10 }),
    topics: fc.integer({ min: 1, max: 10 }),
    k: fc.integer({ min: 1, max: 12 }),
    seed: fc.integer({ min: 0, max: 1e9 }),
  });

  test('each vector is nearest to its own centre, which is the mean of its members', async () => {
    await fc.assert(
      fc.asyncProperty(settings, async ({ n, d, topics, k, seed }) => {
        const data = cloud(n, d, topics, seed);
        const result = await kmeans(data, { k, seed, starts: 1, tolerance: 0 });
        expect(result.inertia).toBeCloseTo(inertiaOf(data, result.labels, result.centres), 9);
        expect(worstExcess(data, result)).toBeLessThan(1e-5);
        expect(worstOffset(data, result)).toBeLessThan(1e-6);
      }),
      { numRuns: 60 },
    );
  });

  test('inertia never rises from one iteration to the next', async () => {
    for (const seed of [1, 2, 3, 4]) {
      const data = cloud(400, 6, 20, seed);
      let before = Infinity;
      for (let maxIterations = 0; maxIterations < 15; maxIterations++) {
        const options = { k: 10, seed, warm: first(data, 10), maxIterations, tolerance: 0 };
        const { inertia } = await kmeans(data, options);
        expect(inertia).toBeLessThanOrEqual(before * (1 + 1e-9));
        before = inertia;
      }
    }
  });

  test('another order of the rows, the same clusters', async () => {
    const data = cloud(250, 8, 6, 5);
    const warm = first(data, 6);
    const order = [...Array(250).keys()].sort((a, b) => ((a * 97) % 251) - ((b * 97) % 251));
    const straight = await kmeans(data, { k: 6, seed: 1, warm });
    const shuffled = await kmeans(gather(data, order), { k: 6, seed: 1, warm });
    expect([...shuffled.labels]).toEqual(order.map((i) => straight.labels[i]));
  });

  test('more starts are never worse', async () => {
    const data = cloud(300, 5, 30, 9);
    const one = await kmeans(data, { k: 20, seed: 3, starts: 1 });
    const ten = await kmeans(data, { k: 20, seed: 3, starts: 10 });
    expect(ten.inertia).toBeLessThanOrEqual(one.inertia);
  });
});

describe('the same result whatever rounds', () => {
  test('kernels, threads and noise within the bound', { timeout: 30_000 }, async () => {
    // Multiples of 1/8 make ties in plenty.
    const data = cloud(1300, 24, 30, 11);
    data.data.forEach((x, at) => (data.data[at] = Math.round(x * 8) / 8));
    const options = { k: 12, seed: 4, starts: 2 };
    const expected = await kmeansBy(plainKernel, data, options);
    for (const kernel of [sloppyKernel, await onnxKernel(1), await onnxKernel(2)]) {
      expect(await kmeansBy(kernel, data, options)).toEqual(expected);
      await kernel.close();
    }
  });
});
