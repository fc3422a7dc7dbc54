/** An embedder that needs no model: a text is the sum of its words, each a place among a few. */
import { hashText } from '../../src/lib/algorithms/text/hashing.js';
import type { Embedder } from '../../src/lib/ports/index.js';

const DIMENSIONS = 32;

export function wordEmbedder(): Embedder & { texts: string[] } {
  const texts: string[] = [];
  return {
    space: { id: 'words', dimensions: DIMENSIONS },
    window: 1000,
    countTokens: (text) => text.split(/\s+/).length,
    texts,
    async embed(asked) {
      texts.push(...asked);
      return asked.map(vectorOf);
    },
    close: async () => undefined,
  };
}

function vectorOf(text: string): Float32Array {
  const vector = new Float32Array(DIMENSIONS);
  for (const word of text.toLowerCase().match(/\w+/g) ?? ['']) {
    vector[Number.parseInt(hashText(word).slice(0, 6), 16) % DIMENSIONS]! += 1;
  }
  const length = Math.hypot(...vector);
  return vector.map((value) => value / length);
}
