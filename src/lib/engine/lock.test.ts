import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../adapters/clock/system.js';
import { openSqliteStore } from '../adapters/store/sqlite/factory.js';
import type { LockOwner, Store } from '../ports/index.js';
import { acquireLock, type LockOptions } from './lock.js';

const STALE_MS = 200;
const owner = (runId: string, more: Partial<LockOwner> = {}): LockOwner => ({
  runId,
  pid: 1,
  host: 'elsewhere',
  command: 'nightly',
  ...more,
});

describe('acquireLock', () => {
  let store: Store;
  const options = (runId: string, more: Partial<LockOptions> = {}): LockOptions => ({
    locks: store.locks,
    name: 'night',
    owner: owner(runId),
    clock: systemClock,
    staleMs: STALE_MS,
    isDead: () => false,
    signal: new AbortController().signal,
    ...more,
  });

  beforeEach(async () => {
    const path = join(mkdtempSync(join(tmpdir(), 'gibsey-lock-')), 'gibsey.db');
    store = await openSqliteStore({ path, clock: systemClock });
  });
  afterEach(() => store.close());

  it('refuses while the holder is alive, naming it, and takes the lock once it is free', async () => {
    const first = await acquireLock(options('run-1'));
    await expect(acquireLock(options('run-2'))).rejects.toMatchObject({
      code: 'LOCKED',
      message: expect.stringContaining('run-1') as string,
    });
    await first.release();
    const second = await acquireLock(options('run-2'));
    expect(second.fence).toBeGreaterThan(first.fence);
    await second.release();
  });

  it('takes over from a holder that shows no life for the stale time, not sooner', async () => {
    await store.locks.take('night', owner('dead'), null);
    const start = performance.now();
    const taken = await acquireLock(options('run-2'));
    expect(performance.now() - start).toBeGreaterThanOrEqual(STALE_MS * 0.9);
    await taken.release();
  });

  it('takes over at once when the holder is known to be dead', async () => {
    await store.locks.take('night', owner('dead'), null);
    const start = performance.now();
    const taken = await acquireLock(options('run-2', { isDead: ({ runId }) => runId === 'dead' }));
    expect(performance.now() - start).toBeLessThan(STALE_MS / 2);
    await taken.release();
  });

  it('tells a holder that was asleep that its lock is lost', async () => {
    const asleep = await acquireLock(options('asleep'));
    const row = await store.locks.read('night');
    await store.locks.take('night', owner('thief'), row);
    await new Promise((resolve) => asleep.lost.addEventListener('abort', resolve, { once: true }));
    expect(asleep.lost.reason).toMatchObject({ code: 'LOCK_LOST' });
    await expect(asleep.confirm()).rejects.toMatchObject({ code: 'LOCK_LOST' });
    await asleep.release();
    expect((await store.locks.read('night'))?.held).toBe(true);
  });

  it('lets exactly one of many win a dead lock', async () => {
    await store.locks.take('night', owner('dead'), null);
    const isDead = ({ runId }: LockOwner) => runId === 'dead';
    const tries = await Promise.allSettled(
      Array.from({ length: 8 }, (_, i) => acquireLock(options(`run-${i}`, { isDead }))),
    );
    const won = tries.filter((each) => each.status === 'fulfilled');
    expect(won).toHaveLength(1);
    for (const each of won) await each.value.release();
  });

  it('stops waiting when it is told to', async () => {
    await store.locks.take('night', owner('dead'), null);
    const waiting = acquireLock(options('run-2', { signal: AbortSignal.timeout(30) }));
    await expect(waiting).rejects.toThrow();
  });
});
