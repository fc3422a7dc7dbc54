import { setImmediate as othersFirst } from 'node:timers/promises';
import { asGibseyError } from '../../domain/errors.js';
import type { Clock, Embedder, Store } from '../../ports.js';
import { Library } from './library.js';
import { readAll, readChanges, type Followed } from './follow.js';

export interface RetrieverStats {
  pages: number;
  /** Pages whose vectors are of their present text; the others are found by their words alone. */
  embedded: number;
  passages: number;
  /** Last change of the store that was taken up; null where the store has no feed to read. */
  sequence: number | null;
  /** Wall clock, epoch ms, of the last look at the store that succeeded. */
  refreshedAt: number;
}

export interface RetrieverDeps {
  store: Store;
  /** Null: pages are found by their words alone. */
  embedder: Embedder | null;
  clock: Clock;
  /** Rest between two looks at the change feed, ms, default 200; 50 times that where the store has none. 0: never. */
  pollMs?: number;
  /** Told once when following the store fails, and again after it has recovered. */
  warn?: (message: string) => void;
}

const POLL_MS = 200;
/** A store without a feed is read as a whole, so less often. */
const SLOW = 50;

/** Keeps a library equal to its store. */
export class Keeper {
  readonly library: Library;
  private readonly deps: RetrieverDeps;
  private readonly followed: Followed;
  private readonly closing = new AbortController();
  private watching: Promise<void> = Promise.resolve();
  private preparing: Promise<void> = Promise.resolve();
  /** Looks at the store take turns. */
  private turn: Promise<unknown> = Promise.resolve();
  private sequence: number | null = null;
  private refreshedAt = 0;
  private failing = false;

  private constructor(deps: RetrieverDeps) {
    this.deps = deps;
    this.library = new Library(deps.embedder?.space.dimensions ?? 1);
    this.followed = { store: deps.store, embedder: deps.embedder, library: this.library };
  }

  static async open(deps: RetrieverDeps, signal: AbortSignal): Promise<Keeper> {
    const keeper = new Keeper(deps);
    const { sequence } = await readAll(keeper.followed, signal);
    keeper.sequence = sequence;
    keeper.refreshedAt = deps.clock.now();
    keeper.watching = keeper.watch();
    keeper.preparing = keeper.prepare();
    return keeper;
  }

  refresh(signal: AbortSignal): Promise<{ changed: number }> {
    const look = this.turn.then(() => this.look(AbortSignal.any([signal, this.closing.signal])));
    this.turn = look.catch(() => undefined); // whoever asked is told
    return look;
  }

  private async look(signal: AbortSignal): Promise<{ changed: number }> {
    const { sequence: from, followed } = this;
    const { sequence, changed } = await (from === null
      ? readAll(followed, signal)
      : readChanges(followed, from, signal));
    this.sequence = sequence;
    this.refreshedAt = this.deps.clock.now();
    return { changed };
  }

  /** Splitting pages into sentences is most of a first question's time: it is done while nobody asks. */
  private async prepare(): Promise<void> {
    for (const slot of this.library.all()) {
      await othersFirst();
      if (this.closing.signal.aborted || !this.library.prepare(slot)) return;
    }
  }

  private async watch(): Promise<void> {
    const { clock, pollMs = POLL_MS, store } = this.deps;
    const rest = store.capabilities.changeFeed === 'local' ? pollMs : pollMs * SLOW;
    const { signal } = this.closing;
    while (rest > 0 && !signal.aborted) {
      try {
        await clock.sleep(rest, signal);
        await this.refresh(signal);
        this.failing = false;
      } catch (thrown) {
        if (!signal.aborted) this.tell(thrown);
      }
    }
  }

  /** Once until it works again; what was read stays in use. */
  private tell(thrown: unknown): void {
    if (!this.failing) {
      const { message } = asGibseyError(thrown);
      this.deps.warn?.(`New pages are not taken up while the store cannot be read: ${message}`);
    }
    this.failing = true;
  }

  stats(): RetrieverStats {
    const { library, sequence, refreshedAt } = this;
    const { pages: embedded, passages } = library.dense;
    return { pages: library.size, embedded, passages, sequence, refreshedAt };
  }

  async close(): Promise<void> {
    this.closing.abort();
    await Promise.all([this.watching, this.preparing]);
    await this.turn;
  }
}
