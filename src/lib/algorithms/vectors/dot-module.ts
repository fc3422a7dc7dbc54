/**
 * The machine code of the exact search: a WebAssembly module of one function, written as bytes (opcodes of the
 * WebAssembly 2.0 specification, §5.4). `score(query, rows, n, bytes, out)` writes the float32 inner products of
 * a query with n rows of so many bytes, a multiple of 64, by SIMD with four running sums in a fixed order.
 */
export function dotModule(): Uint8Array<ArrayBuffer> {
  const i32 = 0x7f;
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
    ...section(1, [1, 0x60, 5, i32, i32, i32, i32, i32, 0]),
    ...section(2, [1, ...name('env'), ...name('memory'), 0x02, 0x00, 1]),
    ...section(3, [1, 0]),
    ...section(7, [1, ...name('score'), 0x00, 0]),
    ...section(10, [1, ...sized([...LOCALS, ...BODY, END])]),
  ]);
}

const [QUERY, ROWS, COUNT, BYTES, OUT, AT, STOP] = [0, 1, 2, 3, 4, 5, 6];
const SUMS = [7, 8, 9, 10];
/** Two of i32, four of v128. */
const LOCALS = [2, 2, 0x7f, 4, 0x7b];

const [BLOCK, LOOP, END, BR, BR_IF] = [0x02, 0x03, 0x0b, 0x0c, 0x0d];
const NOTHING = 0x40;
const [ADD, SUB, LESS, EQZ] = [0x6a, 0x6b, 0x49, 0x45];
const get = (local: number) => [0x20, local];
const set = (local: number) => [0x21, local];
const constant = (value: number) => [0x41, ...signed(value)];
const increase = (local: number, by: number) => [
  ...get(local),
  ...constant(by),
  ADD,
  ...set(local),
];
const loadVector = (offset: number) => [0xfd, 0x00, 4, offset];
const ZEROS = [0xfd, 0x0c, ...new Array<number>(16).fill(0)];
const VECTOR_ADD = [0xfd, 0xe4, 0x01];
const VECTOR_MULTIPLY = [0xfd, 0xe6, 0x01];
const lane = (of: number, index: number) => [...get(of), 0xfd, 0x1f, index];
const FLOAT_ADD = 0x92;
const STORE_FLOAT = [0x38, 2, 0];

/** sumᵢ += query[at + 16 i…] · row[at + 16 i…], four numbers at once. */
const accumulate = SUMS.flatMap((sum, i) => [
  ...get(sum),
  ...[...get(AT), ...loadVector(16 * i)],
  ...[...get(ROWS), ...loadVector(16 * i)],
  ...[...VECTOR_MULTIPLY, ...VECTOR_ADD, ...set(sum)],
]);

const [S0 = 0, S1 = 0, S2 = 0, S3 = 0] = SUMS;

const oneRow = [
  ...SUMS.flatMap((sum) => [...ZEROS, ...set(sum)]),
  ...[...get(QUERY), ...set(AT)],
  ...[...get(QUERY), ...get(BYTES), ADD, ...set(STOP)],
  ...[LOOP, NOTHING, ...accumulate, ...increase(AT, 64), ...increase(ROWS, 64)],
  ...[...get(AT), ...get(STOP), LESS, BR_IF, 0, END],
  ...[...get(S0), ...get(S1), ...VECTOR_ADD, ...get(S2), ...get(S3), ...VECTOR_ADD],
  ...[...VECTOR_ADD, ...set(S0)],
  ...[...get(OUT), ...lane(S0, 0), ...lane(S0, 1), FLOAT_ADD],
  ...[...lane(S0, 2), ...lane(S0, 3), FLOAT_ADD, FLOAT_ADD, ...STORE_FLOAT],
];

const BODY = [
  ...[BLOCK, NOTHING, LOOP, NOTHING],
  ...[...get(COUNT), EQZ, BR_IF, 1],
  ...oneRow,
  ...increase(OUT, 4),
  ...[...get(COUNT), ...constant(1), SUB, ...set(COUNT)],
  ...[BR, 0, END, END],
];

function section(id: number, content: readonly number[]): number[] {
  return [id, ...sized(content)];
}

function sized(content: readonly number[]): number[] {
  return [...unsigned(content.length), ...content];
}

function name(text: string): number[] {
  return sized([...text].map((letter) => letter.charCodeAt(0)));
}

/** LEB128. */
function unsigned(value: number): number[] {
  return value < 128 ? [value] : [(value & 127) | 128, ...unsigned(value >>> 7)];
}

function signed(value: number): number[] {
  return value < 64 ? [value] : [(value & 127) | 128, ...signed(value >> 7)];
}
