import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MODEL } from '../../../../test/fixtures/ollama/server.js';
import {
  BREAD,
  GOOD,
  idle,
  SummaryNights,
  WHALES,
} from '../../../../test/fixtures/summarize/nights.js';
import type { Plan } from '../stage.js';
import type { SummaryUnit } from './unit.js';

let nights: SummaryNights;

beforeEach(async () => {
  nights = await SummaryNights.open();
});
afterEach(() => nights[Symbol.asyncDispose]());

const NEW = ['pages/1 run new', 'pages/2 run new'];
const UNCHANGED = ['pages/1 skip unchanged', 'pages/2 skip unchanged'];

describe('with a model', () => {
  it('writes title, summary and everything that is known of the cluster', async () => {
    expect(await nights.run()).toEqual(NEW);
    expect(await nights.stored(1)).toMatchObject({
      clusterId: 1,
      centerPage: 'w1',
      title: 'A hunt at sea',
      summary: 'The captain hunts the whale. The hunt ends badly.',
      words: 9,
      size: 3,
      cohesion: 0.75,
      model: MODEL,
      promptVersion: 1,
      coverage: 1,
      updatedAt: 1_000,
      rejected: null,
    });
    expect((await nights.stored(1)).keywords).toContain('whale');
    expect((await nights.stored(2)).keywords).toContain('bread');
  });

  it('gives no two clusters one title, whoever proposes it', async () => {
    nights.reply = () => 'TITLE: The same again\n\nIt is here. It ends.';
    await nights.run();
    const titles = [await nights.stored(1), await nights.stored(2)].map(({ title }) => title);
    expect(titles[0]).toBe('The same again');
    expect(titles[1]).toMatch(/bread/i);
    await nights.cluster('night 2', { 1: ['w1', 'w2'], 2: Object.keys(BREAD) });
    nights.reply = () => `TITLE: ${titles[1] ?? ''}\n\nIt is here. It ends.`;
    await nights.run();
    expect((await nights.stored(1)).title).not.toBe(titles[1]);
  });

  it('shows the model every page, nearest to the centre first', async () => {
    await nights.cluster('other order', { 1: ['w3', 'w1', 'w2'] });
    await nights.run();
    const prompt = nights.prompts()[0] ?? '';
    const places = ['w3', 'w1', 'w2'].map((id) => prompt.indexOf(WHALES[id] ?? '?'));
    expect(places).not.toContain(-1);
    expect(places).toEqual([...places].sort((a, b) => a - b));
  });

  it('calls nobody and writes nothing when nothing has changed', async () => {
    await nights.run();
    const before = await nights.stored(1);
    nights.host.requests.length = 0;
    nights.now = 2_000;
    expect(await nights.run()).toEqual(UNCHANGED);
    expect(nights.host.requests).toEqual([]);
    expect(await nights.stored(1)).toEqual(before);
  });

  it('redoes the cluster whose page changed, and only that', async () => {
    await nights.run();
    await nights.putPages({
      w2: 'Starbuck now likes the hunt for the whale. The captain is glad.',
    });
    await nights.cluster('night 2', { 1: Object.keys(WHALES), 2: Object.keys(BREAD) });
    expect(await nights.run()).toEqual(['pages/1 run members changed', 'pages/2 skip unchanged']);
  });

  it('redoes all for another limit, model or force', async () => {
    await nights.run();
    expect(await nights.run({ maxWords: 100 })).toEqual([
      'pages/1 run settings changed',
      'pages/2 run settings changed',
    ]);
    expect(await nights.run({ maxWords: 100, inputTokens: 500 })).toEqual([
      'pages/1 run model or prompt changed',
      'pages/2 run model or prompt changed',
    ]);
    expect(await nights.run({ maxWords: 100, inputTokens: 500 }, true)).toEqual([
      'pages/1 run forced',
      'pages/2 run forced',
    ]);
  });

  it('writes anew when it is forced, once a run, and keeps that text from then on', async () => {
    nights.reply = (_, index) =>
      index < 2 ? GOOD : 'TITLE: Again\n\nThe captain goes down with the whale.';
    await nights.run();
    const [first, key] = [await nights.stored(1), 'pages/1'];
    const { input } = (await nights.store.memo.get('summarize', [key])).get(key)!;
    nights.runId = 'run 2';
    nights.now = 2_000;
    expect(await nights.run({}, true)).toEqual(['pages/1 run forced', 'pages/2 run forced']);
    const second = await nights.stored(1);
    expect(second).toMatchObject({ title: 'Again', updatedAt: 2_000, variation: 'run 2' });
    // What readers of the old night see is still there.
    expect(await nights.store.memo.artefacts('summarize', [input])).toEqual(
      new Map([[input, first]]),
    );
    const asked = nights.host.requests.length;
    expect(await nights.run({}, true)).toEqual(UNCHANGED); // the same run, resumed
    nights.runId = 'run 3';
    expect(await nights.run()).toEqual(UNCHANGED);
    expect([nights.host.requests.length, await nights.stored(1)]).toEqual([asked, second]);
    await nights.run({}, true);
    expect(nights.host.requests.length).toBeGreaterThan(asked);
  });

  it('leaves nothing to chance but for a text that is forced', async () => {
    await nights.run({}, true); // of new clusters there is no text to write anew
    nights.runId = 'run 2';
    await nights.run({}, true);
    nights.runId = 'run 3';
    await nights.run({}, true);
    const sampling = [
      ...new Set(nights.host.requests.map(({ options }) => JSON.stringify(options))),
    ];
    expect(sampling).toHaveLength(3);
    expect(sampling[0]).toContain('"temperature":0,');
    for (const varied of sampling.slice(1)) expect(varied).toContain('"temperature":0.5,');
  });

  it('forgets clusters that are gone', async () => {
    await nights.run();
    await nights.cluster('night 2', { 2: Object.keys(BREAD), 5: Object.keys(WHALES) });
    expect(await nights.run()).toEqual(['pages/2 skip unchanged', 'pages/5 run new']);
    expect((await nights.store.memo.keys('summarize')).sort()).toEqual(['pages/2', 'pages/5']);
    expect((await nights.stored(5)).clusterId).toBe(5);
  });

  it('skips a cluster whose pages are gone', async () => {
    await nights.store.pages.delete(Object.keys(BREAD));
    expect(await nights.run()).toEqual(['pages/1 run new', 'pages/2 skip its pages are gone']);
  });

  it('has nothing to do before anything was clustered', async () => {
    await nights.store.memo.forget('cluster', ['pages']);
    expect(await nights.run()).toEqual([]);
  });

  it('stops when it is told to', async () => {
    const stop = new AbortController();
    nights.reply = () => ({ hang: true });
    const stage = nights.stage();
    const plans = stage.plan({ force: false, signal: idle() })[Symbol.asyncIterator]();
    const { value } = (await plans.next()) as IteratorYieldResult<Plan<SummaryUnit>>;
    const computing = stage.compute(value.unit, stop.signal, undefined);
    const stopped = expect(computing).rejects.toMatchObject({ code: 'INTERRUPTED' });
    await expect.poll(() => nights.host.requests.length).toBe(1);
    stop.abort();
    await stopped;
  });
});
