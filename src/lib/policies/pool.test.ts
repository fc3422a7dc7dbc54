import { describe, expect, it } from 'vitest';
import { GibseyError, type ErrorCode } from '../domain/errors.js';
import type { ChatModel, ChatReply, Clock } from '../ports/index.js';
import { pooled } from './pool.js';

const call = () => ({ maxTokens: 9, signal: new AbortController().signal });
const reply = (text: string): ChatReply => ({
  text,
  tokens: { prompt: 5, completion: 2 },
  cut: false,
});

interface Host extends ChatModel {
  calls: number;
  fails: ErrorCode | null;
  reason: string | null;
  /** While set, replies wait for it. */
  gate: Promise<void> | null;
}

function host(name: string, fails: ErrorCode | null = null): Host {
  return {
    name: 'model',
    contextTokens: 100,
    calls: 0,
    fails,
    reason: null,
    gate: null,
    async unavailable() {
      return this.reason;
    },
    async chat() {
      this.calls++;
      await this.gate;
      if (this.fails) throw new GibseyError(this.fails, `${name} fails`);
      return reply(name);
    },
  };
}

function clock(): Clock & { at: number } {
  return {
    at: 0,
    now: () => 0,
    monotonic() {
      return this.at;
    },
    sleep: async () => undefined,
  };
}

const DOWN = 'SERVICE_UNREACHABLE';
const said = (model: ChatModel) => model.chat([], call()).then(({ text }) => text);

describe('pooled', () => {
  it('does not begin a reply elsewhere that was told in part', async () => {
    const [a, b] = [host('a'), host('b')];
    a.chat = async (_, { onText }) => {
      onText?.('Half ');
      throw new GibseyError(DOWN, 'a fails');
    };
    const pool = pooled([{ model: a }, { model: b }], { clock: clock() });
    const heard: string[] = [];
    const told = pool.chat([], { ...call(), onText: (piece) => heard.push(piece) });
    await expect(told).rejects.toMatchObject({ code: DOWN });
    expect([b.calls, heard]).toEqual([0, ['Half ']]);
    expect(await said(pool)).toBe('b');
  });

  it('deals calls to the least busy host', async () => {
    const [a, b] = [host('a'), host('b')];
    let open = () => undefined as void;
    a.gate = new Promise((resolve) => (open = resolve));
    const pool = pooled([{ model: a }, { model: b }], { clock: clock() });
    const first = said(pool);
    expect([await said(pool), await said(pool), await said(pool)]).toEqual(['b', 'b', 'b']);
    open();
    expect(await first).toBe('a');
    expect(await said(pool)).toBe('a');
  });

  it('deals calls in turn while all are idle', async () => {
    const pool = pooled([{ model: host('a') }, { model: host('b') }], { clock: clock() });
    expect([await said(pool), await said(pool), await said(pool)]).toEqual(['a', 'b', 'a']);
  });

  it('goes on to the next host, and leaves the failed one alone, longer each time', async () => {
    const [a, b, time] = [host('a', DOWN), host('b'), clock()];
    const pool = pooled([{ model: a }, { model: b }], { clock: time, restMs: 100 });
    expect([await said(pool), await said(pool)]).toEqual(['b', 'b']);
    expect(a.calls).toBe(1);
    time.at = 100;
    expect([await said(pool), await said(pool)]).toEqual(['b', 'b']);
    expect(a.calls).toBe(2);
    time.at = 250; // rests until 300
    await said(pool);
    expect(a.calls).toBe(2);
    time.at = 300;
    a.fails = null;
    expect(await said(pool)).toBe('a');
  });

  it.each(['REPLY_INVALID', 'INTERRUPTED'] as const)('asks nobody else after %s', async (code) => {
    const [a, b] = [host('a', code), host('b')];
    const pool = pooled([{ model: a }, { model: b }], { clock: clock() });
    await expect(said(pool)).rejects.toMatchObject({ code });
    expect(b.calls).toBe(0);
  });

  it('fails as the last one did when all fail, then asks only the one that wakes first', async () => {
    const [a, b, time] = [host('a', DOWN), host('b', DOWN), clock()];
    const pool = pooled([{ model: a }, { model: b }], { clock: time });
    await expect(said(pool)).rejects.toThrow('b fails');
    await expect(said(pool)).rejects.toThrow('a fails');
    expect([a.calls, b.calls]).toEqual([2, 1]);
  });

  it('asks a spare only when its own host wants it, after every other host', async () => {
    const [a, b, spare, other] = [host('a', DOWN), host('b', DOWN), host('cpu'), host('never')];
    const wantsSpare = (thrown: unknown) => (thrown as Error).message === 'a fails';
    const members = [
      { model: a, spare },
      { model: b, spare: other },
    ];
    const pool = pooled(members, { clock: clock(), wantsSpare });
    expect(await said(pool)).toBe('cpu');
    expect([a.calls, b.calls, spare.calls, other.calls]).toEqual([1, 1, 1, 0]);
    expect(await said(pool)).toBe('cpu'); // the host itself rests
    expect([a.calls, b.calls, other.calls]).toEqual([1, 1, 0]);
  });

  it('is available when one host is, and says who is not', async () => {
    const [a, b] = [host('a'), host('b')];
    const warnings: string[] = [];
    const warn = (message: string) => void warnings.push(message);
    const pool = pooled([{ model: a }, { model: b }], { clock: clock(), warn });
    const ask = () => pool.unavailable(call().signal);
    expect([await ask(), warnings]).toEqual([null, []]);
    a.reason = 'no LLM at a';
    expect([await ask(), warnings]).toEqual([null, ['no LLM at a: the other hosts do its work']]);
    expect([await said(pool), await said(pool), a.calls]).toEqual(['b', 'b', 0]);
    b.reason = 'model m is not on b';
    expect(await ask()).toBe('no LLM at a; model m is not on b');
  });
});
