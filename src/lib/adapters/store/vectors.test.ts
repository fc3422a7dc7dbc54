import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EmbeddedPage } from '../../domain/page.js';
import { assertVectors, decodeVector, encodeVector } from './vectors.js';

const space = { id: 'tiny', dimensions: 2 };
const row = (vector: Float32Array, passage = Float32Array.of(0, 1)): EmbeddedPage => ({
  pageId: 'p',
  contentHash: 'h',
  version: 1,
  vector,
  passages: [{ ordinal: 4, start: 0, end: 1, vector: passage }],
});

describe('encodeVector and decodeVector', () => {
  it('are little-endian float32', () => {
    expect([...encodeVector(Float32Array.of(1, -2))]).toEqual([0, 0, 128, 63, 0, 0, 0, 192]);
    expect(decodeVector(Uint8Array.of(0, 0, 128, 63))).toEqual(Float32Array.of(1));
  });

  it('are each other’s inverse, whatever the alignment', () => {
    const vectors = fc.float32Array({ maxLength: 40 });
    fc.assert(
      fc.property(vectors, fc.nat(7), (vector, offset) => {
        const block = new Uint8Array(offset + vector.byteLength + 3);
        block.set(encodeVector(vector), offset);
        const bytes = block.subarray(offset, offset + vector.byteLength);
        expect(decodeVector(bytes)).toEqual(vector);
        expect(decodeVector(encodeVector(vector))).toEqual(vector);
      }),
    );
  });

  it('copies bytes that belong to somebody else', () => {
    const block = new Uint8Array(12);
    const vector = decodeVector(block.subarray(4, 8));
    block.fill(255);
    expect(vector).toEqual(Float32Array.of(0));
  });
});

describe('assertVectors', () => {
  it('takes finite vectors of the space', () => {
    expect(() => assertVectors(space, [row(Float32Array.of(3e38, -0))])).not.toThrow();
    expect(() => assertVectors(space, [])).not.toThrow();
  });

  it.each([
    [row(Float32Array.of(0, NaN)), /page "p" has NaN at dimension 1/],
    [row(Float32Array.of(-Infinity, 0)), /page "p" has -Infinity at dimension 0/],
    [row(Float32Array.of(1)), /page "p" has 1 dimensions, but the space tiny has 2/],
    [row(Float32Array.of(1, 0), new Float32Array(3)), /passage 4 of page "p" has 3 dimensions/],
    [row(Float32Array.of(1, 0), Float32Array.of(NaN, 0)), /passage 4 of page "p" has NaN/],
  ])('says which vector is wrong, and how', (bad, message) => {
    const good = row(Float32Array.of(0, 1));
    expect(() => assertVectors(space, [good, bad])).toThrow(
      expect.objectContaining({
        code: 'VECTOR_INVALID',
        message: expect.stringMatching(message) as string,
      }),
    );
  });
});
