/** A linear function of a question's vector, 0 at the centre of an answer's questions; JSON. */
export interface Slope {
  /** Base64 of a byte for each dimension, −127…127. */
  steps: string;
  /** One step, in logits. */
  scale: number;
  /** Value at the centre before it is taken off, in logits. */
  centre: number;
}

const MOST = 127;

/** In a byte a dimension: that is off by no more than the 254th part of the greatest one. */
export function packSlope(slope: Float64Array, centre: Float64Array): Slope {
  const greatest = slope.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const scale = greatest / MOST;
  const steps = Int8Array.from(slope, (value) => (scale === 0 ? 0 : Math.round(value / scale)));
  return {
    steps: Buffer.from(steps.buffer).toString('base64'),
    scale,
    centre: scale * inner(steps, centre),
  };
}

/** What a question adds by where it lies, in logits; 0 in a space of other dimensions. */
export function along({ steps, scale, centre }: Slope, vector: Float32Array): number {
  const bytes = Buffer.from(steps, 'base64');
  if (bytes.length !== vector.length) return 0;
  return (
    scale * inner(new Int8Array(bytes.buffer, bytes.byteOffset, bytes.length), vector) - centre
  );
}

function inner(steps: Int8Array, vector: Float32Array | Float64Array): number {
  let sum = 0;
  for (let i = 0; i < steps.length; i++) sum += steps[i]! * vector[i]!;
  return sum;
}
