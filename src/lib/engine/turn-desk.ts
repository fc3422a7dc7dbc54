import { refund } from '../answering/chat/refund.js';
import { asGibseyError } from '../domain/errors.js';
import type { Clock, LockOwner, Store } from '../ports/index.js';
import { acquireLock, takeFreeLock, type HeldLock } from './lock.js';

export interface TurnDeskOptions {
  store: Pick<Store, 'locks' | 'ledger'>;
  owner: LockOwner;
  clock: Clock;
  /** A process that shows no life for this long is dead. */
  staleMs: number;
  /** True when the owner is known to be dead. */
  isDead: (owner: LockOwner) => boolean;
  /** Told how many debits of dead processes were given back. */
  refunded?: (debits: number) => void;
  warn: (message: string) => void;
}

/**
 * Where the turns of a process are paid. Each process that takes debits sits at a desk, which is a lock of the store:
 * while it beats, the open debits of the desk are left alone. Those of a desk whose process died are given back when the
 * next process starts, or sits down there. Desks are numbered, and used again: there are never more of them than
 * processes were alive, or not yet buried, at once.
 */
export class TurnDesk {
  private readonly options: TurnDeskOptions;
  private readonly over = new AbortController();
  private readonly burying: Promise<void>;
  private seat: Promise<Seat> | null = null;

  /** Looks for debits of the dead in the background. */
  constructor(options: TurnDeskOptions) {
    this.options = options;
    this.burying = this.buryAll().catch((thrown: unknown) => this.complain(thrown));
  }

  /** The lock that stands for this process; null, with a warning, while there can be none. */
  async holder(): Promise<string | null> {
    this.seat ??= this.sitDown();
    try {
      const { name, lock } = await this.seat;
      if (!lock.lost.aborted) return name;
      this.seat = null; // it slept for so long that it was taken for dead
      return await this.holder();
    } catch (thrown) {
      this.seat = null; // the next turn tries again
      this.complain(thrown);
      return null;
    }
  }

  /** To be called when no turn is under way any more. */
  async close(): Promise<void> {
    this.over.abort();
    await this.burying;
    const seat = await this.seat?.catch(() => null);
    await seat?.lock.release();
  }

  private async sitDown(): Promise<Seat> {
    for (let number = 1; ; number++) {
      const name = `turns:${number}`;
      const lock = await takeFreeLock(this.lockOf(name));
      if (!lock) continue;
      await this.giveBack(name);
      return { name, lock };
    }
  }

  private async buryAll(): Promise<void> {
    const open = await this.options.store.ledger.open();
    const names = new Set(open.map(({ holder }) => holder));
    await Promise.all([...names].map((name) => this.bury(name)));
  }

  /** Waits until the holder has moved, or is dead. */
  private async bury(name: string): Promise<void> {
    const { isDead } = this.options;
    const { signal } = this.over;
    const lock = await acquireLock({ ...this.lockOf(name), isDead, signal }).catch(
      (thrown: unknown) => {
        const { code } = asGibseyError(thrown);
        if (code === 'LOCKED' || code === 'INTERRUPTED') return null; // it lives, or we are to end
        throw thrown;
      },
    );
    if (!lock) return;
    await this.giveBack(name).finally(() => lock.release());
  }

  private async giveBack(name: string): Promise<void> {
    const { ledger } = this.options.store;
    const left = (await ledger.open()).filter(({ holder }) => holder === name);
    for (const { account, requestId } of left) {
      await refund(ledger, account, requestId);
      await ledger.close(account, requestId);
    }
    if (left.length > 0) this.options.refunded?.(left.length);
  }

  private lockOf(name: string) {
    const { store, owner, clock, staleMs } = this.options;
    return { locks: store.locks, name, owner, clock, staleMs };
  }

  private complain(thrown: unknown): void {
    const { message } = asGibseyError(thrown);
    this.options.warn(`Debits of answers that break off may not be given back: ${message}`);
  }
}

interface Seat {
  name: string;
  lock: HeldLock;
}
