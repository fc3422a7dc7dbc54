import { expect, test } from 'vitest';
import { seededRandom } from '../random.js';
import { dot } from './dot.js';
import { kernelFor } from './kernel.js';
import { emptyMatrix, rowOf, type Matrix } from './matrix.js';
import { onnxKernel } from './onnx-kernel.js';
import { centresOf, plainKernel, scoreError, type ScoreKernel } from './scores.js';

function randomMatrix(rows: number, cols: number, seed: number, scale = 1): Matrix {
  const random = seededRandom(seed);
  const matrix = emptyMatrix(rows, cols);
  matrix.data.forEach((_, at) => (matrix.data[at] = scale * (random() - 0.5)));
  return matrix;
}

async function worstShareOfBound(kernel: ScoreKernel, rows: Matrix, matrix: Matrix) {
  const centres = centresOf(matrix);
  const out = new Float32Array(rows.rows * centres.rows);
  await kernel.score(rows, centres, out);
  let worst = 0;
  for (let i = 0; i < rows.rows; i++) {
    const x = rowOf(rows, i);
    const bound = scoreError(centres, Math.sqrt(dot(x, x)));
    for (let c = 0; c < centres.rows; c++) {
      const centre = rowOf(centres, c);
      const exact = dot(centre, centre) / 2 - dot(x, centre);
      worst = Math.max(worst, Math.abs(out[i * centres.rows + c]! - exact) / bound);
    }
  }
  return worst;
}

const shapes = [
  { n: 1, k: 1, d: 1, scale: 1 },
  { n: 7, k: 5, d: 3, scale: 1e4 },
  { n: 1030, k: 33, d: 384, scale: 0.1 },
  { n: 64, k: 17, d: 768, scale: 1e-20 },
];

test.each(shapes)('every kernel keeps to the bound: $n × $d, $k centres', async (shape) => {
  const rows = randomMatrix(shape.n, shape.d, 1, shape.scale);
  const centres = randomMatrix(shape.k, shape.d, 2, shape.scale);
  for (const kernel of [plainKernel, await onnxKernel(1), await onnxKernel(2)]) {
    expect(await worstShareOfBound(kernel, rows, centres)).toBeLessThan(1);
    await kernel.close();
  }
});

test('no bound where float32 may overflow', () => {
  expect(scoreError(centresOf(randomMatrix(2, 3, 1, 1e25)), 1e25)).toBe(Infinity);
});

test('the bound for unit vectors of 384 dimensions', () => {
  const unit = emptyMatrix(1, 384);
  unit.data[0] = 1;
  expect(scoreError(centresOf(unit), 1)).toBeCloseTo(3.47e-5, 6);
});

test('small inputs do not load onnxruntime', async () => {
  expect((await kernelFor(1e5)).name).toBe('plain');
  const large = await kernelFor(1e9);
  expect(large.name).toBe('onnxruntime');
  await large.close();
});
