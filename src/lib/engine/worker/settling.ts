import { asGibseyError } from '../../domain/errors.js';
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
  /** Page → its change that is buried and that the offset has not passed yet. */
  private readonly dead = new Map<string, number>();

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
    return changes.filter(({ id, sequence }) => sequence > (this.dead.get(id) ?? 0));
  }

  /** The offset has passed `last`: nothing up to it comes again. */
  passed(last: number): void {
    for (const [id, sequence] of this.dead) if (sequence <= last) this.dead.delete(id);
  }

  private async settleAgain(change: Change): Promise<void> {
    const { clock, offsets, consumer } = this.deps;
    await clock.sleep(RETRY_MS, this.signal);
    try {
      await this.reconcile([change]);
    } catch (thrown) {
      if (natureOf(thrown) !== 'page') throw thrown;
      const { code, message } = asGibseyError(thrown);
      await offsets.bury({ consumer, change, code, message, at: clock.now() });
      this.dead.set(change.id, change.sequence);
      this.buried++;
    }
  }

  private async reconcile(changes: readonly Change[]): Promise<void> {
    const ids = changes.map(({ id }) => id);
    const { embedded, dropped, failure } = await reconcile(this.deps, ids, this.signal);
    this.embedded += embedded;
    this.dropped += dropped;
    if (failure) throw failure.thrown;
  }
}
