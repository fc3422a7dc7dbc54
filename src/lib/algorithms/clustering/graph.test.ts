import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../random.js';
import { norm, squaredDistance } from '../vectors/dot.js';
import { matrixOf, rowOf, type Matrix } from '../vectors/matrix.js';
import { normalise } from '../vectors/normalise.js';
import { plainKernel, scoreError, type ScoreKernel } from '../vectors/scores.js';
import { edgesOf, modularity } from './graph-edges.js';
import { layout } from './graph-layout.js';
import { nearestNeighbours } from './graph-neighbours.js';
import { centred, smoothed } from './graph-smooth.js';
import { voted } from './graph-votes.js';
import { wardCentres } from './graph-ward.js';
import { graphClusters } from './graph.js';

const plain = { kernel: plainKernel };
const line = (...values: number[]) => matrixOf(values.map((value) => Float32Array.of(value)));

/** Scores that are off by more than half of what they may be; their own rounding takes a part of the rest. */
const noisyKernel: ScoreKernel = {
  ...plainKernel,
  async score(rows, centres, out) {
    await plainKernel.score(rows, centres, out);
    const random = seededRandom(3);
    for (let at = 0; at < rows.rows * centres.rows; at++) {
      const length = norm(rowOf(rows, Math.floor(at / centres.rows)));
      out[at]! += 1.2 * (random() - 0.5) * scoreError(centres, length);
    }
  },
};

function topics(count: number, each: number, dimensions = 12): Matrix {
  const random = seededRandom(5);
  return matrixOf(
    Array.from({ length: count * each }, (_, i) =>
      normalise(
        Float32Array.from(
          { length: dimensions },
          (_, j) => (j === i % count ? 1 : 0) + 0.6 * (random() - 0.5),
        ),
      ),
    ),
  );
}

