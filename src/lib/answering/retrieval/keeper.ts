import { setImmediate as othersFirst } from 'node:timers/promises';
import { asGibseyError, type GibseyError } from '../../domain/errors.js';
import type { ChangeSource, Clock, Cursor, Embedder, Store } from '../../ports/index.js';
import { Library } from './library.js';
import { readAll, readChanges, type Followed } from './follow.js';

export interface RetrieverStats {
  pages: number;
  /** Pages whose vectors are of their present text; the others are found by their words alone. */
  embedded: number;
  passages: number;
  /** Up to where the changes of the store were taken up. */
  cursor: Cursor;
  /** Wall clock, epoch ms, of the last look at the store that succeeded. */
  refreshedAt: number;
  /**
   * Whether pages are found by their meaning: `none` is embedded here, and while the embedder is `away` they are found
   * by their words alone.
   */
  meaning: 'ready' | 'away' | 'none';
}

export interface RetrieverDeps {
  store: Store;
  /** The store's own stream of changes, in which those of its vectors are. */
  source: ChangeSource;
  /** Null: pages are found by their words alone. */
  embedder: Embedder | null;
  /** Asked for one again and again while there is none. */
  reopen?: () => Promise<Embedder>;
  clock: Clock;
  /** Rest between two looks at the changes, ms, default 200, or what the source bears. 0: never. */
  pollMs?: number;
  /** Least rest between two comparisons with the whole store, where the stream is not complete, ms; default 10,000. */
  compareMs?: number;
  /** Told once when following the store fails, and again after it has recovered. */
  warn?: (message: string) => void;
}

const POLL_MS = 200;
const COMPARE_MS = 10_000;
/** Times as long as a comparison took, until the next one: of a large store it takes long. */
const COMPARE_REST = 20;
const FIRST_RETRY_MS = 250;
const LONGEST_RETRY_MS = 5_000;
const BY_MEANING = 'The embedder is back: pages are found by their meaning, too.';

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
  private cursor: Cursor = '';
  private refreshedAt = 0;
  /** Monotonic, ms: when the whole store is to be compared again. */
  private compareAt = Infinity;
  private failing = false;
  private returning: Promise<void> = Promise.resolve();
  /** The last question could not be embedded. */
  private unheard = false;

  private constructor(deps: RetrieverDeps) {
    this.deps = deps;
    this.library = new Library(deps.embedder?.space.dimensions ?? 1);
    const { store, source, embedder } = deps;
    this.followed = { store, source, embedder, library: this.library };
  }

  static async open(deps: RetrieverDeps, signal: AbortSignal): Promise<Keeper> {
    const keeper = new Keeper(deps);
    await keeper.look(signal, true);
    keeper.watching = keeper.watch();
    keeper.preparing = keeper.prepare();
    if (deps.reopen && !deps.embedder) keeper.returning = keeper.untilEmbedder(deps.reopen);
    return keeper;
  }

  get embedder(): Embedder | null {
    return this.followed.embedder;
  }

  private async untilEmbedder(reopen: () => Promise<Embedder>): Promise<void> {
    const { clock, warn } = this.deps;
    const { signal } = this.closing;
    for (let rest = FIRST_RETRY_MS; !signal.aborted; rest = Math.min(rest * 2, LONGEST_RETRY_MS)) {
      try {
        await clock.sleep(rest, signal);
        await this.embedWith(await reopen());
        return warn?.(BY_MEANING);
      } catch {
        // It was said that it is away.
      }
    }
  }

  private embedWith(embedder: Embedder): Promise<unknown> {
    this.followed.embedder = embedder;
    this.library.resize(embedder.space.dimensions);
    return this.inTurn(this.closing.signal, true).catch((thrown: unknown) => {
      this.followed.embedder = null;
      throw thrown;
    });
  }

  /** Whether questions can be embedded is said once each way. */
  heard(failure: GibseyError | null): void {
    if (this.unheard === (failure !== null)) return;
    this.unheard = failure !== null;
    this.deps.warn?.(
      failure ? `${failure.message} Pages are found by their words alone.` : BY_MEANING,
    );
  }

  refresh(signal: AbortSignal): Promise<{ changed: number }> {
    return this.inTurn(signal, !this.deps.source.complete);
  }

  /** `whole`: compares with the whole store instead of following its feed. */
  private inTurn(signal: AbortSignal, whole: boolean): Promise<{ changed: number }> {
    const either = AbortSignal.any([signal, this.closing.signal]);
    const look = this.turn.then(() => this.look(either, whole));
    this.turn = look.catch(() => undefined); // whoever asked is told
    return look;
  }

  private async look(signal: AbortSignal, whole: boolean): Promise<{ changed: number }> {
    const { clock, source, compareMs = COMPARE_MS } = this.deps;
    const began = clock.monotonic();
    const { cursor, changed } = await (whole
      ? readAll(this.followed, signal)
      : readChanges(this.followed, this.cursor, signal));
    this.cursor = cursor;
    this.refreshedAt = clock.now();
    if (whole && !source.complete) {
      const ended = clock.monotonic();
      this.compareAt = ended + Math.max(compareMs, (ended - began) * COMPARE_REST);
    }
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
    const { clock, source, pollMs = Math.max(POLL_MS, source.pollMs) } = this.deps;
    const { signal } = this.closing;
    while (pollMs > 0 && !signal.aborted) {
      try {
        await clock.sleep(pollMs, signal);
        await this.inTurn(signal, clock.monotonic() >= this.compareAt);
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
    const { library, cursor, refreshedAt } = this;
    const { pages: embedded, passages } = library.dense;
    const meaning = this.meaning();
    return { pages: library.size, embedded, passages, cursor, refreshedAt, meaning };
  }

  private meaning(): RetrieverStats['meaning'] {
    if (this.embedder) return this.unheard ? 'away' : 'ready';
    return this.deps.reopen ? 'away' : 'none';
  }

  async close(): Promise<void> {
    this.closing.abort();
    await Promise.all([this.watching, this.preparing, this.returning]);
    await this.turn;
  }
}
