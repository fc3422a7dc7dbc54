import {
  F64,
  I32,
  V128,
  ZEROS,
  addDoubles,
  addInts,
  addPairs,
  andInts,
  constant,
  get,
  increase,
  loadDouble,
  loadInt,
  loadVector,
  multiplyInts,
  multiplyPairs,
  pairOf,
  set,
  storeDouble,
  storePair,
  subtractPairs,
  wasmModule,
  whileBelow,
  type Code,
  type WasmFunction,
} from './wasm.js';

/**
 * The machine code of `labelled.ts`, two functions on n rows (n × d, float32) and their labels (n, int32):
 * `add(rows, labels, n, d, sums, sign)` adds sign × each row to the row of sums (k × d, float64) that its label
 * names; `distances(rows, labels, n, d, centres, out)` writes squared distances (n, float64) to the rows of
 * centres (k × d, float32) that the labels name, by four running sums like `squaredDistance`.
 */
export function labelledModule(): Uint8Array<ArrayBuffer> {
  return wasmModule([add, distances]);
}

const [ROW, LABEL, COUNT, COLS, TABLE] = [0, 1, 2, 3, 4];
const [SIGN, OUT] = [5, 5];
const [AT, BULK, STOP, LAST] = [6, 7, 8, 9];
const [SIGNS, S01, S23, APART] = [10, 10, 11, 12];

const lane = (of: Code, index: number): Code => [...of, 0xfd, 0x21, index];

/** Two float32 as float64. */
const loadTwo = (address: Code, offset: number): Code => [
  ...[...address, 0xfd, 0x5d, 2, offset],
  ...[0xfd, 0x5f],
];
/** One float32 as float64, beside a zero. */
const loadOne = (address: Code): Code => [...address, 0xfd, 0x5c, 2, 0, 0xfd, 0x5f];

interface Steps {
  before: Code;
  /** For the next four numbers of the row, those of the table, each of `size` bytes, being at AT. */
  four: Code;
  /** For the next one. */
  one: Code;
  after: Code;
}

/** Goes through the rows, each beside the row of the table that its label names. */
function rowByRow(size: number, { before, four, one, after }: Steps): Code {
  const times = (count: Code, bytes: number) => multiplyInts(count, constant(bytes));
  const offset = multiplyInts(loadInt(get(LABEL), 0), times(get(COLS), size));
  return [
    ...set(LAST, addInts(get(LABEL), times(get(COUNT), 4))),
    ...whileBelow(LABEL, LAST, [
      ...set(AT, addInts(get(TABLE), offset)),
      ...set(BULK, addInts(get(ROW), times(andInts(get(COLS), constant(-4)), 4))),
      ...set(STOP, addInts(get(ROW), times(get(COLS), 4))),
      ...before,
      ...whileBelow(ROW, BULK, [...four, ...increase(ROW, 16), ...increase(AT, 4 * size)]),
      ...whileBelow(ROW, STOP, [...one, ...increase(ROW, 4), ...increase(AT, size)]),
      ...after,
      ...increase(LABEL, 4),
    ]),
  ];
}

const signed = (pair: Code) => multiplyPairs(pair, get(SIGNS));

const addTwo = (i: number) => {
  const sum = addPairs(loadVector(get(AT), 16 * i), signed(loadTwo(get(ROW), 8 * i)));
  return storePair(get(AT), 16 * i, sum);
};

const add: WasmFunction = {
  name: 'add',
  parameters: [I32, I32, I32, I32, I32, F64],
  locals: [I32, I32, I32, I32, V128],
  body: [
    ...set(SIGNS, pairOf(get(SIGN))),
    ...rowByRow(8, {
      before: [],
      four: [...addTwo(0), ...addTwo(1)],
      one: storeDouble(
        get(AT),
        addDoubles(loadDouble(get(AT)), lane(signed(loadOne(get(ROW))), 0)),
      ),
      after: [],
    }),
  ],
};

const addSquares = (sums: number, pair: Code, other: Code): Code => [
  ...set(APART, subtractPairs(pair, other)),
  ...set(sums, addPairs(get(sums), multiplyPairs(get(APART), get(APART)))),
];

const bothOf = (sums: number) => addDoubles(lane(get(sums), 0), lane(get(sums), 1));

const distances: WasmFunction = {
  name: 'distances',
  parameters: [I32, I32, I32, I32, I32, I32],
  locals: [I32, I32, I32, I32, V128, V128, V128],
  body: rowByRow(4, {
    before: [...set(S01, ZEROS), ...set(S23, ZEROS)],
    four: [
      ...addSquares(S01, loadTwo(get(ROW), 0), loadTwo(get(AT), 0)),
      ...addSquares(S23, loadTwo(get(ROW), 8), loadTwo(get(AT), 8)),
    ],
    one: addSquares(S01, loadOne(get(ROW)), loadOne(get(AT))),
    after: [...storeDouble(get(OUT), addDoubles(bothOf(S01), bothOf(S23))), ...increase(OUT, 8)],
  }),
};