describe('nearestNeighbours', () => {
  it('lists the nearest others, ties in the order of the rows', async () => {
    const near = await nearestNeighbours(line(0, 1, 2, 10), 2, plain);
    expect([...near]).toEqual([1, 2, 0, 2, 1, 0, 2, 1]);
  });

  it('is what sorting all distances gives, whatever the kernel rounds to', async () => {
    const point = fc.array(fc.integer({ min: -3, max: 3 }), { minLength: 3, maxLength: 3 });
    const points = fc.array(point, { minLength: 1, maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(points, fc.integer({ min: 1, max: 5 }), async (rows, count) => {
        const data = matrixOf(rows.map((row) => normalise(Float32Array.from(row))));
        const wanted = Math.min(count, data.rows - 1);
        const sorted = rows.flatMap((_, i) =>
          [...rows.keys()]
            .filter((j) => j !== i)
            .map((j) => ({ j, d: squaredDistance(rowOf(data, i), rowOf(data, j)) }))
            .sort((a, b) => a.d - b.d || a.j - b.j)
            .slice(0, wanted)
            .map(({ j }) => j),
        );
        for (const kernel of [plainKernel, noisyKernel]) {
          expect([...(await nearestNeighbours(data, count, { kernel }))]).toEqual(sorted);
        }
      }),
    );
  });
});

describe('smoothed', () => {
  it('pulls a vector towards its neighbour, by hand', () => {
    const data = matrixOf([Float32Array.of(1, 0), Float32Array.of(0, 1)]);
    // 0.5 · own + 1 · the other, at unit length
    const [a, b] = [1 / Math.sqrt(5), 2 / Math.sqrt(5)];
    const once = [...smoothed(data, edgesOf(Int32Array.of(1, 0), 2), 1).data];
    [a, b, b, a].forEach((value, at) => expect(once[at]).toBeCloseTo(value, 6));
  });

  it('changes nothing in no steps, and where there are no neighbours', () => {
    const data = topics(2, 3);
    expect(smoothed(data, edgesOf(Int32Array.of(1, 0, 3, 2, 5, 4), 6), 0)).toEqual(data);
    const one = matrixOf([Float32Array.of(1, 0)]);
    expect([...smoothed(one, edgesOf(new Int32Array(0), 1), 2).data]).toEqual([1, 0]);
  });
});

describe('centred', () => {
  it('gives directions from the mean, zero at the mean', () => {
    const data = matrixOf([Float32Array.of(3, 1), Float32Array.of(1, 1), Float32Array.of(2, 1)]);
    expect([...centred(data).data]).toEqual([1, 0, -1, 0, 0, 0]);
  });
});

describe('edgesOf', () => {
  it('lists each edge at both ends, weights falling with rank', () => {
    const { offsets, to, weights } = edgesOf(Int32Array.of(1, 2, 0, 2, 0, 1), 3);
    expect([...offsets]).toEqual([0, 4, 8, 12]);
    expect([...to]).toEqual([1, 2, 1, 2, 0, 0, 2, 2, 0, 1, 0, 1]);
    expect([...weights]).toEqual([1, 0.5, 1, 1, 1, 1, 0.5, 0.5, 0.5, 0.5, 1, 0.5]);
  });

  it('leaves out strangers', () => {
    const edges = edgesOf(Int32Array.of(1, 0, 1), 3, (from) => (from === 2 ? 0 : 1));
    expect([...edges.offsets]).toEqual([0, 2, 4, 4]);
  });
});

describe('modularity', () => {
  // Two pairs, each joined twice: 8 ends of weight 1.
  const pairs = edgesOf(Int32Array.of(1, 0, 3, 2), 4);

  it('is what lies within less what chance would put there, by hand', () => {
    expect(modularity(pairs, Int32Array.of(0, 0, 1, 1))).toBeCloseTo(1 - 2 * 0.25);
    expect(modularity(pairs, Int32Array.of(0, 1, 0, 1))).toBeCloseTo(-0.5);
    expect(modularity(pairs, Int32Array.of(0, 0, 0, 0))).toBe(0);
    expect(modularity(edgesOf(new Int32Array(0), 1), Int32Array.of(0))).toBe(0);
  });
});

describe('voted', () => {
  // Two triangles of one kind each, of which one point stands with the others.
  const data = matrixOf(
    [0, 0, 0, 1, 1, 1].map((kind) => Float32Array.of(kind === 0 ? 1 : 0, kind)),
  );
  const triangles = edgesOf(Int32Array.of(1, 2, 0, 2, 0, 1, 4, 5, 3, 5, 3, 4), 6);

  it('moves a point to where all its neighbours are', () => {
    const labels = Int32Array.of(0, 0, 1, 1, 1, 1);
    expect([...voted(data, triangles, { labels, clusters: 2 })]).toEqual([0, 0, 0, 1, 1, 1]);
  });

  it('leaves what agrees as it is, and no cluster empty', () => {
    const labels = Int32Array.of(0, 0, 0, 1, 1, 1);
    expect([...voted(data, triangles, { labels, clusters: 2 })]).toEqual([...labels]);
    const alone = Int32Array.of(0, 0, 0, 1, 1, 2);
    expect([...voted(data, triangles, { labels: alone, clusters: 3 })]).toEqual([...alone]);
  });
});

describe('layout', () => {
  const groups = topics(4, 20);

  it('puts neighbours nearer than strangers, the same each time', async () => {
    const edges = edgesOf(await nearestNeighbours(groups, 6, plain), groups.rows);
    const places = layout(groups, edges, { seed: 2 });
    expect(layout(groups, edges, { seed: 2 })).toEqual(places);
    const distances = (same: boolean) => {
      const found: number[] = [];
      for (let i = 0; i < places.rows; i++)
        for (let j = 0; j < i; j++)
          if ((i % 4 === j % 4) === same)
            found.push(squaredDistance(rowOf(places, i), rowOf(places, j)));
      return found;
    };
    expect(Math.max(...distances(true))).toBeLessThan(Math.min(...distances(false)));
  });

  it('stops when asked to', () => {
    const edges = edgesOf(new Int32Array(0), groups.rows);
    const signal = AbortSignal.abort();
    expect(() => layout(groups, edges, { seed: 1, signal })).toThrow(/abort/i);
  });
});

describe('wardCentres', () => {
  it('joins what raises the inertia least, by hand', async () => {
    const data = line(0, 1, 5, 7, 20);
    const chain = Int32Array.of(1, 0, 3, 2, 3);
    expect([...(await wardCentres(data, chain, { k: 3, ...plain })).data]).toEqual([0.5, 6, 20]);
  });

  it('links what the graph leaves apart', async () => {
    const data = line(0, 1, 5, 7, 20, 21);
    const pairs = Int32Array.of(1, 0, 3, 2, 5, 4);
    expect([...(await wardCentres(data, pairs, { k: 2, ...plain })).data]).toEqual([3.25, 20.5]);
  });
});

describe('graphClusters', () => {
  it('finds separate topics, the same each time', async () => {
    const data = topics(5, 30);
    const first = await graphClusters(data, { k: 5, seed: 1 });
    expect(first.clusters).toBe(5);
    first.labels.forEach((label, i) => expect(label).toBe(first.labels[i % 5]));
    expect(await graphClusters(data, { k: 5, seed: 1 })).toEqual(first);
  });

  it.each([
    [0, 3, 0],
    [1, 3, 1],
    [2, 3, 2],
    [6, 1, 1],
  ])('makes of %d points and k %d %d clusters', async (points, k, clusters) => {
    const data = points === 0 ? matrixOf([]) : topics(1, points);
    const result = await graphClusters(data, { k, seed: 1 });
    expect(result.clusters).toBe(clusters);
    expect(result.labels).toHaveLength(points);
  });

  it('takes equal vectors for one cluster', async () => {
    const same = matrixOf(Array.from({ length: 4 }, () => Float32Array.of(1, 0)));
    expect(new Set((await graphClusters(same, { k: 1, seed: 1 })).labels).size).toBe(1);
  });

  it('stops when asked to, and refuses what is no number', async () => {
    const signal = AbortSignal.abort();
    await expect(graphClusters(topics(2, 4), { k: 2, seed: 1, signal })).rejects.toThrow(/abort/i);
    const broken = matrixOf([Float32Array.of(1, NaN), Float32Array.of(0, 1)]);
    await expect(graphClusters(broken, { k: 1, seed: 1 })).rejects.toThrow(/not a number/);
  });
});
