/**
 * WebAssembly written as bytes: what the modules of this folder share. Numbers are the opcodes and section
 * numbers of the WebAssembly 2.0 specification, §5.4 and §5.5.
 */

/** What is used of the engine's own interface, for which the types of Node 20 have no values. */
interface Engine {
  Memory: new (size: { initial: number }) => WasmMemory;
  Module: new (bytes: Uint8Array) => object;
  Instance: new (module: object, imports: { env: { memory: WasmMemory } }) => { exports: object };
}

interface WasmMemory {
  readonly buffer: ArrayBuffer;
  /** Views of the buffer are empty afterwards. */
  grow(pages: number): number;
}

export const { WebAssembly: engine } = globalThis as unknown as { WebAssembly: Engine };

const PAGE = 65_536;

/** Grows the memory to at least so many bytes. */
export function reserve(memory: WasmMemory, bytes: number): void {
  const pages = Math.ceil((bytes - memory.buffer.byteLength) / PAGE);
  if (pages > 0) memory.grow(pages);
}

/** Instructions; those that compute a value leave it on the stack. */
export type Code = readonly number[];

export const I32 = 0x7f;
export const F64 = 0x7c;
export const V128 = 0x7b;

/** A function without result. Its locals are numbered behind its parameters. */
export interface WasmFunction {
  name: string;
  /** Types. */
  parameters: readonly number[];
  locals: readonly number[];
  body: Code;
}

/** A module that exports the functions and works on the memory that it imports as `env.memory`. */
export function wasmModule(functions: readonly WasmFunction[]): Uint8Array<ArrayBuffer> {
  const each = (of: (entry: WasmFunction, at: number) => Code) => vector(functions.map(of));
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
    ...section(
      1,
      each(({ parameters }) => [0x60, ...vector(parameters.map(one)), 0]),
    ),
    ...section(2, vector([[...name('env'), ...name('memory'), 0x02, 0x00, 1]])),
    ...section(
      3,
      each((_, at) => [at]),
    ),
    ...section(
      7,
      each((entry, at) => [...name(entry.name), 0x00, at]),
    ),
    ...section(10, each(codeOf)),
  ]);
}

export const get = (local: number): Code => [0x20, local];
export const set = (local: number, value: Code): Code => [...value, 0x21, local];
export const constant = (value: number): Code => [0x41, ...signed(value)];

/** An instruction that takes two values. */
export const binary =
  (...opcode: number[]) =>
  (left: Code, right: Code): Code => [...left, ...right, ...opcode];

export const addInts = binary(0x6a);
export const multiplyInts = binary(0x6c);
export const andInts = binary(0x71);
export const increase = (local: number, by: number): Code =>
  set(local, addInts(get(local), constant(by)));

export const addDoubles = binary(0xa0);
export const addPairs = binary(0xfd, 0xf0, 0x01);
export const subtractPairs = binary(0xfd, 0xf1, 0x01);
export const multiplyPairs = binary(0xfd, 0xf2, 0x01);
/** One float64, twice. */
export const pairOf = (value: Code): Code => [...value, 0xfd, 0x14];
export const loadInt = (address: Code, offset: number): Code => [...address, 0x28, 2, offset];
export const loadDouble = (address: Code): Code => [...address, 0x2b, 3, 0];
export const storeDouble = (address: Code, value: Code): Code => [
  ...[...address, ...value],
  ...[0x39, 3, 0],
];
export const storePair = (address: Code, offset: number, value: Code): Code => [
  ...[...address, ...value],
  ...[0xfd, 0x0b, 3, offset],
];
export const ZEROS: Code = [0xfd, 0x0c, ...new Array<number>(16).fill(0)];
export const loadVector = (address: Code, offset: number): Code => [
  ...[...address, 0xfd, 0x00],
  ...[2, offset],
];

/** Repeats the body while the number in `local`, which it must increase, is below that in `end` (unsigned). */
export function whileBelow(local: number, end: number, body: Code): Code {
  const isBelow = [...get(local), ...get(end), 0x49];
  return [...isBelow, 0x04, NOTHING, 0x03, NOTHING, ...body, ...isBelow, 0x0d, 0, END, END];
}

const END = 0x0b;
const NOTHING = 0x40;

function codeOf({ locals, body }: WasmFunction): number[] {
  return sized([...vector(locals.map((type) => [1, type])), ...body, END]);
}

function section(id: number, content: Code): number[] {
  return [id, ...sized(content)];
}

function vector(entries: readonly Code[]): number[] {
  return [...unsigned(entries.length), ...entries.flat()];
}

function sized(content: Code): number[] {
  return [...unsigned(content.length), ...content];
}

function name(text: string): number[] {
  return sized([...text].map((letter) => letter.charCodeAt(0)));
}

const one = (value: number): Code => [value];

/** LEB128. */
function unsigned(value: number): number[] {
  return value < 128 ? [value] : [(value & 127) | 128, ...unsigned(value >>> 7)];
}

function signed(value: number): number[] {
  return value >= -64 && value < 64 ? [value & 127] : [(value & 127) | 128, ...signed(value >> 7)];
}
