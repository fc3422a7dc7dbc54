import { afterEach, describe, expect, it, vi } from 'vitest';
import { temporaryStore } from '../../../test/support/store.js';
import { systemClock } from '../adapters/clock/system.js';
import { GibseyError } from '../domain/errors.js';
import type { LockOwner, Store } from '../ports/index.js';
import { TurnDesk, type TurnDeskOptions } from './turn-desk.js';

const STALE_MS = 400;
const ownerOf = (pid: number): LockOwner => ({
  ...{ runId: `server-${pid}`, pid, host: 'here', command: 'serve' },
});

describe('the debits of a process that died', () => {
  const closing: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const close of closing.splice(0).reverse()) await close();
  });

  const opened = async () => {
    const store = await temporaryStore();
    closing.push(() => store.close());
    const gift = { account: 'ann', requestId: 'gift', delta: 5, reason: 'gift' };
    await store.ledger.apply(gift);
    return store;
  };
  const desk = (
    store: Pick<Store, 'locks' | 'ledger'>,
    pid: number,
    more: Partial<TurnDeskOptions> = {},
  ) => {
    const given: number[] = [];
    const warnings: string[] = [];
    const it = new TurnDesk({
      ...{ store, owner: ownerOf(pid), clock: systemClock, staleMs: STALE_MS },
      ...{ isDead: () => false, refunded: (debits) => given.push(debits) },
      warn: (message) => warnings.push(message),
      ...more,
    });
    closing.push(() => it.close());
    return { it, given, warnings };
  };
  const debit = async (store: Store, requestId: string, holder: string | null) =>
    store.ledger.apply(
      { account: 'ann', requestId, delta: -1, reason: 'answer' },
      holder ?? undefined,
    );
  /** A desk whose process is gone: its lock is held, and beats no more. */
  const dead = async (store: Store, name = 'turns:1') =>
    expect(await store.locks.take(name, ownerOf(99), null)).toBe(1);

  it('are given back at once where it is known to be dead, and only once', async () => {
    const store = await opened();
    await dead(store);
    await debit(store, 'a', 'turns:1');
    await debit(store, 'b', 'turns:1');
    expect(await store.ledger.balance('ann')).toBe(3);
    const isDead = ({ pid }: LockOwner) => pid === 99;
    const first = desk(store, 1, { isDead, staleMs: 600_000 });
    const second = desk(store, 2, { isDead, staleMs: 600_000 });
    await vi.waitFor(async () => expect(await store.ledger.open()).toEqual([]));
    expect(await store.ledger.balance('ann')).toBe(5);
    expect([...first.given, ...second.given]).toEqual([2]);
    const third = desk(store, 3, { isDead });
    await third.it.holder();
    expect(await store.ledger.balance('ann')).toBe(5);
  });

  it('are given back when it shows no life for the stale time', async () => {
    const store = await opened();
    await dead(store);
    await debit(store, 'a', 'turns:1');
    desk(store, 1);
    await vi.waitFor(async () => expect(await store.ledger.balance('ann')).toBe(5), 20_000);
  });

  it('are not those of one that lives', async () => {
    const store = await opened();
    const alive = desk(store, 1);
    await debit(store, 'a', await alive.it.holder());
    const other = desk(store, 2);
    const place = await other.it.holder();
    expect(place).not.toBe(await alive.it.holder());
    await debit(store, 'b', place);
    await systemClock.sleep(3 * STALE_MS);
    expect(await store.ledger.balance('ann')).toBe(3);
    expect(await store.ledger.open()).toHaveLength(2);
    expect(other.given).toEqual([]);
  });

  it('that never came to a debit are forgotten', async () => {
    const store = await opened();
    const phantom = { holder: 'turns:1', account: 'ann', requestId: 'never' };
    let open = [phantom];
    const ledger = { ...store.ledger, open: async () => open, close: async () => void (open = []) };
    desk({ locks: store.locks, ledger }, 1);
    await vi.waitFor(() => expect(open).toEqual([]));
    expect(await store.ledger.entries('ann')).toHaveLength(1);
  });

  it('are given back by whoever sits down at its desk, which is used again', async () => {
    const store = await opened();
    const first = desk(store, 1);
    expect(await first.it.holder()).toBe('turns:1');
    await debit(store, 'a', 'turns:1');
    await first.it.close(); // with a turn that did not end
    const second = desk(store, 2);
    expect(await second.it.holder()).toBe('turns:1');
    expect(await store.ledger.balance('ann')).toBe(5);
  });

  it('of one that only slept are given back, and it takes another desk', async () => {
    const store = await opened();
    const sleeper = desk(store, 1, { staleMs: 200 });
    await sleeper.it.holder();
    const row = await store.locks.read('turns:1');
    await store.locks.take('turns:1', ownerOf(7), row);
    await vi.waitFor(async () => expect(await sleeper.it.holder()).toBe('turns:2'), 20_000);
  });

  it('say so while the store cannot be asked, and hold no turn up', async () => {
    const store = await opened();
    const away = () => Promise.reject(new GibseyError('STORE_UNREACHABLE', 'It is away.'));
    const locks = { ...store.locks, read: away };
    const { it: seat, warnings } = desk({ ledger: store.ledger, locks }, 1);
    expect(await seat.holder()).toBeNull();
    expect(warnings).toEqual([expect.stringContaining('It is away.')]);
  });
});
