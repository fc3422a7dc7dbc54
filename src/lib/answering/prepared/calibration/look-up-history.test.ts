import { describe, expect, it } from 'vitest';
import { wordEmbedder } from '../../../../../test/support/golden.js';
import { prior, type CalibrationPair } from './calibration.js';
import { explain } from '../lookup/decide.js';
import { GoldenIndex } from '../index/question-index.js';
import { historyOf, lookupsByAnswer } from './look-up-history.js';

const question = async (text: string) => {
  const [vector] = await wordEmbedder.embed([text], { purpose: 'cluster' });
  return { text, vector: vector! };
};

describe('the history of an answer', () => {
  const explained = async (answers: Record<string, number>, lookups?: Record<string, number>) => {
    const index = new GoldenIndex(wordEmbedder.space.dimensions);
    index.put({ answerId: 'visa', questions: [await question('How do I renew my visa?')] });
    const hood = index.search(await question('How can I renew the visa?'));
    const calibration = { ...prior(), ...(lookups ? { lookups } : {}) };
    const shifted = { ...calibration, score: { ...calibration.score, answers } };
    const plain = explain(hood, calibration).score;
    return { plain, history: historyOf(hood, shifted, explain(hood, shifted)) };
  };

  it('is what the score has more than without it, and how many look-ups it was learnt from', async () => {
    const { plain, history } = await explained({ visa: -0.7, tea: 2 }, { visa: 12 });
    expect(history?.shift).toBeCloseTo(-0.7, 9);
    expect(history?.scoreWithout).toBeCloseTo(plain, 12);
    expect(history?.lookups).toBe(12);
  });

  it('may be of stored questions alone, or of look-ups that nobody counted', async () => {
    expect((await explained({ visa: 1 }, { tea: 3 })).history?.lookups).toBe(0);
    expect((await explained({ visa: 1 })).history?.lookups).toBeNull();
  });

  it('is none where none is known', async () => {
    expect((await explained({ tea: 1 }, { visa: 3 })).history).toBeNull();
    const empty = new GoldenIndex(wordEmbedder.space.dimensions);
    const hood = empty.search(await question('How?'));
    expect(historyOf(hood, prior(), explain(hood, prior()))).toBeNull();
  });

  it('is counted by the answer that each look-up fell to', () => {
    const pair = (answerId: string): CalibrationPair => ({
      ...{ features: [], group: 0, right: true, vetoed: false, answerId },
    });
    const counts = lookupsByAnswer(['a', 'b', 'a', '__proto__'].map(pair));
    expect(JSON.stringify(counts)).toBe('{"a":2,"b":1,"__proto__":1}');
  });
});
