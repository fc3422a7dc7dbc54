import { describe, expect, it } from 'vitest';
import type { RankedPage, Retrieved } from '../../../domain/quote.js';
import { inAllWordings } from './wordings.js';

const never = new AbortController().signal;

const ranked = (pageId: string, score: number, start = 0): RankedPage => {
  const at = { pageId, title: null, chapter: null, position: null, start, end: start + 1 };
  const quote = { ...at, text: `${pageId}@${start}`, context: { before: '', after: '' }, score };
  return { pageId, score, quote, core: quote };
};

const given = (replies: Record<string, RankedPage[]>) => {
  const asked: string[] = [];
  const retriever = {
    refresh: async () => ({ changed: 7 }),
    retrieve: async ({ text, limit = 5 }: { text: string; limit?: number }): Promise<Retrieved> => {
      asked.push(text);
      const pages = (replies[text] ?? []).slice(0, limit);
      const answers = pages.map(({ core }) => core);
      return { pages, answers, answered: true, summaries: [], generation: text };
    },
  };
  return { retriever, asked };
};

describe('inAllWordings', () => {
  it('adds up what each wording says of a page', async () => {
    const { retriever, asked } = given({
      'My card is lost!': [ranked('phone', 5), ranked('card', 4)],
      'I lost my card': [ranked('card', 6), ranked('phone', 1)],
      'card gone': [ranked('card', 2), ranked('fees', 1)],
    });
    const all = inAllWordings(retriever, ['I lost my card', 'card gone']);
    const found = await all.retrieve({ text: 'My card is lost!' }, never);
    expect(found.pages.map(({ pageId, score }) => [pageId, score])).toEqual([
      ['card', 12],
      ['phone', 6],
      ['fees', 1],
    ]);
    expect(found.generation).toBe('My card is lost!');
    expect(asked).toEqual(['My card is lost!', 'I lost my card', 'card gone']);
    expect(await all.refresh(never)).toEqual({ changed: 7 });
  });

  it('quotes what most wordings choose, else what the question itself does', async () => {
    const { retriever } = given({
      a: [ranked('p', 1, 10), ranked('q', 1, 10)],
      b: [ranked('p', 1, 20), ranked('q', 1, 20)],
      c: [ranked('p', 1, 20)],
    });
    const { pages } = await inAllWordings(retriever, ['b', 'c']).retrieve({ text: 'a' }, never);
    expect(pages.map(({ quote }) => [quote.text, quote.score])).toEqual([
      ['p@20', 3],
      ['q@10', 2],
    ]);
  });

  it('keeps to the limit that was asked for, however deep it looks', async () => {
    const pages = Array.from({ length: 30 }, (_, i) => ranked(`p${i}`, 30 - i));
    const { retriever } = given({ a: pages, b: pages });
    const all = inAllWordings(retriever, ['b']);
    expect((await all.retrieve({ text: 'a', limit: 2 }, never)).pages).toHaveLength(2);
    expect((await all.retrieve({ text: 'a' }, never)).pages).toHaveLength(5);
    expect((await all.retrieve({ text: 'a', limit: 25 }, never)).pages).toHaveLength(25);
  });

  it('is the retriever itself for a question that was asked in one wording', () => {
    const { retriever } = given({});
    expect(inAllWordings(retriever, [])).toBe(retriever);
  });

  it('answers where one wording would, with what most of them would say', async () => {
    const { retriever } = given({
      a: [ranked('card', 5)],
      b: [ranked('card', 4), ranked('phone', 3)],
      c: [ranked('phone', 1, 7)],
    });
    const doubted = new Set(['a', 'b', 'c']);
    const doubting = {
      ...retriever,
      retrieve: async (query: { text: string; limit?: number }) => {
        const answered = !doubted.has(query.text);
        return { ...(await retriever.retrieve(query)), answered };
      },
    };
    const found = await inAllWordings(doubting, ['b', 'c']).retrieve({ text: 'a' }, never);
    expect(found.answered).toBe(false);
    expect(found.answers.map(({ text }) => text)).toEqual(['card@0']);
    doubted.delete('b');
    const again = await inAllWordings(doubting, ['b', 'c']).retrieve({ text: 'a' }, never);
    expect(again.answered).toBe(true);
  });
});
