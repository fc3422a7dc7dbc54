import { GibseyError } from '../../../domain/errors.js';
import type { ScanOptions, Split } from '../../../ports/index.js';

/** Tokens in `(after, upTo]` of the Murmur3 ring, −2⁶³…2⁶³ − 1; no key has the least token. */
export interface TokenRange {
  after: bigint;
  upTo: bigint;
}

const LEAST = -(2n ** 63n);
const GREATEST = 2n ** 63n - 1n;
const SPLITS = 16n;
const SHAPE = /^(-?\d+)\.\.(-?\d+)$/;

/** The ring in equal parts. Keys are spread evenly by their hash, so the parts hold about as many rows each. */
export function ringSplits(): Split[] {
  const width = (GREATEST - LEAST) / SPLITS + 1n;
  return Array.from({ length: Number(SPLITS) }, (_, i) => {
    const after = LEAST + BigInt(i) * width;
    const upTo = after + width > GREATEST ? GREATEST : after + width;
    return `${after}..${upTo}` as Split;
  });
}

/** @throws USAGE for what is no split of this store */
export function rangeOf(split: Split | undefined): TokenRange {
  if (split === undefined) return { after: LEAST, upTo: GREATEST };
  const [, after, upTo] = SHAPE.exec(split) ?? [];
  if (after === undefined || upTo === undefined) {
    throw new GibseyError('USAGE', `"${split}" is not a split of a Cassandra store.`);
  }
  return { after: BigInt(after), upTo: BigInt(upTo) };
}

/**
 * The rows of a scan behind `after`. Tokens are hashes: two ids can share one, so a scan goes on *at* the token
 * of `after` and leaves out that id alone. A neighbour with the same token may come twice, but is never lost.
 */
export async function* behind<T>(
  batches: AsyncIterable<T[]>,
  { after }: ScanOptions,
  idOf: (row: T) => string,
): AsyncGenerator<T[]> {
  for await (const batch of batches) {
    const rows = after === undefined ? batch : batch.filter((row) => idOf(row) !== after);
    if (rows.length > 0) yield rows;
  }
}
