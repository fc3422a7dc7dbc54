/** Short texts with the intents that people gave them, each set in the half tuned on and the one held back. */
import { matrixOf, type Matrix } from '../src/lib/algorithms/vectors/matrix.js';
import { embedded } from './embedded.js';
import type { DataFolder } from './harness.js';

/** Intent of CLINC150's questions that have none. */
const OUT_OF_SCOPE = 'oos';

export interface Half {
  name: string;
  file: string;
  /** Number of intents. */
  k: number;
  /** Bound of the NMI of `graph`. */
  nmi: number;
}

export const HALVES: readonly Half[] = [
  { name: 'Banking77, tuned on', file: 'banking77_cached.jsonl', k: 77, nmi: 0.83 },
  { name: 'Banking77, held back', file: 'banking77_lookups.jsonl', k: 77, nmi: 0.83 },
  { name: 'CLINC150, tuned on', file: 'clinc150_cached.jsonl', k: 150, nmi: 0.912 },
  { name: 'CLINC150, held back', file: 'clinc150_lookups.jsonl', k: 150, nmi: 0.915 },
];

/** Vectors of the texts that have an intent, n × 384, and their intents. */
export async function labelledTexts(
  data: DataFolder,
  file: string,
): Promise<{ vectors: Matrix; intents: string[] }> {
  const texts: string[] = [];
  const intents: string[] = [];
  for await (const { text, intent } of data.rows<{ text: string; intent: string }>(file)) {
    if (intent === OUT_OF_SCOPE) continue;
    texts.push(text);
    intents.push(intent);
  }
  return { vectors: matrixOf(await embedded(texts)), intents };
}
