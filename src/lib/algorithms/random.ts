/**
 * A seeded stream of uniform numbers in [0, 1), 53 random bits each: xoshiro128++ (Blackman & Vigna 2021),
 * its state filled by splitmix32 from the low 32 bits of `seed`. Integer arithmetic only: the same stream on
 * every machine. Not for secrets.
 */
export function seededRandom(seed: number): () => number {
  const next = xoshiro128(splitmix32(seed));
  return () => (next() >>> 5) / 2 ** 27 + (next() >>> 6) / 2 ** 53;
}

function xoshiro128(fill: () => number): () => number {
  let [a, b, c, d] = [fill(), fill(), fill(), fill()];
  return () => {
    const result = (rotate(a + d, 7) + a) >>> 0;
    const t = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= t;
    d = rotate(d, 11);
    return result;
  };
}

function splitmix32(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x9e3779b9) | 0;
    let z = state;
    z = Math.imul(z ^ (z >>> 16), 0x85ebca6b);
    z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35);
    return (z ^ (z >>> 16)) | 0;
  };
}

function rotate(x: number, bits: number): number {
  return (x << bits) | (x >>> (32 - bits));
}
