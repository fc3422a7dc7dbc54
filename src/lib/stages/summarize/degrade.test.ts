import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MODEL } from '../../../../test/fixtures/ollama/server.js';
import {
  BREAD,
  GOOD,
  idle,
  SummaryNights,
  WHALES,
} from '../../../../test/fixtures/summarize/nights.js';
import { openOllama } from '../../adapters/llm/ollama/factory.js';
import { GibseyError } from '../../domain/errors.js';
import { runStage } from '../../engine/run-stage.js';
import type { SummarizeDeps } from './stage.js';

let nights: SummaryNights;

beforeEach(async () => {
  nights = await SummaryNights.open();
});
afterEach(() => nights[Symbol.asyncDispose]());

const NEW = ['pages/1 run new', 'pages/2 run new'];
const UNCHANGED = ['pages/1 skip unchanged', 'pages/2 skip unchanged'];

describe('without a model', () => {
  it('takes sentences of the pages', async () => {
    expect(await nights.run({ model: null })).toEqual(NEW);
    const summary = await nights.stored(1);
    expect(summary).toMatchObject({ model: 'extractive', promptVersion: 0, rejected: null });
    expect(summary.coverage).toBeGreaterThan(0);
    const pages = Object.values(WHALES).join(' ');
    for (const sentence of summary.summary.match(/[^.]+\./g) ?? []) {
      expect(pages).toContain(sentence.trim());
    }
    expect(summary.title).not.toBe('');
  });

  it('keeps to the limit', async () => {
    await nights.run({ model: null, maxWords: 10 });
    expect((await nights.stored(1)).words).toBeLessThanOrEqual(10);
  });

  it('changes nothing the second time', async () => {
    await nights.run({ model: null });
    expect(await nights.run({ model: null })).toEqual(UNCHANGED);
  });

  it('is made good when the model is back, before new clusters', async () => {
    await nights.cluster('bread', { 2: Object.keys(BREAD) });
    await nights.run({ model: null });
    await nights.cluster('night 2', { 1: Object.keys(WHALES), 2: Object.keys(BREAD) });
    expect(await nights.run()).toEqual([
      `pages/2 run was extractive, ${MODEL} is back`,
      'pages/1 run new',
    ]);
    expect((await nights.stored(2)).model).toBe(MODEL);
  });

  it.each([false, true])(
    'keeps what a model wrote of the same pages (force: %s)',
    async (force) => {
      await nights.run();
      expect(await nights.run({ model: null }, force)).toEqual(UNCHANGED);
      expect((await nights.stored(1)).model).toBe(MODEL);
    },
  );

  it('writes anew when the pages are others', async () => {
    await nights.run();
    await nights.putPages({ w2: 'Starbuck now likes the hunt for the whale.' });
    await nights.cluster('night 2', { 1: Object.keys(WHALES), 2: Object.keys(BREAD) });
    expect(await nights.run({ model: null })).toEqual([
      'pages/1 run members changed',
      'pages/2 skip unchanged',
    ]);
    expect((await nights.stored(1)).model).toBe('extractive');
  });
});

describe('a model that goes away during the night', () => {
  it('falls back, says so once, and makes good next time', async () => {
    nights.reply = (_, index) => (index === 0 ? GOOD : { status: 503, body: '' });
    await nights.cluster('three', { 1: Object.keys(WHALES), 2: ['b1'], 3: ['b2'] });
    await nights.run();
    expect((await nights.stored(1)).model).toBe(MODEL);
    expect((await nights.stored(2)).model).toBe('extractive');
    expect((await nights.stored(3)).model).toBe('extractive');
    expect(nights.warnings).toEqual([expect.stringContaining(`${MODEL} is out of reach`)]);
    nights.reply = () => GOOD;
    expect(await nights.run()).toEqual([
      `pages/2 run was extractive, ${MODEL} is back`,
      `pages/3 run was extractive, ${MODEL} is back`,
      'pages/1 skip unchanged',
    ]);
  });

  it('fails rather than replace what a model wrote of the same pages', async () => {
    await nights.run();
    nights.reply = () => ({ status: 503, body: '' });
    await expect(nights.run({ inputTokens: 500 })).rejects.toMatchObject({
      code: 'SERVICE_UNREACHABLE',
    });
    expect((await nights.stored(1)).model).toBe(MODEL);
  });
});

describe('a budget that is spent during the night', () => {
  /** A budget that lets out so many calls. */
  const budget = (calls: number) => {
    const model = openOllama({ host: nights.host.host, model: MODEL });
    let left = calls;
    return {
      ...model,
      chat: (...call: Parameters<typeof model.chat>) => {
        if (left-- <= 0) return Promise.reject(new GibseyError('BUDGET_SPENT', '9 were allowed'));
        return model.chat(...call);
      },
    };
  };
  /** What the pipeline does with a stage. */
  const run = (changes: Partial<SummarizeDeps>) =>
    runStage(nights.stage(changes), {
      clock: { now: () => 0, monotonic: () => 0, sleep: async () => undefined },
      report: () => undefined,
      signal: idle(),
      force: false,
      fence: 1,
      total: null,
    });

  it('gives the other clusters an extractive summary, is partial, and is made good next time', async () => {
    await nights.cluster('three', { 1: Object.keys(WHALES), 2: ['b1'], 3: ['b2'] });
    const { record, fatal } = await run({ model: budget(1), concurrency: 1 });
    expect(fatal).toBeNull();
    expect(record).toMatchObject({
      status: 'partial',
      processed: 3,
      failed: 0,
      reason: 'the budget is spent, 2 extractive (9 were allowed)',
    });
    expect((await nights.stored(1)).model).toBe(MODEL);
    expect((await nights.stored(2)).model).toBe('extractive');
    expect(await nights.run()).toEqual([
      `pages/2 run was extractive, ${MODEL} is back`,
      `pages/3 run was extractive, ${MODEL} is back`,
      'pages/1 skip unchanged',
    ]);
  });

  it('carries forward what a model wrote of a cluster, whatever became of its pages', async () => {
    await nights.run();
    const before = await nights.stored(1);
    await nights.putPages({ w2: 'Starbuck now likes the hunt for the whale.' });
    await nights.cluster('night 2', { 1: Object.keys(WHALES), 3: Object.keys(BREAD) });
    const { record, fatal } = await run({ model: budget(0) });
    expect(fatal).toBeNull();
    expect(record).toMatchObject({
      status: 'partial',
      processed: 1,
      failed: 1,
      reason: 'the budget is spent, 1 extractive, 1 carried forward (9 were allowed)',
      failures: [{ key: 'pages/1', code: 'BUDGET_SPENT' }],
    });
    expect(await nights.stored(1)).toEqual(before);
    expect(await nights.run()).toEqual([
      `pages/3 run was extractive, ${MODEL} is back`,
      'pages/1 run members changed',
    ]);
  });

  it('is no matter when nothing has to be written', async () => {
    await nights.run();
    expect((await run({ model: budget(0) })).record).toMatchObject({ status: 'unchanged' });
  });
});
