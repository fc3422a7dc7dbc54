/**
 * Exact search against faiss's IndexFlatIP: the ten nearest of 100,000 unit vectors of 384 dimensions, one question after
 * another, and many at once. Both must find the same rows.
 */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { seededRandom } from '../src/lib/algorithms/random.js';
import { emptyMatrix, rowOf, rowsOf, type Matrix } from '../src/lib/algorithms/vectors/matrix.js';
import { normalise } from '../src/lib/algorithms/vectors/normalise.js';
import { onnxKernel } from '../src/lib/algorithms/vectors/onnx-kernel.js';
import { RowStore } from '../src/lib/algorithms/vectors/row-store.js';
import { centresOf } from '../src/lib/algorithms/vectors/scores.js';
import { topK } from '../src/lib/algorithms/vectors/top-k.js';
import { hasPython, python, timed, type Contender, type Race } from './harness.js';

const [ROWS, DIMENSIONS, K, ROUNDS] = [100_000, 384, 10, 7];
/** Questions of a lap. */
const [SINGLE, BATCH] = [20, 64];
/** Rows that the product takes at once, so that their scores stay in cache. */
const BLOCK = 2_048;

const races: Race[] = [
  {
    name: `${SINGLE} single look-ups, ${ROWS} × ${DIMENSIONS}`,
    rounds: ROUNDS,
    contenders: () => field(SINGLE, 'ONE', single),
  },
  {
    name: `${BATCH} look-ups at once, ${ROWS} × ${DIMENSIONS}`,
    rounds: ROUNDS,
    contenders: () => field(BATCH, 'ALL', batched),
  },
];
export default races;

type Search = (rows: Matrix, queries: Matrix) => Promise<() => Promise<number[][]>>;

async function field(count: number, how: string, search: Search): Promise<Contender[]> {
  const rows = unitVectors(ROWS, 7);
  const queries = unitVectors(count, 8);
  const run = await search(rows, queries);
  const found = await run();
  const ours: Contender = { name: 'gibsey', run: () => timed(run) };
  if (!hasPython()) {
    console.log('faiss: skipped, run bench/python/setup.sh');
    return [ours];
  }
  const folder = mkdtempSync(join(tmpdir(), 'gibsey-race-'));
  const [points, asked] = [join(folder, 'rows.f32'), join(folder, 'queries.f32')];
  writeFileSync(points, rows.data);
  writeFileSync(asked, queries.data);
  const args = [points, asked, String(DIMENSIONS), String(K), how];
  const once = python('search.py', args) as unknown as { found: number[][] };
  console.log(`recall against faiss: ${recall(found, once.found)}`);
  return [ours, { name: 'faiss IndexFlatIP', run: async () => python('search.py', args) }];
}

const single: Search = async (rows, queries) => {
  const store = new RowStore(DIMENSIONS);
  store.reserve(rows.rows);
  for (let i = 0; i < rows.rows; i++) store.set(i, rowOf(rows, i));
  return async () =>
    Array.from({ length: queries.rows }, (_, i) => topK(store.scores(rowOf(queries, i)), K));
};

/** The queries take the place of the kernel's centres: its score is a constant of the query less the product. */
const batched: Search = async (rows, queries) => {
  const kernel = await onnxKernel();
  const centres = centresOf(queries);
  const out = new Float32Array(BLOCK * queries.rows);
  return async () => {
    const best = Array.from({ length: queries.rows }, () => ({
      rows: [] as number[],
      scores: [] as number[],
    }));
    for (let from = 0; from < rows.rows; from += BLOCK) {
      const block = rowsOf(rows, from, Math.min(rows.rows, from + BLOCK));
      await kernel.score(block, centres, out);
      best.forEach((each, q) =>
        keepBest(each, out, { from, rows: block.rows, q, of: queries.rows }),
      );
    }
    return best.map((each) => each.rows);
  };
};

/** Merges a block's scores of one query into its ten best. */
function keepBest(
  best: { rows: number[]; scores: number[] },
  out: Float32Array,
  { from, rows, q, of }: { from: number; rows: number; q: number; of: number },
): void {
  for (let i = 0; i < rows; i++) {
    const score = -out[i * of + q]!;
    if (best.scores.length === K && score <= best.scores[K - 1]!) continue;
    let at = best.scores.length;
    while (at > 0 && best.scores[at - 1]! < score) at--;
    best.scores.splice(at, 0, score);
    best.rows.splice(at, 0, from + i);
    best.scores.length = best.rows.length = Math.min(K, best.rows.length);
  }
}

function recall(found: readonly number[][], expected: readonly number[][]): number {
  const shares = found.map(
    (rows, i) => rows.filter((row) => expected[i]!.includes(row)).length / K,
  );
  return shares.reduce((sum, share) => sum + share, 0) / shares.length;
}

function unitVectors(n: number, seed: number): Matrix {
  const random = seededRandom(seed);
  const matrix = emptyMatrix(n, DIMENSIONS);
  const bell = () => random() + random() + random() - 1.5;
  for (let i = 0; i < n; i++) {
    rowOf(matrix, i).set(normalise(Float32Array.from({ length: DIMENSIONS }, bell)));
  }
  return matrix;
}
