import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GibseyError } from '../domain/errors.js';
import type { ChatModel, ChatReply } from '../ports/index.js';
import { budgeted, type Limits } from './budget.js';
import { metered, usageMeter } from './metered.js';

const FREE = { prompt: 0, completion: 0 };
const signal = new AbortController().signal;

/** A model that takes `prompt` tokens for any prompt and writes `written` of those that it may. */
function open(
  limits: Limits,
  { price = FREE, prompt = 12, written = (most: number) => most } = {},
) {
  const meter = usageMeter();
  const replies: (() => void)[] = [];
  const bare: ChatModel = {
    name: 'm',
    contextTokens: 1_000,
    unavailable: async () => null,
    chat: async (_, { maxTokens }): Promise<ChatReply> => {
      await new Promise<void>((resolve) => replies.push(resolve));
      if (maxTokens === 13) throw new GibseyError('SERVICE_UNREACHABLE', 'gone');
      return { text: 'Yes.', tokens: { prompt, completion: written(maxTokens) }, cut: false };
    },
  };
  const options = { limits, meter, price, estimate: (text: string) => text.length };
  const model = budgeted(metered(bare, meter, price), options);
  const ask = (maxTokens: number) =>
    model.chat([{ role: 'user', content: 'abcd' }], { maxTokens, signal }).then(
      () => 'ok',
      (thrown: GibseyError) => thrown.code,
    );
  const answer = async () => {
    await new Promise(setImmediate);
    for (const reply of replies.splice(0)) reply();
    await new Promise(setImmediate);
  };
  const asked = async (maxTokens: number) => {
    const outcome = ask(maxTokens);
    await answer();
    return outcome;
  };
  return { meter, ask, answer, asked, replies };
}

describe('budgeted', () => {
  // 4 characters and 8 tokens of frame make a prompt of 12.
  it('lets out the call that just fits, and not the one that could be a token too long', async () => {
    const fits = open({ tokens: 24 });
    expect([await fits.asked(12), fits.meter.total().tokens]).toEqual(['ok', 24]);
    const tight = open({ tokens: 23 });
    expect([await tight.asked(12), tight.meter.total().calls]).toEqual(['BUDGET_SPENT', 0]);
  });

  it('says what was allowed, used and wanted, and refuses from then on', async () => {
    const { asked, meter } = open({ tokens: 50 });
    expect(await asked(20)).toBe('ok');
    expect(await asked(20)).toBe('BUDGET_SPENT');
    expect(await asked(1)).toBe('BUDGET_SPENT');
    expect(meter.total()).toEqual({ calls: 1, tokens: 32, costUsd: 0 });
  });

  it('counts money by the price of each kind of token', async () => {
    // 12 prompt tokens at $1 and 10 written at $2 a token: $32 a call.
    const price = { prompt: 1e6, completion: 2e6 };
    const { asked, meter } = open({ costUsd: 63 }, { price });
    expect([await asked(10), await asked(10)]).toEqual(['ok', 'BUDGET_SPENT']);
    expect(meter.total().costUsd).toBe(32);
  });

  it('waits for calls under way that may leave enough', async () => {
    const { ask, answer, replies } = open({ tokens: 60 }, { written: () => 1 });
    const both = [ask(30), ask(30)]; // 42 each at most, 13 in fact
    await new Promise(setImmediate);
    expect(replies).toHaveLength(1);
    await answer();
    await answer();
    expect(await Promise.all(both)).toEqual(['ok', 'ok']);
  });

  it('gives back what a call that failed had reserved', async () => {
    const { asked } = open({ tokens: 30 });
    expect(await asked(13)).toBe('SERVICE_UNREACHABLE');
    expect(await asked(13)).toBe('SERVICE_UNREACHABLE');
    expect(await asked(12)).toBe('ok');
  });

  it('has no limit unless it is given one', async () => {
    expect(await open({}).asked(1e9)).toBe('ok');
  });

  it('never exceeds a limit, whatever is asked at once', async () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 50 }), { maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(sizes, fc.integer({ min: 1, max: 400 }), async (calls, tokens) => {
        const { ask, answer, meter } = open({ tokens });
        const all = Promise.all(calls.filter((size) => size !== 13).map(ask));
        let done = false;
        void all.then(() => (done = true));
        do await answer();
        while (!done);
        expect(meter.total().tokens).toBeLessThanOrEqual(tokens);
      }),
      { numRuns: 50 },
    );
  });
});
