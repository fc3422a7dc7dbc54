import { words } from './tokens.js';

/** Words a shingle. */
const SHINGLE = 3;
/** Numbers a signature: the standard error of an estimated resemblance is below 0.05. */
const PERMUTATIONS = 128;
/** Rows a band: pairs of a resemblance of (1 / 32)^(1/4) ≈ 0.42 are found every second time, of 0.7 nearly always. */
const ROWS = 4;

/**
 * The shingles of a text, hashed to 32 bits: its runs of three words, case and signs apart; of a shorter text the
 * words that it has, as one (Broder 1997, "On the resemblance and containment of documents", §2).
 */
export function shingles(text: string): Set<number> {
  const all = words(text);
  const found = new Set<number>();
  for (let at = 0; at === 0 || at + SHINGLE <= all.length; at++) {
    found.add(hash32(all.slice(at, at + SHINGLE).join(' ')));
  }
  return found;
}

/** Of all shingles of two texts, those that both have, 0…1: the Jaccard coefficient, which Broder calls resemblance. */
export function resemblance(a: ReadonlySet<number>, b: ReadonlySet<number>): number {
  const [small, large] = a.size < b.size ? [a, b] : [b, a];
  let both = 0;
  for (const each of small) if (large.has(each)) both++;
  return both / (a.size + b.size - both || 1);
}

/**
 * 128 numbers of which two texts share, on average, as great a part as their resemblance: the least shingle under each
 * of as many permutations (Broder, Charikar, Frieze & Mitzenmacher 1998, "Min-wise independent permutations").
 */
export function signature(of: ReadonlySet<number>): Uint32Array {
  const least = new Uint32Array(PERMUTATIONS).fill(0xffffffff);
  for (const each of of) {
    for (let i = 0; i < PERMUTATIONS; i++) {
      const permuted = mixed(each ^ Math.imul(i + 1, 0x9e3779b1));
      if (permuted < least[i]!) least[i] = permuted;
    }
  }
  return least;
}

/**
 * Pairs of texts that may be alike, as their places i < j, in ascending order: those whose signatures agree in a whole
 * band (Leskovec, Rajaraman & Ullman 2014, "Mining of Massive Datasets", §3.4). The pairs do not depend on the order
 * of the signatures.
 */
export function candidatePairs(signatures: readonly Uint32Array[]): [number, number][] {
  const n = signatures.length;
  const pairs = new Set<number>();
  for (let from = 0; from < PERMUTATIONS; from += ROWS) {
    for (const bucket of bands(signatures, from).values()) {
      for (const [at, j] of bucket.entries()) {
        for (const i of bucket.slice(0, at)) pairs.add(i * n + j);
      }
    }
  }
  return [...pairs].sort((a, b) => a - b).map((pair) => [Math.floor(pair / n), pair % n]);
}

/** Places, ascending, by what stands in the band. */
function bands(signatures: readonly Uint32Array[], from: number): Map<string, number[]> {
  const buckets = new Map<string, number[]>();
  signatures.forEach((each, place) => {
    const key = each.subarray(from, from + ROWS).join(' ');
    const bucket = buckets.get(key);
    if (bucket) bucket.push(place);
    else buckets.set(key, [place]);
  });
  return buckets;
}

/** FNV-1a over UTF-16 units, then mixed. */
function hash32(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) {
    hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  }
  return mixed(hash);
}

/** The finaliser of MurmurHash3 (Appleby 2011): a bijection of 32 bits. */
function mixed(value: number): number {
  let z = value | 0;
  z = Math.imul(z ^ (z >>> 16), 0x85ebca6b);
  z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35);
  return (z ^ (z >>> 16)) >>> 0;
}
