import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openMiniLm } from '../../../src/lib/adapters/embedding/minilm/factory.js';
import { interruptedExit } from './interrupted.js';
import { embedderContract } from './embedder-contract.js';

const modelDir = join(import.meta.dirname, '../../../models/all-MiniLM-L6-v2');
const open = (threads: number) => openMiniLm({ modelDir, threads });

type Moment = ['warm' | 'cold', NodeJS.Signals, number];
const MOMENTS = [
  ['cold', 'SIGINT', 0],
  ['cold', 'SIGTERM', 150],
  ...Array.from({ length: 8 }, (_, i): Moment => ['warm', i % 2 ? 'SIGINT' : 'SIGTERM', 37 * i]),
] satisfies Moment[];

embedderContract({ name: 'MiniLM, one thread', open: () => open(1) });
embedderContract({ name: 'MiniLM, three threads', open: () => open(3) });

describe('MiniLM', () => {
  it('gives the same bytes with any number of threads', { timeout: 60_000 }, async () => {
    const texts = Array.from(
      { length: 24 },
      (_, i) => `${'the tide turned again '.repeat(i)}${i}.`,
    );
    const perCount = [];
    for (const threads of [1, 2, 4]) {
      const embedder = await open(threads);
      perCount.push(await embedder.embed(texts, { purpose: 'document' }));
      await embedder.close();
    }
    expect(perCount[1]).toEqual(perCount[0]);
    expect(perCount[2]).toEqual(perCount[0]);
  });

  it('has the vector that the model has elsewhere, for one known text', async () => {
    const embedder = await open(1);
    const [vector] = await embedder.embed(['Hello world'], { purpose: 'query' });
    await embedder.close();
    // Its products are of floats; ours, of int8, differ in the third digit, and from processor to processor.
    REFERENCE.forEach((x, i) => expect(vector?.[i]).toBeCloseTo(x, 2));
  });

  // Ending a thread from outside while the model runs aborts the process (SIGABRT): it must never come to that.
  it.each(MOMENTS)(
    'ends with 130 when interrupted (%s, %s, after %i ms)',
    { timeout: 60_000 },
    async (...moment) => {
      expect(await interruptedExit(modelDir, ...moment)).toEqual({ code: 130, signal: null });
    },
  );
});

/** First components by onnxruntime 1.31 in Python from the released file, mean and norm by numpy. */
const REFERENCE = [-0.034816, 0.030138, 0.012998, 0.025378, -0.037454, -0.158731];
