import {
  ZEROS,
  addInts,
  binary,
  constant,
  get,
  I32,
  increase,
  loadVector,
  multiplyInts,
  set,
  V128,
  wasmModule,
  whileBelow,
  type Code,
} from './wasm.js';

/**
 * The machine code of the exact search, one function: `score(query, rows, n, bytes, out)` writes the float32
 * inner products of a query with n rows of so many bytes, a multiple of 64, by SIMD with four running sums in a
 * fixed order.
 */
export function dotModule(): Uint8Array<ArrayBuffer> {
  const parameters = [I32, I32, I32, I32, I32];
  const locals = [I32, I32, I32, V128, V128, V128, V128];
  return wasmModule([{ name: 'score', parameters, locals, body: BODY }]);
}

const [QUERY, ROWS, COUNT, BYTES, OUT, AT, STOP, LAST] = [0, 1, 2, 3, 4, 5, 6, 7];
const [S0, S1, S2, S3] = [8, 9, 10, 11];
const SUMS = [S0, S1, S2, S3];

const addFloats = binary(0x92);
const addVectors = binary(0xfd, 0xe4, 0x01);
const multiplyVectors = binary(0xfd, 0xe6, 0x01);
const lane = (of: number, index: number): Code => [...get(of), 0xfd, 0x1f, index];
const storeFloat = (address: Code, value: Code): Code => [...address, ...value, 0x38, 2, 0];

/** sumᵢ += query[at + 16 i…] · row[at + 16 i…], four numbers at once. */
const accumulate = SUMS.flatMap((sum, i) => {
  const product = multiplyVectors(loadVector(get(AT), 16 * i), loadVector(get(ROWS), 16 * i));
  return set(sum, addVectors(get(sum), product));
});

const oneRow = [
  ...SUMS.flatMap((sum) => set(sum, ZEROS)),
  ...set(AT, get(QUERY)),
  ...whileBelow(AT, STOP, [...accumulate, ...increase(AT, 64), ...increase(ROWS, 64)]),
  ...set(S0, addVectors(addVectors(get(S0), get(S1)), addVectors(get(S2), get(S3)))),
  ...storeFloat(
    get(OUT),
    addFloats(addFloats(lane(S0, 0), lane(S0, 1)), addFloats(lane(S0, 2), lane(S0, 3))),
  ),
];

const BODY = [
  ...set(STOP, addInts(get(QUERY), get(BYTES))),
  ...set(LAST, addInts(get(OUT), multiplyInts(get(COUNT), constant(4)))),
  ...whileBelow(OUT, LAST, [...oneRow, ...increase(OUT, 4)]),
];
