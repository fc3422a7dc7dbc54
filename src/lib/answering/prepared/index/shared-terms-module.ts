import {
  F64,
  I32,
  V128,
  addInts,
  addPairs,
  constant,
  get,
  increase,
  loadDouble,
  loadInt,
  loadVector,
  multiplyPairs,
  pairOf,
  set,
  storeDouble,
  storePair,
  wasmModule,
  whileBelow,
} from '../../../algorithms/vectors/wasm.js';

/**
 * The machine code of `shared-terms.ts`, one function: `add(kernel, bytes, ends, last, entries, weights, scale)`. Row i
 * of the kernel (float64, lower triangle, so many bytes a row) gains `scale` times each weight of text i times those of
 * the same term in the texts up to it. `ends` (int32, up to `last`) says where the entries of each text end; an entry is
 * where the weights of its term by text begin (float64, zeros at first), and how many bytes of them are zeros (a
 * multiple of 16).
 */
export function sharedTermsModule(): Uint8Array<ArrayBuffer> {
  const parameters = [I32, I32, I32, I32, I32, I32, F64];
  const locals = [I32, I32, I32, I32, I32, V128];
  return wasmModule([{ name: 'add', parameters, locals, body: BODY }]);
}

const [KERNEL, BYTES, ENDS, LAST, ENTRY, WEIGHT, SCALE] = [0, 1, 2, 3, 4, 5, 6];
const [DIAGONAL, HELD, AT, STOP, END, OWN] = [7, 8, 9, 10, 11, 12];

const oneTerm = [
  ...set(HELD, loadInt(get(ENTRY), 0)),
  ...storeDouble(addInts(get(HELD), get(DIAGONAL)), loadDouble(get(WEIGHT))),
  ...set(OWN, multiplyPairs(pairOf(get(SCALE)), pairOf(loadDouble(get(WEIGHT))))),
  ...set(AT, addInts(get(KERNEL), loadInt(get(ENTRY), 4))),
  ...set(HELD, addInts(get(HELD), loadInt(get(ENTRY), 4))),
  ...whileBelow(AT, STOP, [
    ...storePair(
      get(AT),
      0,
      addPairs(loadVector(get(AT), 0), multiplyPairs(get(OWN), loadVector(get(HELD), 0))),
    ),
    ...increase(AT, 16),
    ...increase(HELD, 16),
  ]),
];

const BODY = [
  ...whileBelow(ENDS, LAST, [
    ...set(END, loadInt(get(ENDS), 0)),
    ...set(STOP, addInts(addInts(get(KERNEL), get(DIAGONAL)), constant(8))),
    ...whileBelow(ENTRY, END, [...oneTerm, ...increase(ENTRY, 8), ...increase(WEIGHT, 8)]),
    ...set(KERNEL, addInts(get(KERNEL), get(BYTES))),
    ...increase(DIAGONAL, 8),
    ...increase(ENDS, 4),
  ]),
];
