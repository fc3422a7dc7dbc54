import { asGibseyError, type ErrorCode } from '../../domain/errors.js';
import type { Change, OffsetStore } from '../../ports/index.js';
import { natureOf, reconcile, type ReconcileDeps } from './reconcile.js';

export interface SettlingDeps extends ReconcileDeps {
  offsets: OffsetStore;
  consumer: string;
}

const RETRY_MS = 50;

/** Does what changes ask for. What fails by its own fault is tried once more, alone, then put to the dead letters. */
export class Settling {
  embedded = 0;
  dropped = 0;
  buried = 0;
  private readonly deps: SettlingDeps;
  private readonly signal: AbortSignal;
  /** Page → its change that is buried and that was not passed yet. */
  private readonly dead = new Map<string, Change>();

  constructor(deps: SettlingDeps, signal: AbortSignal) {
    this.deps = deps;
    this.signal = signal;
  }

  /** @throws what concerns more than one page; some of the changes may be settled then */
  async settle(changes: readonly Change[]): Promise<void> {
    try {
      await this.reconcile(changes);
    } catch (thrown) {
      if (natureOf(thrown) !== 'page') throw thrown;
      for (const change of changes) await this.settleAgain(change);
    }
  }

  /** Those that are not buried already. */
  open(changes: readonly Change[]): Change[] {
    return changes.filter((change) => {
      const dead = this.dead.get(change.id);
      return !dead || isBehind(change, dead);
    });
  }

  /** Puts what nobody can read to the dead letters. */
  async leave(changes: readonly Change[]): Promise<void> {
    for (const change of changes) {
      await this.bury(change, 'REPLY_INVALID', change.unreadable ?? '');
    }
  }

  /** Nothing up to these comes again. */
  passed(changes: readonly Change[]): void {
    for (const change of changes) {
      const dead = this.dead.get(change.id);
      if (dead && !isBehind(dead, change)) this.dead.delete(change.id);
    }
  }

  private async settleAgain(change: Change): Promise<void> {
    await this.deps.clock.sleep(RETRY_MS, this.signal);
    try {
      await this.reconcile([change]);
    } catch (thrown) {
      if (natureOf(thrown) !== 'page') throw thrown;
      const { code, message } = asGibseyError(thrown);
      await this.bury(change, code, message);
      this.dead.set(change.id, change);
    }
  }

  private async bury(change: Change, code: ErrorCode, message: string): Promise<void> {
    const { clock, offsets, consumer } = this.deps;
    await offsets.bury({ consumer, change, code, message, at: clock.now() });
    this.buried++;
  }

  private async reconcile(changes: readonly Change[]): Promise<void> {
    const ids = changes.map(({ id }) => id);
    const { embedded, dropped, failure } = await reconcile(this.deps, ids, this.signal);
    this.embedded += embedded;
    this.dropped += dropped;
    if (failure) throw failure.thrown;
  }
}

/** Changes of two partitions have no order. */
function isBehind(change: Change, other: Change): boolean {
  return change.partition !== other.partition || change.sequence > other.sequence;
}
