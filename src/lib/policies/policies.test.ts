import { describe, expect, it } from 'vitest';
import { GibseyError, type ErrorCode } from '../domain/errors.js';
import type { ChatModel, ChatReply, Clock } from '../ports/index.js';
import { breaking } from './breaker.js';
import { metered, usageMeter } from './metered.js';
import { retrying } from './retry.js';

const OK: ChatReply = { text: 'Yes.', tokens: { prompt: 5, completion: 2 }, cut: false };
const options = () => ({ maxTokens: 9, signal: new AbortController().signal });

/** Answers the calls in turn: an error code fails, `ok` answers. */
function scripted(...script: (ErrorCode | 'ok')[]): ChatModel & { calls: number } {
  return {
    name: 'scripted',
    contextTokens: 100,
    calls: 0,
    unavailable: async () => null,
    async chat() {
      const act = script[this.calls++] ?? 'ok';
      if (act !== 'ok') throw new GibseyError(act, 'as scripted');
      return OK;
    },
  };
}

/** Time passes only by sleeping. */
function stoppedClock(): Clock & { slept: number[] } {
  const slept: number[] = [];
  return {
    slept,
    now: () => 0,
    monotonic: () => 0,
    sleep: async (ms, signal) => {
      signal?.throwIfAborted();
      slept.push(ms);
    },
  };
}

const outcomeOf = (model: ChatModel) =>
  model.chat([], options()).then(
    () => 'ok',
    (thrown: GibseyError) => thrown.code,
  );

describe('retrying', () => {
  it.each([
    { script: ['ok'], outcome: 'ok', calls: 1, slept: [] },
    { script: ['SERVICE_UNREACHABLE', 'ok'], outcome: 'ok', calls: 2, slept: [50] },
    { script: ['REPLY_INVALID', 'REPLY_INVALID'], outcome: 'REPLY_INVALID', calls: 2, slept: [50] },
    { script: ['INTERRUPTED'], outcome: 'INTERRUPTED', calls: 1, slept: [] },
    { script: ['INTERNAL'], outcome: 'INTERNAL', calls: 1, slept: [] },
  ] as const)('$script gives $outcome', async ({ script, outcome, calls, slept }) => {
    const model = scripted(...script);
    const clock = stoppedClock();
    expect(await outcomeOf(retrying(model, { clock, backoffMs: 50 }))).toBe(outcome);
    expect(model.calls).toBe(calls);
    expect(clock.slept).toEqual(slept);
  });

  it('does not begin a reply again that was told in part', async () => {
    const heard: string[] = [];
    const model = scripted('ok');
    let calls = 0;
    model.chat = async (_, { onText }) => {
      calls++;
      onText?.('Half ');
      throw new GibseyError('SERVICE_UNREACHABLE', 'as scripted');
    };
    const retried = retrying(model, { clock: stoppedClock() });
    const told = retried.chat([], { ...options(), onText: (piece) => heard.push(piece) });
    await expect(told).rejects.toMatchObject({ code: 'SERVICE_UNREACHABLE' });
    expect([calls, heard]).toEqual([1, ['Half ']]);
    await expect(retried.chat([], options())).rejects.toMatchObject({
      code: 'SERVICE_UNREACHABLE',
    });
    expect(calls).toBe(3); // nobody listens, nothing is told
  });

  it('stops within the pause', async () => {
    const model = scripted('SERVICE_UNREACHABLE');
    const asking = retrying(model, { clock: stoppedClock() }).chat([], {
      maxTokens: 9,
      signal: AbortSignal.abort(),
    });
    await expect(asking).rejects.toMatchObject({ code: 'INTERRUPTED' });
    expect(model.calls).toBe(1);
  });
});

describe('breaking', () => {
  it('asks no more after two calls in a row that found nobody', async () => {
    const model = scripted('SERVICE_UNREACHABLE', 'SERVICE_UNREACHABLE', 'ok');
    const guarded = breaking(model);
    for (let i = 0; i < 4; i++) expect(await outcomeOf(guarded)).toBe('SERVICE_UNREACHABLE');
    expect(model.calls).toBe(2);
    expect(await guarded.unavailable(options().signal)).toContain('given up');
  });

  it.each(['ok', 'REPLY_INVALID'] as const)('starts to count anew after %s', async (between) => {
    const model = scripted('SERVICE_UNREACHABLE', between, 'SERVICE_UNREACHABLE', 'ok');
    const guarded = breaking(model);
    const outcomes = [];
    for (let i = 0; i < 4; i++) outcomes.push(await outcomeOf(guarded));
    expect(outcomes).toEqual(['SERVICE_UNREACHABLE', between, 'SERVICE_UNREACHABLE', 'ok']);
    expect(await guarded.unavailable(options().signal)).toBeNull();
  });

  it('does not take being stopped for a sign of life', async () => {
    const model = scripted('SERVICE_UNREACHABLE', 'INTERRUPTED', 'SERVICE_UNREACHABLE', 'ok');
    const guarded = breaking(model);
    for (let i = 0; i < 4; i++) await outcomeOf(guarded);
    expect(model.calls).toBe(3);
  });

  it('gives up on a dead model within one retried call', async () => {
    const model = scripted('SERVICE_UNREACHABLE', 'SERVICE_UNREACHABLE', 'ok');
    const guarded = retrying(breaking(model), { clock: stoppedClock() });
    expect(await outcomeOf(guarded)).toBe('SERVICE_UNREACHABLE');
    expect(await outcomeOf(guarded)).toBe('SERVICE_UNREACHABLE');
    expect(model.calls).toBe(2);
  });
});

describe('metered', () => {
  it('counts calls, also those that fail, and the tokens of replies', async () => {
    const meter = usageMeter();
    const model = metered(scripted('ok', 'SERVICE_UNREACHABLE', 'ok'), meter);
    for (let i = 0; i < 3; i++) await outcomeOf(model);
    expect(meter.total()).toEqual({ calls: 3, tokens: 14, costUsd: 0 });
  });

  it('hands out a copy of the sum', () => {
    const meter = usageMeter();
    meter.total().calls = 7;
    expect(meter.total()).toEqual({ calls: 0, tokens: 0, costUsd: 0 });
  });
});
