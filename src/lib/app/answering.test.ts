import { afterEach, expect, test } from 'vitest';
import { systemClock } from '../adapters/clock/system.js';
import type { Chat } from '../answering/chat/turn.js';
import type { GoldenCache } from '../answering/prepared/lookup/cache.js';
import type { LookupResult } from '../answering/prepared/lookup/looked.js';
import type { Retriever } from '../answering/retrieval/retriever.js';
import { openAnswering, type AnsweringDeps, type OpenAnswering } from './answering.js';
import { configSchema } from '../config/schema.js';
import { GibseyError } from '../domain/errors.js';
import { usageMeter } from '../policies/metered.js';

const never = new AbortController().signal;
const found = { hit: false, reason: 'score', decision: null } satisfies LookupResult;
const cache = { lookup: async () => found } as unknown as GoldenCache;

const open: OpenAnswering[] = [];
afterEach(async () => {
  for (const each of open.splice(0)) await each.close();
});

/** Waits of the clock are told, and short. */
async function answering(openGolden: AnsweringDeps['openGolden']) {
  const waits: number[] = [];
  let asked: Pick<GoldenCache, 'lookup'> | null = null;
  const clock = {
    ...systemClock,
    sleep: (ms: number, signal?: AbortSignal) => {
      waits.push(ms);
      return systemClock.sleep(1, signal);
    },
  };
  const opened = await openAnswering({
    retriever: {} as Retriever,
    openGolden,
    desk: { close: async () => undefined },
    modelDeps: {
      ...{ config: configSchema.parse({ llm: { provider: 'none' } }), clock },
      ...{ meter: usageMeter(), report: () => undefined, signal: never },
    },
    openChat: async (_model, golden) => {
      asked = golden;
      return {} as Chat;
    },
    runWorker: null,
  });
  open.push(opened);
  return { opened, waits, lookup: () => asked!.lookup({ text: 'Where is the lamp?' }, never) };
}

test('prepared answers that cannot be opened are opened later, and asked from then on', async () => {
  let attempts = 0;
  const { opened, lookup } = await answering(async () => (++attempts < 4 ? null : cache));
  expect(opened.golden).toBeNull();
  expect(await lookup()).toEqual({ hit: false, reason: 'empty', decision: null });
  await expect.poll(() => opened.golden).toBe(cache);
  expect(await lookup()).toBe(found);
  expect(attempts).toBe(4);
});

test('they are opened once where that works at once', async () => {
  let attempts = 0;
  const { opened, lookup, waits } = await answering(async () => (attempts++, cache));
  expect(opened.golden).toBe(cache);
  expect(await lookup()).toBe(found);
  expect([attempts, waits]).toEqual([1, []]);
});

test('attempts end with what they were made for', async () => {
  let attempts = 0;
  const { opened } = await answering(async () => (attempts++, null));
  await expect.poll(() => attempts).toBeGreaterThan(3);
  await opened.close();
  const before = attempts;
  await systemClock.sleep(30);
  expect(attempts).toBeLessThanOrEqual(before + 1); // the one at hand
});

test('what is no matter of reach is told', async () => {
  const broken = () => Promise.reject(new GibseyError('MODEL_MISSING', 'No model.'));
  await expect(answering(broken)).rejects.toMatchObject({ code: 'MODEL_MISSING' });
});
