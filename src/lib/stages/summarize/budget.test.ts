import { describe, expect, it } from 'vitest';
import { estimateTokens } from '../../algorithms/text/token-estimate.js';
import { contextNeeded, partBudget, replyTokens } from './budget.js';

describe('estimateTokens', () => {
  it.each([
    ['', 0],
    ['a'.repeat(36), 10],
    ['ж'.repeat(10), 5],
    ['青い空', 3],
  ])('%s', (text, tokens) => {
    expect(estimateTokens(text)).toBe(tokens);
  });
});

describe('partBudget', () => {
  const settings = { inputTokens: 2_000, maxWords: 250 };

  it('is what was asked for, in the context that it asks for', () => {
    const contextTokens = contextNeeded(settings);
    expect(contextTokens).toBe(4_096);
    expect(partBudget({ ...settings, contextTokens })).toBe(2_000);
  });

  it.each([{ inputTokens: 200 }, { inputTokens: 8_000 }, { maxWords: 10 }, { maxWords: 2_000 }])(
    'holds for %o, too',
    (change) => {
      const changed = { ...settings, ...change };
      const budget = partBudget({ ...changed, contextTokens: contextNeeded(changed) });
      expect(budget).toBe(changed.inputTokens);
    },
  );

  it('leaves room for the reply in a model with a small context', () => {
    const budget = partBudget({ ...settings, contextTokens: 2_048 });
    expect(budget).toBeLessThan(1_000);
    expect(budget + replyTokens(250)).toBeLessThan(2_048);
  });
});
