import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MODEL, type ChatAct } from '../../../../test/fixtures/ollama/server.js';
import { GOOD, SummaryNights, WHALES } from '../../../../test/fixtures/summarize/nights.js';

let nights: SummaryNights;

beforeEach(async () => {
  nights = await SummaryNights.open();
});
afterEach(() => nights[Symbol.asyncDispose]());

describe('text that does not fit into one prompt', () => {
  const sentence = (n: number) =>
    `On day number${n} the whale swims past the ship and the men look at it.`;

  it('is read in parts, all of it, and the notes are merged', async () => {
    const ids = Array.from({ length: 30 }, (_, i) => `p${String(i).padStart(2, '0')}`);
    const bodies = Object.fromEntries(ids.map((id, i) => [id, `${sentence(i)} `.repeat(8).trim()]));
    await nights.putPages(bodies);
    await nights.cluster('long', { 1: ids });
    nights.reply = (prompt) => (prompt.includes('TITLE') ? GOOD : 'The whale swims past the ship.');
    expect(await nights.run({ inputTokens: 600 })).toEqual(['pages/1 run new']);
    const prompts = nights.prompts();
    expect(prompts.length).toBeGreaterThan(8);
    const read = prompts.join('\n');
    for (const body of Object.values(bodies)) expect(read).toContain(body);
    expect(prompts.at(-1)).toContain('these notes');
    expect(prompts.at(-1)).toContain('The whale swims past the ship.');
    expect(await nights.stored(1)).toMatchObject({
      model: MODEL,
      coverage: 1,
      title: 'A hunt at sea',
    });
  });

  it('takes sentences of the pages where the notes invent something', async () => {
    const ids = Array.from({ length: 12 }, (_, i) => `p${String(i).padStart(2, '0')}`);
    await nights.putPages(
      Object.fromEntries(ids.map((id, i) => [id, `${sentence(i)} `.repeat(8)])),
    );
    await nights.cluster('long', { 1: ids });
    nights.reply = (prompt) =>
      prompt.includes('TITLE') ? GOOD : 'The whale swims past Gandalf and his men.';
    await nights.run({ inputTokens: 600 });
    const merged = nights.prompts().at(-1);
    expect(merged).not.toContain('Gandalf');
    expect(merged).toContain('the whale swims past the ship and the men look at it.');
  });
});

describe('a reply that cannot be used', () => {
  const bad: [string, ChatAct, RegExp][] = [
    ['empty', '', /empty/],
    ['broken', { status: 200, body: '{"message":' }, /empty/],
    ['far too long', 'The whale is hunted by men. '.repeat(100), /600 words/],
    ['a refusal', 'I cannot help with that request.', /declined/],
    ['in another language', 'Der Kapitän und die Männer jagen den Wal auf dem Meer.', /“de”/],
    ['about somebody else', 'The captain asks Gandalf to hunt the whale.', /Gandalf/],
  ];

  it.each(bad)('%s: is asked for again with the complaint', async (_, act, complaint) => {
    nights.reply = (_request, index) => (index === 0 ? act : GOOD);
    await nights.cluster('one', { 1: Object.keys(WHALES) });
    await nights.run();
    const prompts = nights.prompts();
    expect(prompts).toHaveLength(2);
    expect(prompts[0]).not.toMatch(/last attempt/);
    expect(prompts[1]).toMatch(/last attempt was refused/);
    expect(prompts[1]).toMatch(complaint);
    expect(await nights.stored(1)).toMatchObject({ model: MODEL, rejected: null });
    expect(nights.warnings).toEqual([]);
  });

  it.each(bad)('%s: twice, and the extractive summary stands', async (_, act, complaint) => {
    nights.reply = () => act;
    await nights.cluster('one', { 1: Object.keys(WHALES) });
    await nights.run();
    const summary = await nights.stored(1);
    expect(summary).toMatchObject({ model: 'extractive', promptVersion: 0 });
    expect(summary.rejected).toMatch(complaint);
    expect(summary.words).toBeGreaterThan(0);
    expect(nights.warnings).toHaveLength(1);
    expect(nights.host.requests).toHaveLength(2);
    expect(await nights.run()).toEqual(['pages/1 skip unchanged']); // what was refused is settled
    expect(nights.host.requests).toHaveLength(2);
  });

  it('keeps a good summary whose title is unusable, under a title of its own', async () => {
    nights.reply = () => GOOD.replace('A hunt at sea', 'The ship of Gandalf');
    await nights.run();
    const { title, model } = await nights.stored(1);
    expect(model).toBe(MODEL);
    expect(title).not.toBe('');
    expect(title).not.toContain('Gandalf');
  });

  it('writes in the language that was asked for', async () => {
    nights.reply = () => 'Der Kapitän und die Männer jagen den Wal auf dem Meer.';
    await nights.run({ language: 'de' });
    expect(nights.prompts()[0]).toContain('Write in German.');
  });
});
