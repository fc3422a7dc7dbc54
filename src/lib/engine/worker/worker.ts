import { asGibseyError } from '../../domain/errors.js';
import type { Space } from '../../domain/values.js';
import type { Change, Clock, Embedder, Store } from '../../ports/index.js';
import { Arrivals, ofPages } from './arrivals.js';
import { compareAll } from './compare.js';
import { differenceOf, natureOf } from './reconcile.js';
import { Settling } from './settling.js';
import { Throttle } from './throttle.js';
import { trim } from './trim.js';

export interface WorkerDeps {
  store: Pick<Store, 'capabilities' | 'pages' | 'vectors' | 'changes' | 'offsets'>;
  embedder: Embedder;
  clock: Clock;
  /** Pages of the backlog embedded at once; an edit waits for these at most. */
  concurrency: number;
  /** UTF-8 bytes of text of the backlog. */
  maxBytesPerSecond: number;
  /** Rest between two looks at a feed in which nothing is new, ms; default: what the store bears. */
  pollMs?: number;
  /** Least rest between two comparisons with the whole store, where its feed is not complete, ms; default 10,000. */
  compareMs?: number;
  /** Ends when everything that is in the feed is done. */
  once?: boolean;
  /** Told after every step. */
  report?: (stats: WorkerStats) => void;
}

export interface WorkerStats {
  /** Changes of pages that were taken up from the feed. */
  events: number;
  /** Pages that got vectors. */
  embedded: number;
  /** Deleted pages whose vectors were dropped. */
  dropped: number;
  /** Pages that could not be embedded and were put to the dead letters. */
  buried: number;
  /** Sequence up to which everything is done. */
  offset: number;
  /** Changes behind the offset, those of vectors among them. */
  lag: number;
  /** Why the worker waits, when it does: something is out of reach. */
  outage: string | null;
}

/** Consumers are kept apart by what they make: the vectors of another space begin at the start of the feed. */
export const consumerOf = (space: Space): string => `embed/${space.id}`;

const CHUNK = 64;
const COMPARE_MS = 10_000;
/** Times as long as a comparison took, until the next one: of a large store it takes long. */
const COMPARE_REST = 20;
/** Longest time for which what is done is not yet committed. */
const COMMIT_MS = 1000;
const OUTAGE_MS = { first: 500, longest: 30_000 };
const TRIM_MS = 3_600_000;

/**
 * Follows the change feed and keeps the vectors of pages those of their texts, until `signal` aborts; then it ends
 * after the text at hand. Delivery is at least once: the offset is committed behind the work, and the content hash
 * makes a change that comes again do nothing. Any number of workers and a night may run on one store.
 * @throws STORE_READONLY, STORE_CORRUPT, MODEL_MISSING, MODEL_CORRUPT; with `once` also what is out of reach
 */
export async function runWorker(deps: WorkerDeps, signal: AbortSignal): Promise<WorkerStats> {
  const worker = await Worker.start(deps, signal);
  try {
    await worker.run();
  } catch (thrown) {
    if (!signal.aborted) throw thrown;
  }
  return worker.stop();
}

class Worker {
  private readonly deps: WorkerDeps;
  private readonly signal: AbortSignal;
  private readonly arrivals: Arrivals;
  private readonly settling: Settling;
  private readonly throttle: Throttle;
  private readonly consumer: string;
  private events = 0;
  private offset: number;
  private committed: number;
  private committedAt: number;
  private trimmedAt = -Infinity;
  /** Monotonic, ms: when the whole store is to be compared. */
  private compareAt: number;
  /** Pages whose change was not in the feed. */
  private caught = 0;

  static async start(deps: WorkerDeps, signal: AbortSignal): Promise<Worker> {
    const latest = await deps.store.changes.latest();
    const offset = await deps.store.offsets.read(consumerOf(deps.embedder.space));
    return new Worker(deps, signal, { latest, offset });
  }

  private constructor(
    deps: WorkerDeps,
    signal: AbortSignal,
    { latest, offset }: { latest: number; offset: number },
  ) {
    const { clock, store, embedder, maxBytesPerSecond } = deps;
    this.deps = deps;
    this.signal = signal;
    this.consumer = consumerOf(embedder.space);
    this.arrivals = new Arrivals({ ...store, space: embedder.space }, latest);
    this.settling = new Settling({ ...deps, ...store, consumer: this.consumer }, signal);
    this.throttle = new Throttle(clock, maxBytesPerSecond);
    this.offset = offset;
    this.committed = offset;
    this.committedAt = clock.monotonic();
    this.compareAt = store.capabilities.completeFeed ? Infinity : clock.monotonic();
  }

