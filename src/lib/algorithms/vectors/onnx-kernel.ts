import { availableParallelism } from 'node:os';
import { Buffer } from 'node:buffer';
import type { ScoreKernel } from './scores.js';

/** Beyond these the plain JavaScript around the product is what takes the time. */
const MOST_THREADS = 8;

/**
 * Scores as one Gemm node in onnxruntime, on `threads` threads (default: those of the machine, at most 8),
 * which sleep when they have nothing to do.
 */
export async function onnxKernel(threads?: number): Promise<ScoreKernel> {
  const { InferenceSession, Tensor } = await import('./onnx-runtime.js');
  const session = await InferenceSession.create(gemmModel(), {
    intraOpNumThreads: threads ?? Math.min(MOST_THREADS, availableParallelism()),
    interOpNumThreads: 1,
    extra: { session: { intra_op: { allow_spinning: '0' } } },
  });
  const tensor = (data: Float32Array, ...dims: number[]) => new Tensor('float32', data, dims);
  return {
    name: 'onnxruntime',
    async score(rows, centres, out) {
      const [n, k, d] = [rows.rows, centres.rows, rows.cols];
      const feeds = {
        x: tensor(rows.data, n, d),
        c: tensor(centres.data, k, d),
        h: tensor(centres.half, k),
      };
      await session.run(feeds, { s: tensor(out.subarray(0, n * k), n, k) });
    },
    close: () => session.release(),
  };
}

/**
 * s = h − x·cᵀ with x (n × d), c (k × d), h (k): a ModelProto of one Gemm(alpha = −1, transB = 1), opset 17,
 * written by hand (field numbers of onnx.proto).
 */
function gemmModel(): Uint8Array {
  const gemm = Buffer.concat([
    ...['x', 'c', 'h'].map((input) => text(1, input)),
    text(2, 's'),
    text(4, 'Gemm'),
    bytes(5, text(1, 'alpha'), float(2, -1), int(20, 1)),
    bytes(5, text(1, 'transB'), int(3, 1), int(20, 2)),
  ]);
  const graph = [
    bytes(1, gemm),
    text(2, 'scores'),
    bytes(11, tensorInfo('x', 'n', 'd')),
    bytes(11, tensorInfo('c', 'k', 'd')),
    bytes(11, tensorInfo('h', 'k')),
    bytes(12, tensorInfo('s', 'n', 'k')),
  ];
  return Buffer.concat([int(1, 8), bytes(7, ...graph), bytes(8, int(2, 17))]);
}

/** ValueInfoProto of a float32 tensor with named dimensions. */
function tensorInfo(name: string, ...dims: string[]): Buffer {
  const shape = bytes(2, ...dims.map((dim) => bytes(1, text(2, dim))));
  return Buffer.concat([text(1, name), bytes(2, bytes(1, int(1, 1), shape))]);
}

// Protocol buffers, wire format: a tag of (field << 3 | type), then the value. Every number here is below 128.

function int(field: number, value: number): Buffer {
  return Buffer.concat([tag(field, 0), Buffer.from([value])]);
}

function float(field: number, value: number): Buffer {
  const little = Buffer.alloc(4);
  little.writeFloatLE(value);
  return Buffer.concat([tag(field, 5), little]);
}

function text(field: number, value: string): Buffer {
  return bytes(field, Buffer.from(value, 'utf8'));
}

function bytes(field: number, ...parts: Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  return Buffer.concat([tag(field, 2), varint(content.length), content]);
}

function tag(field: number, type: number): Buffer {
  return varint((field << 3) | type);
}

function varint(value: number): Buffer {
  const low = value & 127;
  return value < 128
    ? Buffer.from([low])
    : Buffer.concat([Buffer.from([low | 128]), varint(value >>> 7)]);
}
