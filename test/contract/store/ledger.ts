import { describe, expect, it } from 'vitest';
import type { StoreContract } from './contract.js';
import { sharedStore } from './setup.js';

export function ledgerContract(contract: StoreContract): void {
  const s = sharedStore(contract);
  const apply = (account: string, requestId: string, delta: number) =>
    s.store.ledger.apply({ account, requestId, delta, reason: `why ${requestId}` });

  it('has nothing for an account that never was', async () => {
    expect(await s.store.ledger.balance('nobody')).toBe(0);
    expect(await s.store.ledger.entries('nobody')).toEqual([]);
  });

  it('adds up', async () => {
    s.clock.ms = 1_700_000_000_500;
    expect(await apply('sum', 'r1', 100)).toEqual({
      account: 'sum',
      requestId: 'r1',
      delta: 100,
      reason: 'why r1',
      balanceAfter: 100,
      createdAt: 1_700_000_000_500,
    });
    expect(await apply('sum', 'r2', -30)).toMatchObject({ delta: -30, balanceAfter: 70 });
    expect(await s.store.ledger.balance('sum')).toBe(70);
  });

  it('applies a request once, whatever it says the second time', async () => {
    const first = await apply('once', 'r', 10);
    expect(await apply('once', 'r', 10)).toEqual(first);
    expect(await apply('once', 'r', -500)).toEqual(first);
    expect(await s.store.ledger.balance('once')).toBe(10);
    expect(await s.store.ledger.entries('once')).toEqual([first]);
  });

  it('finds an entry by its request id, of its own account only', async () => {
    const first = await apply('found', 'r', 3);
    expect(await s.store.ledger.entry('found', 'r')).toEqual(first);
    expect(await s.store.ledger.entry('found', 'other')).toBeNull();
    expect(await s.store.ledger.entry('not found', 'r')).toBeNull();
  });

  it('never falls below zero, and a refused request may come again', async () => {
    await apply('poor', 'in', 5);
    expect(await apply('poor', 'out', -6)).toBe('insufficient');
    expect(await s.store.ledger.balance('poor')).toBe(5);
    await apply('poor', 'more', 1);
    expect(await apply('poor', 'out', -6)).toMatchObject({ balanceAfter: 0 });
    expect(await apply('poor', 'last', -1)).toBe('insufficient');
    expect(await apply('never seen', 'r', -1)).toBe('insufficient');
  });

  it.each([0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53])(
    'refuses %d credits',
    async (delta) => {
      await expect(apply('odd', `r ${delta}`, delta)).rejects.toMatchObject({ code: 'BAD_INPUT' });
      expect(await s.store.ledger.entries('odd')).toEqual([]);
    },
  );

  it('keeps accounts apart, also with the same request id', async () => {
    await apply('left', 'same', 1);
    await apply('right', 'same', 2);
    expect([await s.store.ledger.balance('left'), await s.store.ledger.balance('right')]).toEqual([
      1, 2,
    ]);
  });

  it('lists by time, ties by request id', async () => {
    for (const [requestId, ms] of [
      ['b', 10],
      ['c', 5],
      ['a', 10],
    ] as const) {
      s.clock.ms = 1_700_000_000_000 + ms;
      await apply('listed', requestId, 1);
    }
    const entries = await s.store.ledger.entries('listed');
    expect(entries.map(({ requestId }) => requestId)).toEqual(['c', 'a', 'b']);
  });

  it('is exact under a hundred debits at once, each sent twice, over several handles', async () => {
    const handles = [s.store, await s.reopen(), await s.reopen(), await s.reopen()];
    await apply('busy', 'deposit', 60);
    const debit = (i: number, handle: number) =>
      (handles[handle % 4] ?? s.store).ledger.apply({
        account: 'busy',
        requestId: `debit-${i}`,
        delta: -1,
        reason: 'chat',
      });
    const twice = Array.from({ length: 100 }, (_, i) => [debit(i, i), debit(i, i + 1)]).flat();
    const outcomes = await Promise.all(twice);
    const entries = await s.store.ledger.entries('busy');
    const debits = entries.filter(({ delta }) => delta < 0);
    expect(debits).toHaveLength(60);
    expect(new Set(debits.map(({ balanceAfter }) => balanceAfter)).size).toBe(60);
    expect(await s.store.ledger.balance('busy')).toBe(0);
    const paid = outcomes.flatMap((outcome) =>
      outcome === 'insufficient' ? [] : [outcome.requestId],
    );
    expect(new Set(paid)).toEqual(new Set(debits.map(({ requestId }) => requestId)));
  });

  it('is exact when some of many answers are refunded, everything sent twice', async () => {
    const handles = [s.store, await s.reopen(), await s.reopen()];
    const move = (i: number, requestId: string, delta: number) =>
      (handles[i % 3] ?? s.store).ledger.apply({
        account: 'refunded',
        requestId,
        delta,
        reason: delta < 0 ? 'answer' : 'refund: the answer failed',
      });
    await apply('refunded', 'deposit', 40);
    const turn = async (i: number) => {
      await Promise.all([move(i, `turn-${i}`, -1), move(i + 1, `turn-${i}`, -1)]);
      if (i % 2 === 1) return;
      await Promise.all([move(i, `turn-${i} refund`, 1), move(i + 1, `turn-${i} refund`, 1)]);
    };
    await Promise.all(Array.from({ length: 40 }, (_, i) => turn(i)));
    expect(await s.store.ledger.balance('refunded')).toBe(20);
    const entries = await s.store.ledger.entries('refunded');
    expect(entries).toHaveLength(1 + 40 + 20);
    expect(entries.reduce((sum, { delta }) => sum + delta, 0)).toBe(20);
    expect(entries.every(({ balanceAfter }) => balanceAfter >= 0)).toBe(true);
  });

  describe('open debits', () => {
    const debit = (requestId: string, holder?: string, store = s.store) =>
      store.ledger.apply({ account: 'open', requestId, delta: -1, reason: 'answer' }, holder);
    const openOnes = async () => {
      const all = await (await s.reopen()).ledger.open();
      return all.map(({ holder, requestId }) => `${holder} ${requestId}`).sort();
    };

    it('are known to everybody until they are closed', async () => {
      await apply('open', 'deposit', 10);
      expect(await debit('a', 'one')).toMatchObject({ delta: -1, balanceAfter: 9 });
      await debit('b', 'one');
      await debit('free');
      await debit('c', 'two', await s.reopen());
      expect(await openOnes()).toEqual(['one a', 'one b', 'two c']);
      await s.store.ledger.close('open', 'a');
      await s.store.ledger.close('open', 'a');
      await s.store.ledger.close('open', 'never was');
      await debit('d', 'one');
      expect(await openOnes()).toEqual(['one b', 'one d', 'two c']);
      for (const id of ['b', 'c', 'd']) await s.store.ledger.close('open', id); // whoever opened it
      expect(await openOnes()).toEqual([]);
      expect(await s.store.ledger.balance('open')).toBe(5);
    });

    it('are not those that were refused', async () => {
      const refused = { account: 'broke', requestId: 'r', delta: -1, reason: 'answer' };
      expect(await s.store.ledger.apply(refused, 'one')).toBe('insufficient');
      expect(await openOnes()).toEqual([]);
    });

    it('are many at once', async () => {
      await apply('open', 'more', 40);
      const ids = Array.from({ length: 40 }, (_, i) => `many-${i}`);
      await Promise.all(ids.map((id) => debit(id, 'one')));
      expect(await openOnes()).toHaveLength(40);
      await Promise.all(ids.map((id) => s.store.ledger.close('open', id)));
      expect(await openOnes()).toEqual([]);
    });
  });
}
