import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { kitOf } from '../../../../test/support/kit.js';
import { page, runAll, temporaryStore } from '../../../../test/support/store.js';
import { publishPages } from '../../../../test/support/publish.js';
import { systemClock } from '../../adapters/clock/system.js';
import { hashText } from '../../algorithms/text/hashing.js';
import { GibseyError } from '../../domain/errors.js';
import { cluster, embed as embedPages } from '../../pipelines/pages.js';
import type { Embedder, Store } from '../../ports/index.js';
import { summarizeStage } from '../summarize/stage.js';

/** Two kinds of pages, told apart by their first word, in as many dimensions as one likes. */
function embedder(id: string, dimensions: number, texts = Infinity): Embedder {
  let left = texts;
  return {
    space: { id, dimensions },
    window: 100,
    countTokens: (text) => text.split(' ').length,
    async embed(all) {
      if (left-- <= 0) throw new GibseyError('SERVICE_UNREACHABLE', 'the host is gone');
      return all.map((text) => {
        const vector = new Float32Array(dimensions);
        vector[text.startsWith('Whales') ? 0 : dimensions - 1] = 1;
        return vector;
      });
    },
    close: async () => undefined,
  };
}

const OLD = embedder('old@1/sentences-1', 2);
const NEW = embedder('new@1/sentences-1', 3);
const KEEP = 2;

describe('a change of the embedding model', () => {
  let store: Store;
  beforeEach(async () => {
    store = await temporaryStore();
    const kinds = ['Whales', 'Bread'];
    await store.pages.put(
      Array.from({ length: 8 }, (_, i) => page(`p${i}`, { body: `${kinds[i % 2]} of day ${i}.` })),
    );
  });
  afterEach(() => store.close());

  const kit = (embedder: Embedder) =>
    kitOf(store, embedder, { concurrency: 1, settings: { clustering: { k: 2 } } });
  const embed = (by: Embedder) => embedPages(kit(by));
  const night = async (embedder: Embedder) => {
    await runAll(cluster(kit(embedder)));
    const summaries = { store, model: null, clock: systemClock, concurrency: 1, runId: 'run' };
    await runAll(summarizeStage(summaries));
    await runAll(publishPages(store, KEEP));
  };
  const published = async () => {
    const generation = await store.generations.published('pages');
    const members = new Map<string, number>();
    for await (const batch of store.clusterings.scanMembers(generation?.clustering ?? '')) {
      for (const { id, clusterId } of batch) members.set(id, clusterId);
    }
    return { space: generation?.space, number: generation?.number, members };
  };
  const count = async ({ space }: Embedder) => (await store.vectors.count(space)).pages;

  it('fills the new space beside the old, moves readers when it is whole, and clears up later', async () => {
    await runAll(embed(OLD));
    await night(OLD);
    const before = await published();
    expect(before).toMatchObject({ space: OLD.space.id, number: 1 });

    // The host goes away half-way: readers still have the old night and its vectors.
    const half = embedder(NEW.space.id, 3, 3);
    await expect(runAll(embed(half))).rejects.toThrow('the host is gone');
    expect(await published()).toEqual(before);
    expect(await count(OLD)).toBe(8);

    await runAll(embed(NEW));
    expect([await count(OLD), await count(NEW)]).toEqual([8, 8]);
    expect(await published()).toEqual(before);

    await night(NEW);
    const after = await published();
    expect(after).toMatchObject({ space: NEW.space.id, number: 2 });
    expect(after.members).toEqual(before.members); // ids by members alone
    expect(await count(OLD)).toBe(8); // the night before is still kept

    await store.pages.put([page('p8', { body: 'Whales of day 8.' })]);
    await runAll(embed(NEW));
    await night(NEW);
    expect(await published()).toMatchObject({ space: NEW.space.id, number: 3 });
    expect([await count(OLD), await count(NEW)]).toEqual([0, 9]);
  });

  it('keeps the vectors of curated questions for as long as those of pages', async () => {
    const hashes = ['where', 'when'].map(hashText);
    const curated = async () =>
      Promise.all(
        [OLD, NEW].map(async ({ space }) => (await store.curated.vectors(space, hashes)).size),
      );
    for (const { space } of [OLD, NEW]) {
      const vector = new Float32Array(space.dimensions).fill(1);
      await store.curated.putVectors(space, new Map(hashes.map((hash) => [hash, vector])));
    }
    const change = async (day: number, by: Embedder) => {
      await store.pages.put([page(`q${day}`, { body: `Bread of day ${day}.` })]);
      await runAll(embed(by));
      await night(by);
    };
    // Two configurations take turns: each finds its own.
    for (const [day, by] of [OLD, NEW, OLD, NEW].entries()) {
      await change(day, by);
      expect(await curated()).toEqual([2, 2]);
    }
    await change(4, NEW);
    expect(await curated()).toEqual([0, 2]);
  });

  it('leaves a space alone that is being filled', async () => {
    await runAll(embed(NEW));
    for (let day = 0; day < 4; day++) {
      await store.pages.put([page(`q${day}`, { body: `Bread of day ${day}.` })]);
      await runAll(embed(OLD));
      await night(OLD);
    }
    expect([await count(OLD), await count(NEW)]).toEqual([12, 8]);
  });
});
