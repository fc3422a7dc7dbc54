import { describe, expect, it } from 'vitest';
import { estimateTokens } from '../../algorithms/text/token-estimate.js';
import type { Utterance } from '../../domain/conversation.js';
import type { Quote } from '../../domain/quote.js';
import { NARRATOR } from './characters.js';
import { chatPrompt } from './prompt.js';

const quote = (text: string): Quote => ({
  ...{ pageId: 'p', title: null, chapter: null, position: null, score: 1 },
  ...{ text, start: 0, end: text.length, context: { before: '', after: '' } },
});
const said = (role: Utterance['role'], text: string): Utterance => ({
  ...{ id: text, userId: 'ann', sessionId: 's', language: null, createdAt: 0, metadata: {} },
  ...{ role, text },
});
const words = (count: number, word = 'whale') => Array<string>(count).fill(word).join(' ');

const sources = (quotes: Quote[]) => ({ quotes, answers: [], answered: true, summaries: [] });

const prompt = (more: Partial<Parameters<typeof chatPrompt>[0]>) =>
  chatPrompt({
    ...{
      character: NARRATOR,
      question: 'Why?',
      history: [],
      contextTokens: 2048,
      replyTokens: 400,
    },
    sources: sources([quote('One.'), quote('Two.')]),
    ...more,
  });

describe('chatPrompt', () => {
  it('puts rules first, what was said before between, spans and question last', () => {
    const { messages, quotes, secret } = prompt({
      history: [said('user', 'Before?'), said('assistant', 'Then.')],
    });
    expect(messages.map(({ role }) => role)).toEqual(['system', 'user', 'assistant', 'user']);
    expect(messages[0]?.content).toBe(secret);
    expect(secret.startsWith(NARRATOR.voice)).toBe(true);
    const last = messages.at(-1)?.content ?? '';
    expect(last.indexOf('One.')).toBeLessThan(last.indexOf('Two.'));
    expect(last.endsWith('The reader says:\nWhy?')).toBe(true);
    expect(quotes).toHaveLength(2);
  });

  it('fits into the context: the best spans first, then the newest of what was said', () => {
    const quotes = Array.from({ length: 20 }, (_, i) => quote(`${i} ${words(60)}.`));
    const history = Array.from({ length: 20 }, (_, i) =>
      said(i % 2 ? 'assistant' : 'user', `${i} ${words(50)}`),
    );
    const few = prompt({ sources: sources(quotes), history });
    expect(few.quotes.length).toBeGreaterThan(2);
    expect(few.quotes).toEqual(quotes.slice(0, few.quotes.length));
    const tokens = few.messages.reduce((sum, { content }) => sum + estimateTokens(content), 0);
    expect(tokens + 400).toBeLessThan(2048);
    const many = prompt({ history, contextTokens: 3000 }).messages.slice(1, -1);
    expect(many.length).toBeGreaterThan(2);
    expect(many.length).toBeLessThan(20);
    expect(many[0]?.role).toBe('user');
    expect(many.at(-1)?.content).toBe(history.at(-1)?.text);
  });

  it('gives the best span in any case', () => {
    const { quotes, messages } = prompt({
      sources: sources([quote(words(900))]),
      history: [said('user', 'Before?')],
      contextTokens: 900,
    });
    expect(quotes).toHaveLength(1);
    expect(messages).toHaveLength(2);
  });

  it('tells notes of the night from spans that can be cited', () => {
    const summaries = [{ clusterId: 1, title: 'Sea', summary: 'All of it.', score: 1 }];
    const { messages } = prompt({ sources: { ...sources([quote('One.')]), summaries } });
    const last = messages.at(-1)?.content;
    expect(last).toMatch(/<<text s1 [0-9a-f]{12}>>\nSea: All of it\.\n/);
    expect(last).toMatch(/<<text q1 [0-9a-f]{12}>>\nOne\.\n/);
  });
});
