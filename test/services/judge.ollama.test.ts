import { expect, it } from 'vitest';
import { openOllama } from '../../src/lib/adapters/llm/ollama/factory.js';
import { readVerdict, verdictOn } from '../../src/lib/stages/judge/verdict.js';
import { ollamaHost } from './ollama/host.js';

const ollama = ollamaHost();

/** What so small a model thinks is of no use; that it is held to the schema is what the judge needs. */
it('a real model says by the schema whether an answer fits', async () => {
  const model = openOllama({ host: ollama.address, model: 'smollm2', numThread: 1 });
  const replies: string[] = [];
  const told = {
    ...model,
    chat: async (...call: Parameters<typeof model.chat>) => {
      const reply = await model.chat(...call);
      replies.push(reply.text);
      return reply;
    },
  };
  const offer = {
    question: 'Is the museum open on Mondays?',
    answer: 'No. On Mondays the museum is closed all day.',
    quotes: ['On Mondays the museum is closed all day.'],
  };
  const matter = { asked: 'Can I visit the museum on a Monday?', offer, fresh: null };
  const verdict = await verdictOn(told, matter, AbortSignal.timeout(100_000));
  expect(replies).toHaveLength(1); // no second attempt was needed
  expect(typeof verdict).toBe('boolean');
  expect(readVerdict(replies[0]!)).toBe(verdict);
  expect(Object.keys(JSON.parse(replies[0]!) as object).sort()).toEqual(['answers', 'difference']);
}, 120_000);
