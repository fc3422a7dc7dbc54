import { expect, it } from 'vitest';
import type { LockOwner, LockRow, LockStore } from '../../../src/lib/ports/index.js';
import type { StoreContract } from './contract.js';
import { generation } from './fixtures.js';
import { freshStore, sharedStore } from './setup.js';

const owner = (runId: string): LockOwner => ({ runId, pid: 42, host: 'here', command: 'nightly' });

async function taken(locks: LockStore, name: string, who = 'first'): Promise<number> {
  const fence = await locks.take(name, owner(who), await locks.read(name));
  if (fence === null) throw new Error(`${name} could not be taken`);
  return fence;
}

export function locksContract(contract: StoreContract): void {
  const s = sharedStore(contract);

  it('takes a lock that nobody ever held', async () => {
    expect(await s.store.locks.read('new')).toBeNull();
    const fence = await taken(s.store.locks, 'new');
    expect(fence).toBeGreaterThan(0);
    const row = await s.store.locks.read('new');
    expect(row).toMatchObject({ owner: owner('first'), fence, held: true });
  });

  it('refuses a lock that is held, unless it stands as it was observed', async () => {
    const { locks } = s.store;
    const fence = await taken(locks, 'held');
    expect(await locks.take('held', owner('second'), null)).toBeNull();
    const observed = await locks.read('held');
    await locks.beat('held', fence);
    expect(await locks.take('held', owner('second'), observed)).toBeNull();
    const still = await locks.read('held');
    const stolen = await locks.take('held', owner('second'), still);
    expect(stolen).toBeGreaterThan(fence);
    expect(await locks.read('held')).toMatchObject({ owner: owner('second'), held: true });
    expect(await locks.take('held', owner('third'), still)).toBeNull();
  });

  it('shows life by a counter that grows, for its owner alone', async () => {
    const { locks } = s.store;
    const fence = await taken(locks, 'beating');
    const counter = async () => (await locks.read('beating'))?.counter ?? -1;
    const before = await counter();
    expect(await locks.beat('beating', fence)).toBe(true);
    expect(await locks.beat('beating', fence)).toBe(true);
    expect(await counter()).toBeGreaterThan(before);
    expect(await locks.beat('beating', fence + 1)).toBe(false);
    expect(await locks.beat('never taken', 1)).toBe(false);
  });

  it('tells a holder that the lock has changed hands', async () => {
    const { locks } = s.store;
    const old = await taken(locks, 'lost');
    const fence = await taken(locks, 'lost', 'second');
    expect(await locks.beat('lost', old)).toBe(false);
    await locks.release('lost', old);
    expect(await locks.read('lost')).toMatchObject({ fence, held: true });
  });

  it('frees a lock, keeps its fence, and gives the next owner a higher one', async () => {
    const { locks } = s.store;
    const fences: number[] = [];
    for (const who of ['a', 'b', 'c']) {
      const fence = await taken(locks, 'freed', who);
      fences.push(fence);
      await locks.release('freed', fence);
      expect(await locks.read('freed')).toMatchObject({ fence, held: false });
      expect(await locks.beat('freed', fence)).toBe(false);
    }
    expect(fences).toEqual([...new Set(fences)].sort((x, y) => x - y));
    const stale: LockRow = { owner: owner('x'), fence: 0, counter: 0, held: true };
    expect(await locks.take('freed', owner('d'), stale)).toBeGreaterThan(fences[2] ?? 0);
  });

  it('lets one of many win, free or stolen', async () => {
    const handles = [s.store, await s.reopen(), await s.reopen()];
    const race = async () => {
      const observed = await s.store.locks.read('race');
      const fences = await Promise.all(
        Array.from({ length: 12 }, (_, i) =>
          (handles[i % 3] ?? s.store).locks.take('race', owner(`racer ${i}`), observed),
        ),
      );
      return fences.filter((fence) => fence !== null);
    };
    const free = await race();
    const stolen = await race();
    expect([free.length, stolen.length]).toEqual([1, 1]);
    expect(stolen[0]).toBeGreaterThan(free[0] ?? Infinity);
  });

  it('keeps locks of different names apart', async () => {
    const a = await taken(s.store.locks, 'name a');
    await taken(s.store.locks, 'name b');
    await s.store.locks.release('name b', a + 1_000);
    expect(await s.store.locks.beat('name a', a)).toBe(true);
  });

  it('hands out fences that keep an older holder from publishing', async () => {
    const { store } = await freshStore(contract);
    const old = await taken(store.locks, 'night');
    const young = await taken(store.locks, 'night', 'second');
    for (const id of ['g1', 'g2']) await store.generations.put(generation(id));
    const publish = (expected: string | null, next: string, fence: number) =>
      store.generations.publish('pages', { expect: expected, next, fence });
    expect(await publish(null, 'g1', young)).toBe('ok');
    expect(await publish('g1', 'g2', old)).toBe('lost');
  });
}
