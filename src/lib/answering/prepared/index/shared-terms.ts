import { engine, reserve } from '../../../algorithms/vectors/wasm.js';
import type { WeightedTerms } from './lexicon.js';
import { sharedTermsModule } from './shared-terms-module.js';

type Add = (
  kernel: number,
  bytes: number,
  ends: number,
  last: number,
  entries: number,
  weights: number,
  scale: number,
) => void;

/** Scratch of every call: nothing in it outlives one. */
const memory = new engine.Memory({ initial: 1 });
let add: Add | null = null;

function load(): Add {
  const module = new engine.Module(sharedTermsModule());
  const { exports } = new engine.Instance(module, { env: { memory } });
  return (exports as { add: Add }).add;
}

/**
 * Adds to every cell (i, j ≤ i) of an n × n kernel (row-major) `scale` times the cosine of the terms of texts i and j.
 * The terms of one pair are added in ascending order; a zero may lose its sign.
 */
export function addSharedTerms(
  kernel: Float64Array,
  texts: readonly WeightedTerms[],
  scale: number,
): void {
  const n = texts.length;
  const stride = n + (n & 1);
  const count = texts.reduce((sum, { ids }) => sum + ids.length, 0);
  const { terms, firsts } = numbered(texts, count);
  // One behind the other: the kernel, the weights of each text, those of each term by text, entries, ends.
  const weightsAt = 8 * n * stride;
  const heldAt = weightsAt + 8 * count;
  const entriesAt = heldAt + 8 * firsts.length * stride;
  const endsAt = entriesAt + 8 * count;
  reserve(memory, endsAt + 4 * n);
  const { buffer } = memory;
  new Float64Array(buffer, heldAt, firsts.length * stride).fill(0);
  const inside = new Float64Array(buffer, 0, n * stride);
  const weights = new Float64Array(buffer, weightsAt, count);
  const ends = new Int32Array(buffer, endsAt, n);
  let at = 0;
  for (let i = 0; i < n; i++) {
    const own = texts[i]!.weights;
    weights.set(own, at);
    at += own.length;
    ends[i] = entriesAt + 8 * at;
    copyRow(kernel, i * n, inside, i * stride, i);
  }
  const entries = new Int32Array(buffer, entriesAt, 2 * count);
  for (let each = 0; each < count; each++) {
    const term = terms[each]!;
    entries[2 * each] = heldAt + 8 * stride * term;
    entries[2 * each + 1] = 8 * (firsts[term]! & ~1);
  }
  add ??= load();
  add(0, 8 * stride, endsAt, endsAt + 4 * n, entriesAt, weightsAt, scale);
  for (let i = 0; i < n; i++) copyRow(inside, i * stride, kernel, i * n, i);
}

/** Of row i, up to the diagonal. */
function copyRow(from: Float64Array, at: number, to: Float64Array, there: number, i: number): void {
  for (let j = 0; j <= i; j++) to[there + j] = from[at + j]!;
}

interface Numbered {
  /** For each occurrence, text by text, its term's number. */
  terms: Int32Array;
  /** For each term, the first text that has it. */
  firsts: Int32Array;
}

/** Numbers terms from 0 as they come, by a hash table with linear probing; ids are hashes already. */
function numbered(texts: readonly WeightedTerms[], count: number): Numbered {
  const table = new Int32Array(2 ** Math.ceil(Math.log2(2 * count + 1)));
  const known = new Float64Array(count);
  const firsts = new Int32Array(count);
  const terms = new Int32Array(count);
  let at = 0;
  let next = 0;
  for (let i = 0; i < texts.length; i++) {
    const { ids } = texts[i]!;
    for (let t = 0; t < ids.length; t++) {
      const place = placeOf(ids[t]!, table, known);
      if (table[place] === FREE) {
        known[next] = ids[t]!;
        firsts[next] = i;
        table[place] = ++next;
      }
      terms[at++] = table[place]! - 1;
    }
  }
  return { terms, firsts: firsts.subarray(0, next) };
}

const FREE = 0;

/** The place that holds one more than the number of the term of that id, or where it belongs. */
function placeOf(id: number, table: Int32Array, known: Float64Array): number {
  const mask = table.length - 1;
  let place = id & mask;
  while (table[place] !== FREE && known[table[place]! - 1] !== id) place = (place + 1) & mask;
  return place;
}
