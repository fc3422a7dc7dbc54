import { GibseyError } from '../domain/errors.js';
import type { Clock, LockOwner, LockRow, LockStore } from '../ports/index.js';

export interface LockOptions {
  locks: LockStore;
  name: string;
  owner: LockOwner;
  clock: Clock;
  /** A holder whose counter stands still for this long, on our own monotonic clock, is gone. */
  staleMs: number;
  /** True when `owner.host` is ours and its process is known to be dead. */
  isDead: (owner: LockOwner) => boolean;
  signal: AbortSignal;
}

export interface HeldLock {
  fence: number;
  /** Aborts with LOCK_LOST when somebody else has taken the lock over. */
  lost: AbortSignal;
  /** Shows life at once: who slept may not have noticed yet. @throws LOCK_LOST when it was taken over */
  confirm(): Promise<void>;
  release(): Promise<void>;
}

/**
 * Takes a lock that all processes on one store share. Clocks of machines are never compared: a holder is
 * taken for dead when its counter does not move while we watch (or when its process is known to be gone), and
 * a holder that was only asleep is kept from publishing by its lower fence.
 * @throws LOCKED as soon as the holder is seen alive.
 */
export async function acquireLock(options: LockOptions): Promise<HeldLock> {
  const { locks, name, owner } = options;
  for (;;) {
    const row = await locks.read(name);
    if (row?.held && !options.isDead(row.owner)) await watch(row, options);
    const fence = await locks.take(name, owner, row);
    if (fence !== null) return hold(fence, options);
  }
}

/** Takes a lock that nobody holds; null while somebody does, dead or alive. */
export async function takeFreeLock(
  options: Omit<LockOptions, 'isDead' | 'signal'>,
): Promise<HeldLock | null> {
  const { locks, name, owner } = options;
  const row = await locks.read(name);
  if (row?.held) return null;
  const fence = await locks.take(name, owner, row);
  return fence === null ? null : hold(fence, options);
}

/** Returns when the holder did not move for `staleMs`; throws LOCKED when it moves, returns when it frees. */
async function watch(seen: LockRow, options: LockOptions): Promise<void> {
  const { clock, locks, name, staleMs, signal } = options;
  const start = clock.monotonic();
  while (clock.monotonic() - start < staleMs) {
    await clock.sleep(Math.min(beatEvery(staleMs) / 2, staleMs), signal);
    const row = await locks.read(name);
    if (!row?.held) return;
    if (row.fence !== seen.fence || row.counter !== seen.counter) throw locked(row);
  }
}

function locked({ owner }: LockRow): GibseyError {
  const holder = `run ${owner.runId} (${owner.command}, pid ${owner.pid} on ${owner.host.split(' ')[0]})`;
  return new GibseyError('LOCKED', `The store is locked by ${holder}, which is alive.`, {
    hint: `wait for it, or see it: gibsey runs ${owner.runId}`,
  });
}

/** Ten signs of life before anybody may call us dead. */
const beatEvery = (staleMs: number) => staleMs / 10;

function hold(
  fence: number,
  { locks, name, clock, staleMs }: Pick<LockOptions, 'locks' | 'name' | 'clock' | 'staleMs'>,
): HeldLock {
  const lost = new AbortController();
  const done = new AbortController();
  const beating = beat();
  async function beat(): Promise<void> {
    while (!done.signal.aborted) {
      await clock.sleep(beatEvery(staleMs), done.signal).catch(() => undefined);
      if (done.signal.aborted) return;
      if (!(await isOurs())) return lost.abort(takenOver(name));
    }
  }
  // A store that stumbles has not taken it away.
  async function isOurs(): Promise<boolean> {
    return locks.beat(name, fence).catch(() => true);
  }
  return {
    fence,
    lost: lost.signal,
    async confirm() {
      if (!(await isOurs())) throw takenOver(name);
    },
    async release() {
      done.abort();
      await beating;
      await locks.release(name, fence);
    },
  };
}

const takenOver = (name: string) =>
  new GibseyError('LOCK_LOST', `The lock "${name}" was taken over by another run.`);
