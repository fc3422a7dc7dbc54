/** What every Embedder promises; each adapter's own test calls it. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Embedder } from '../../../src/lib/ports/index.js';

export interface EmbedderCase {
  name: string;
  open: () => Promise<Embedder>;
}

const TEXTS = [
  'The keeper lit the lamp before the fog came in.',
  'Fog rolled over the harbour, so the lamp was lit early.',
  'Invoices are due thirty days after delivery.',
  '',
  ' \t\n ',
  '霧が港に入った。🐋 Ünïcode\u0000 and a lone half \ud83d of a pair',
];
const DOCUMENT = { purpose: 'document' } as const;

export function embedderContract({ name, open }: EmbedderCase): void {
  describe(`${name} as an embedder`, { timeout: 60_000 }, () => {
    let embedder: Embedder;
    let together: Float32Array[];
    beforeAll(async () => {
      embedder = await open();
      together = await embedder.embed(TEXTS, DOCUMENT);
    }, 60_000);
    afterAll(() => embedder.close());

    it('gives one finite vector of unit length a text, in the dimensions of its space', () => {
      expect(together).toHaveLength(TEXTS.length);
      for (const vector of together) {
        expect(vector).toHaveLength(embedder.space.dimensions);
        expect(Math.hypot(...vector)).toBeCloseTo(1, 5);
      }
    });

    it('puts like texts nearer than unlike ones', () => {
      const [lamp, fog, invoice] = together as [Float32Array, Float32Array, Float32Array];
      expect(dot(lamp, fog)).toBeGreaterThan(dot(lamp, invoice) + 0.1);
    });

    it('gives a text the same bytes alone, in any company and in any order', async () => {
      for (const [i, text] of TEXTS.entries()) {
        const [alone] = await embedder.embed([text], DOCUMENT);
        expect(alone).toEqual(together[i]);
      }
      const reversed = await embedder.embed([...TEXTS].reverse(), DOCUMENT);
      expect(reversed.reverse()).toEqual(together);
    });

    it('answers calls that overlap, each with its own', async () => {
      const calls = await Promise.all(TEXTS.map((text) => embedder.embed([text], DOCUMENT)));
      expect(calls.flat()).toEqual(together);
    });

    it('is as ready for no text as for some', async () => {
      expect(await embedder.embed([], DOCUMENT)).toEqual([]);
    });

    it('counts tokens, more for more text', () => {
      expect(embedder.countTokens('one two three')).toBeGreaterThan(embedder.countTokens('one'));
      expect(embedder.countTokens('word '.repeat(9000))).toBeGreaterThan(embedder.window);
    });

    it('cuts what is beyond the window, five megabytes as well', async () => {
      const words = 'fog and lamp and harbour '.repeat(200_000);
      const [cut, longer] = await embedder.embed([words.slice(0, 20_000), words], DOCUMENT);
      expect(longer).toEqual(cut);
    });

    it('stops when it is asked to, before and during the work', async () => {
      const before = embedder.embed(TEXTS, { ...DOCUMENT, signal: AbortSignal.abort() });
      await expect(before).rejects.toMatchObject({ code: 'INTERRUPTED' });
      const controller = new AbortController();
      const during = embedder.embed(Array<string>(500).fill('word '.repeat(200)), {
        ...DOCUMENT,
        signal: controller.signal,
      });
      setTimeout(() => controller.abort(), 50);
      await expect(during).rejects.toMatchObject({ code: 'INTERRUPTED' });
      expect(await embedder.embed(TEXTS, DOCUMENT)).toEqual(together);
    });

    it('has a second instance that agrees, and that closes without having worked', async () => {
      const second = await open();
      expect(second.space).toEqual(embedder.space);
      expect(second.countTokens(TEXTS[0] ?? '')).toBe(embedder.countTokens(TEXTS[0] ?? ''));
      await second.close();
      await expect(second.embed(TEXTS, DOCUMENT)).rejects.toMatchObject({ code: 'INTERRUPTED' });
    });
  });
}

function dot(a: Float32Array, b: Float32Array): number {
  return a.reduce((sum, x, i) => sum + x * (b[i] ?? NaN), 0);
}
