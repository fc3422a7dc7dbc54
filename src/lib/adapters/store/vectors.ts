import { GibseyError } from '../../domain/errors.js';
import type { EmbeddedPage } from '../../domain/page.js';
import type { Space } from '../../domain/values.js';

/**
 * Looks at every vector of a call before any of it is stored.
 * @throws VECTOR_INVALID wrong dimension, NaN or infinity
 */
export function assertVectors(space: Space, rows: readonly EmbeddedPage[]): void {
  for (const { pageId, vector, passages } of rows) {
    assertVector(space, vector, `page "${pageId}"`);
    for (const passage of passages) {
      assertVector(space, passage.vector, `passage ${passage.ordinal} of page "${pageId}"`);
    }
  }
}

/** @throws VECTOR_INVALID naming `whose` it is */
export function assertVector(space: Space, vector: Float32Array, whose: string): void {
  if (vector.length !== space.dimensions) {
    const wrong = `has ${vector.length} dimensions, but the space ${space.id} has ${space.dimensions}`;
    throw new GibseyError('VECTOR_INVALID', `The vector of ${whose} ${wrong}.`);
  }
  const at = vector.findIndex((value) => !Number.isFinite(value));
  if (at >= 0) {
    throw new GibseyError(
      'VECTOR_INVALID',
      `The vector of ${whose} has ${vector[at]} at dimension ${at}.`,
    );
  }
}

/** float32, little-endian: the order of every machine that gibsey runs on. A view, not a copy. */
export function encodeVector(vector: Float32Array): Uint8Array {
  return new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength);
}

/** Copies, unless the bytes have a buffer to themselves: those of a driver may be unaligned, or its own. */
export function decodeVector(bytes: Uint8Array): Float32Array {
  const length = bytes.byteLength >> 2;
  const whole = bytes.byteOffset === 0 && bytes.byteLength === bytes.buffer.byteLength;
  if (whole) return new Float32Array(bytes.buffer, 0, length);
  const vector = new Float32Array(length);
  encodeVector(vector).set(bytes.subarray(0, vector.byteLength));
  return vector;
}
