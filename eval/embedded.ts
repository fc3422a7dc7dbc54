/** Vectors of the shipped model for evaluations, kept in .cache/eval: a text list is embedded once a space. */
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openMiniLm } from '../src/lib/adapters/embedding/minilm/factory.js';
import { hashParts } from '../src/lib/algorithms/text/hashing.js';
import type { Embedder } from '../src/lib/ports/index.js';

const ROOT = join(import.meta.dirname, '..');
const CACHE = join(ROOT, '.cache/eval');

export const MODEL_DIR = join(ROOT, 'models/all-MiniLM-L6-v2');

/** Texts a cache file, so that an evaluation that is stopped loses little. */
const CHUNK = 200;

/** One unit vector (384) a text. */
export async function embedded(texts: readonly string[]): Promise<Float32Array[]> {
  const embedder = await openMiniLm({ modelDir: MODEL_DIR });
  try {
    const vectors: Float32Array[] = [];
    for (let at = 0; at < texts.length; at += CHUNK) {
      vectors.push(...(await cached(embedder, texts.slice(at, at + CHUNK))));
    }
    return vectors;
  } finally {
    await embedder.close();
  }
}

async function cached(embedder: Embedder, texts: readonly string[]): Promise<Float32Array[]> {
  const { id, dimensions } = embedder.space;
  const file = join(CACHE, `${hashParts([id, ...texts])}.f32`);
  const bytes = await readFile(file).catch(() => null);
  if (bytes === null) {
    const vectors = await embedder.embed(texts, { purpose: 'document' });
    await writeWhole(file, Buffer.concat(vectors.map((vector) => new Uint8Array(vector.buffer))));
    return vectors;
  }
  const all = new Float32Array(Uint8Array.from(bytes).buffer);
  return texts.map((_, i) => all.subarray(i * dimensions, (i + 1) * dimensions));
}

async function writeWhole(file: string, bytes: Buffer): Promise<void> {
  await mkdir(CACHE, { recursive: true });
  const part = `${file}.${process.pid}`;
  await writeFile(part, bytes);
  await rename(part, file);
}
