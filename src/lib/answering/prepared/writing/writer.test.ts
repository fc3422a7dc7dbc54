import { afterEach, describe, expect, it } from 'vitest';
import { wordEmbedder } from '../../../../../test/support/golden.js';
import { chatOver, standIn, WHY } from '../../../../../test/support/chat.js';
import { page } from '../../../../../test/support/store.js';
import { systemClock } from '../../../adapters/clock/system.js';
import { GibseyError } from '../../../domain/errors.js';
import type { ChatModel, Embedder } from '../../../ports/index.js';
import { openGoldenWriter, type GoldenDraft } from './writer.js';

const never = new AbortController().signal;
function written(draft: GoldenDraft | 'unsure' | null): GoldenDraft {
  if (draft === null || draft === 'unsure') throw new Error(`It has written nothing: ${draft}.`);
  return draft;
}

const TOWER = 'I climbed the tower because the sea was behind it.';

describe('golden writer', () => {
  const closing: (() => Promise<void>)[] = [];
  afterEach(() => Promise.all(closing.splice(0).map((close) => close())));

  const given = async (model: ChatModel | null, embedder?: Embedder) => {
    const { store, retriever, close } = await chatOver(null);
    closing.push(close);
    const clock = systemClock;
    const deps = { ...store, retriever, model, clock, newId: () => 'id' };
    const writer = openGoldenWriter(embedder ? { ...deps, embedder } : deps);
    return { store, retriever, writer };
  };

  it('answers with verified quotes where there is no model, in nobody’s voice', async () => {
    const { writer, store } = await given(null);
    const draft = written(await writer.write(WHY, never));
    expect([writer.name, draft.model, draft.tokens]).toEqual(['extractive', 'extractive', 0]);
    expect(draft.answer).toContain(TOWER);
    expect(draft.answer).toBe(draft.answer.trim());
    for (const { pageId, start, end, text, contentHash } of draft.sources) {
      const [stored] = await store.pages.get([pageId]);
      expect(stored!.body.slice(start, end)).toBe(text);
      expect(stored!.contentHash).toBe(contentHash);
    }
  });

  it('answers by a model from the pages that it cites', async () => {
    const { writer } = await given(standIn(() => ['For the sea: ', '[q1]']));
    const draft = written(await writer.write(WHY, never));
    expect(draft).toMatchObject({ model: 'stand-in', tokens: 37, sources: [{ pageId: 'p1' }] });
    expect(draft.answer).toContain('For the sea: “');
  });

  it('takes an extractive answer for what it is when the model fails', async () => {
    const broken = standIn(() => [new GibseyError('SERVICE_UNREACHABLE', 'Gone.')]);
    const { writer } = await given(broken);
    expect(await writer.write(WHY, never)).toMatchObject({ model: 'extractive' });
  });

  it('has no answer where no page says anything; nothing is charged or remembered', async () => {
    const { writer, store } = await given(null);
    expect(await writer.write('Wherefore quixotic zeugmas?', never)).toBeNull();
    expect(await store.conversations.count()).toBe(0);
    expect(await store.ledger.entries('editor')).toEqual([]);
  });

  it('has no answer where the nearest page is about something else, and asks no model', async () => {
    const model = standIn(() => {
      throw new Error('It must not be asked.');
    });
    const { writer } = await given(model, wordEmbedder);
    expect(
      await writer.write('Which tower does the chess club sell to sailors?', never),
    ).toBeNull();
    const extractive = await given(null, wordEmbedder);
    expect(
      await extractive.writer.write('I climbed the tower because of the sea?', never),
    ).toMatchObject({
      sources: [{ pageId: 'p1' }],
    });
  });

  it('is unsure without a model where two pages may answer, also when the model fails', async () => {
    const ask = async (model: ChatModel | null) => {
      const { writer, store, retriever } = await given(model, wordEmbedder);
      const body = 'You climbed the tower because the sea was behind it.';
      await store.pages.put([page('p1', { body }), page('p9', { body: `${body} So they say.` })]);
      await retriever.refresh(never);
      return writer.write(WHY, never);
    };
    expect(await ask(null)).toBe('unsure');
    const broken = standIn(() => [new GibseyError('SERVICE_UNREACHABLE', 'Gone.')]);
    expect(await ask(broken)).toBe('unsure');
    expect(await ask(standIn(() => ['[q1]']))).toMatchObject({ model: 'stand-in' });
  });

  it('is unsure where the quotes do not hold the kind of thing that is asked for', async () => {
    const { writer } = await given(null);
    expect(await writer.write('When did you climb the tower for courage?', never)).toBe('unsure');
    expect(await writer.write('Why did you climb the tower for courage?', never)).toMatchObject({
      sources: [{ pageId: 'p1' }],
    });
  });

  it('has no answer where that of a model does not hold it either', async () => {
    const { writer } = await given(standIn(() => ['You climbed it. [q1]']));
    expect(await writer.write('When did you climb the tower for courage?', never)).toBeNull();
  });

  it('finds the page that other wordings of the question point to', async () => {
    const { writer } = await given(null);
    const unlucky = 'Who counted how the quay was grey?';
    const others = ['Lanterns counted?', 'How many lanterns were counted every evening?'];
    expect((await writer.sources(unlucky, never))[0]?.pageId).toBe('p1');
    expect((await writer.sources(unlucky, never, others))[0]?.pageId).toBe('p3');
    const { sources } = written(await writer.write(unlucky, never, others));
    expect(sources).toMatchObject([{ pageId: 'p3' }]);
  });

  it('names the pages before it writes, as they are now', async () => {
    const { writer, store, retriever } = await given(null);
    const [first] = await writer.sources(WHY, never);
    expect(first?.pageId).toBe('p1');
    await store.pages.put([page('p1', { body: 'I climbed the tower for no reason at all.' })]);
    await retriever.refresh(never);
    const [now] = await writer.sources(WHY, never);
    expect(now?.pageId).toBe('p1');
    expect(now?.contentHash).not.toBe(first?.contentHash);
  });
});