  async run(): Promise<void> {
    const { clock, store, once = false, pollMs = store.capabilities.feedPollMs } = this.deps;
    let outages = 0;
    while (!this.signal.aborted) {
      try {
        const more = await this.step();
        outages = 0;
        this.tell();
        if (!more && once) return;
        if (!more) await clock.sleep(pollMs, this.signal);
      } catch (thrown) {
        if (once || natureOf(thrown) !== 'outage') throw thrown;
        this.tell(asGibseyError(thrown).message);
        const pause = OUTAGE_MS.first * 2 ** Math.min(outages++, 10);
        await clock.sleep(Math.min(pause, OUTAGE_MS.longest), this.signal);
      }
    }
  }

  async stop(): Promise<WorkerStats> {
    await this.commit();
    this.tell();
    return this.stats(null);
  }

  /** What is new, then one chunk of the backlog; false when there was none. */
  private async step(): Promise<boolean> {
    await this.takeUpEdits();
    const chunk = await this.deps.store.changes.read(this.offset, CHUNK);
    const last = chunk.at(-1);
    if (!last) {
      await this.commit();
      await this.trimNowAndThen();
      await this.compareNowAndThen();
      return false;
    }
    await this.takeUpBacklog(ofPages(chunk));
    this.offset = last.sequence;
    this.settling.passed(last.sequence);
    if (this.deps.clock.monotonic() - this.committedAt >= COMMIT_MS) await this.commit();
    return true;
  }

  private async takeUpEdits(): Promise<void> {
    for (const edit of await this.arrivals.edits()) await this.settling.settle(edit);
  }

  private async takeUpBacklog(changes: readonly Change[]): Promise<void> {
    for (const group of await this.worthwhile(this.settling.open(changes))) {
      await this.settling.settle(group);
      this.tell();
      await this.takeUpEdits();
    }
    this.events += changes.length;
  }

  /** Those whose page and vectors differ, in groups that are embedded together. */
  private async worthwhile(changes: readonly Change[]): Promise<Change[][]> {
    const ids = changes.map(({ id }) => id);
    try {
      const { outdated, orphans, bytes } = await differenceOf(this.deps, ids);
      await this.throttle.take(bytes, this.signal);
      const wanted = new Set([...orphans, ...outdated.map(({ id }) => id)]);
      const open = changes.filter(({ id }) => wanted.has(id));
      return groupsOf(open, this.deps.concurrency);
    } catch (thrown) {
      if (natureOf(thrown) !== 'page') throw thrown;
      return groupsOf(changes, 1); // one of them cannot even be read
    }
  }

  private async commit(): Promise<void> {
    this.committedAt = this.deps.clock.monotonic();
    if (this.offset === this.committed) return;
    await this.deps.store.offsets.commit(this.consumer, this.offset);
    this.committed = this.offset;
  }

  private async trimNowAndThen(): Promise<void> {
    const now = this.deps.clock.monotonic();
    if (now - this.trimmedAt < TRIM_MS) return;
    this.trimmedAt = now;
    await trim(this.deps.store.changes, { done: this.committed, now: this.deps.clock.now() });
  }

  private async compareNowAndThen(): Promise<void> {
    const { clock, compareMs = COMPARE_MS } = this.deps;
    const began = clock.monotonic();
    if (began < this.compareAt) return;
    const admit = (bytes: number) => this.throttle.take(bytes, this.signal);
    const between = () => this.takeUpEdits();
    this.caught += await compareAll({ ...this.deps, admit, between }, this.signal);
    const ended = clock.monotonic();
    this.compareAt = ended + Math.max(compareMs, (ended - began) * COMPARE_REST);
  }

  private tell(outage: string | null = null): void {
    this.deps.report?.(this.stats(outage));
  }

  private stats(outage: string | null): WorkerStats {
    const { dropped, buried } = this.settling;
    const embedded = this.settling.embedded + this.caught;
    const lag = Math.max(0, this.arrivals.latest - this.offset);
    return { events: this.events, embedded, dropped, buried, offset: this.offset, lag, outage };
  }
}

function groupsOf<T>(items: readonly T[], size: number): T[][] {
  const groups: T[][] = [];
  for (let i = 0; i < items.length; i += size) groups.push(items.slice(i, i + size));
  return groups;
}
