import {
  I32,
  V128,
  addInts,
  andInts,
  binary,
  constant,
  get,
  increase,
  loadDouble,
  loadVector,
  multiplyPairs,
  set,
  storeDouble,
  storePair,
  subtractPairs,
  wasmModule,
  whileBelow,
  type Code,
} from '../vectors/wasm.js';

/** Rows of a column that are worked on at once: their sums do not wait for each other. */
export const ROWS = 8;

/**
 * The machine code of Cholesky's factorisation, one function: `factorise(matrix, bytes, end)` turns the lower triangle
 * of a matrix (float64, column by column, each of so many bytes, a multiple of 8 · ROWS; `end` is behind the last) into
 * its factor. Each element is summed in the order of the textbook, so that it has the textbook's bits. Where the
 * matrix is not positive definite, the diagonal holds what is not above 0. What stands above the diagonal is lost.
 */
export function choleskyModule(): Uint8Array<ArrayBuffer> {
  const locals = [I32, I32, I32, I32, I32, I32, V128, V128, V128, V128, V128];
  return wasmModule([{ name: 'factorise', parameters: [I32, I32, I32], locals, body: BODY }]);
}

const [MATRIX, BYTES, END, COLUMN, DIAGONAL, AT, STOP, ROW, FACTOR] = [0, 1, 2, 3, 4, 5, 6, 7, 8];
const SUMS = [9, 10, 11, 12];
const SCALE = 13;

const dividePairs = binary(0xfd, 0xf3, 0x01);
const subtractInts = binary(0x6b);
const root = (value: Code): Code => [...value, 0x9f];
/** The float64 at an address, twice. */
const loadTwice = (address: Code): Code => [...address, 0xfd, 0x0a, 3, 0];
/** The address of the first of so many bytes of this column that reach the diagonal. */
const fromDiagonal = (bytes: number): Code =>
  addInts(get(COLUMN), andInts(get(DIAGONAL), constant(-bytes)));
const pivot = addInts(get(COLUMN), get(DIAGONAL));

/** Less the products of these rows with the diagonal's row, column by column up to this one. */
const products: Code = [
  ...set(ROW, addInts(get(MATRIX), subtractInts(get(AT), get(COLUMN)))),
  ...set(FACTOR, addInts(get(MATRIX), get(DIAGONAL))),
  ...whileBelow(ROW, AT, [
    ...set(SCALE, loadTwice(get(FACTOR))),
    ...SUMS.flatMap((sum, i) => {
      const product = multiplyPairs(loadVector(get(ROW), 16 * i), get(SCALE));
      return set(sum, subtractPairs(get(sum), product));
    }),
    ...set(ROW, addInts(get(ROW), get(BYTES))),
    ...set(FACTOR, addInts(get(FACTOR), get(BYTES))),
  ]),
];

const oneColumn: Code = [
  ...set(STOP, addInts(get(COLUMN), get(BYTES))),
  ...set(AT, fromDiagonal(8 * ROWS)),
  ...whileBelow(AT, STOP, [
    ...SUMS.flatMap((sum, i) => set(sum, loadVector(get(AT), 16 * i))),
    ...products,
    ...SUMS.flatMap((sum, i) => storePair(get(AT), 16 * i, get(sum))),
    ...increase(AT, 8 * ROWS),
  ]),
  ...storeDouble(pivot, root(loadDouble(pivot))),
  ...set(SCALE, loadTwice(pivot)),
  ...set(AT, fromDiagonal(16)),
  ...whileBelow(AT, STOP, [
    ...storePair(get(AT), 0, dividePairs(loadVector(get(AT), 0), get(SCALE))),
    ...increase(AT, 16),
  ]),
  ...storeDouble(pivot, [...get(SCALE), 0xfd, 0x21, 0]),
];

const BODY = [
  ...set(COLUMN, get(MATRIX)),
  ...whileBelow(COLUMN, END, [
    ...oneColumn,
    ...set(COLUMN, addInts(get(COLUMN), get(BYTES))),
    ...increase(DIAGONAL, 8),
  ]),
];
