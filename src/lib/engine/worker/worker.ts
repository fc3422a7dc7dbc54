import { asGibseyError } from '../../domain/errors.js';
import type { Space } from '../../domain/values.js';
import type {
  Change,
  ChangeReader,
  Changes,
  ChangeSource,
  Clock,
  Cursor,
  Embedder,
  Store,
} from '../../ports/index.js';
import { Arrivals, ofPages } from './arrivals.js';
import { compareAll } from './compare.js';
import { differenceOf, natureOf } from './reconcile.js';
import { Settling } from './settling.js';
import { Throttle } from './throttle.js';
import { trim } from './trim.js';

export interface WorkerDeps {
  store: Pick<Store, 'pages' | 'vectors' | 'changes' | 'offsets'>;
  /** The stream of changes that is followed. */
  source: ChangeSource;
  embedder: Embedder;
  clock: Clock;
  /** Pages of the backlog embedded at once; an edit waits for these at most. */
  concurrency: number;
  /** UTF-8 bytes of text of the backlog. */
  maxBytesPerSecond: number;
  /** Rest between two looks at a stream in which nothing is new, ms; default: what the source bears. */
  pollMs?: number;
  /** Least rest between two comparisons with the whole store, where the stream is not complete, ms; default 10,000. */
  compareMs?: number;
  /** Ends when everything that is in the stream is done. */
  once?: boolean;
  /** Told after every step. */
  report?: (stats: WorkerStats) => void;
}

export interface WorkerStats {
  /** Changes of pages that were taken up from the stream. */
  events: number;
  /** Pages that got vectors. */
  embedded: number;
  /** Deleted pages whose vectors were dropped. */
  dropped: number;
  /** Pages that could not be embedded and were put to the dead letters. */
  buried: number;
  /** Up to where everything is done; null before the first look. */
  cursor: Cursor | null;
  /** The same as a number, where the source counts its changes. */
  offset: number | null;
  /** Changes behind it, those of vectors among them. */
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
/** What was committed is of no use any more. */
const NOWHERE = '';

/**
 * Follows the change feed and keeps the vectors of pages those of their texts, until `signal` aborts; then it ends
 * after the text at hand. Delivery is at least once: the offset is committed behind the work, and the content hash
 * makes a change that comes again do nothing. Any number of workers and a night may run on one store.
 * @throws STORE_READONLY, STORE_CORRUPT, MODEL_MISSING, MODEL_CORRUPT; with `once` also what is out of reach
 */
export async function runWorker(deps: WorkerDeps, signal: AbortSignal): Promise<WorkerStats> {
  const worker = await Worker.start(deps, signal);
  try {
    await worker.run().catch((thrown: unknown) => {
      if (!signal.aborted) throw thrown;
    });
    return await worker.stop();
  } finally {
    await worker.close();
  }
}

class Worker {
  private readonly deps: WorkerDeps;
  private readonly signal: AbortSignal;
  private readonly reader: ChangeReader;
  private readonly arrivals: Arrivals;
  private readonly settling: Settling;
  private readonly throttle: Throttle;
  private events = 0;
  /** What was read and is not done yet. */
  private inHand: Changes | null = null;
  private cursor: Cursor | null = null;
  private committed: Cursor | null = null;
  private committedAt: number;
  private lag = 0;
  private trimmedAt = -Infinity;
  /** Monotonic, ms: when the whole store is to be compared. */
  private compareAt: number;
  /** Pages whose change was not in the stream. */
  private caught = 0;

  static async start(deps: WorkerDeps, signal: AbortSignal): Promise<Worker> {
    const group = consumerOf(deps.embedder.space);
    return new Worker(deps, await deps.source.open({ group }, 'committed', signal), signal);
  }

  private constructor(deps: WorkerDeps, reader: ChangeReader, signal: AbortSignal) {
    const { clock, store, source, embedder, maxBytesPerSecond } = deps;
    const { space } = embedder;
    this.deps = deps;
    this.signal = signal;
    this.reader = reader;
    this.arrivals = new Arrivals({ reader, vectors: store.vectors, space });
    this.settling = new Settling({ ...deps, ...store, consumer: consumerOf(space) }, signal);
    this.throttle = new Throttle(clock, maxBytesPerSecond);
    this.committedAt = clock.monotonic();
    this.compareAt = source.complete ? Infinity : clock.monotonic();
  }

  async run(): Promise<void> {
    const { clock, source, once = false, pollMs = source.pollMs } = this.deps;
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

  close(): Promise<void> {
    return this.reader.close();
  }

  /** What is new, then one chunk of the backlog; false when there was none. */
  private async step(): Promise<boolean> {
    await this.takeUpEdits();
    const chunk = (this.inHand ??= await this.next());
    this.lag = chunk.changes.length;
    if (this.lag === 0) return this.rest(chunk);
    this.lag += (await this.reader.lag()).changes;
    await this.takeUpBacklog(chunk.changes);
    this.passed(chunk);
    if (this.deps.clock.monotonic() - this.committedAt >= COMMIT_MS) await this.commit();
    return true;
  }

  private async next(): Promise<Changes> {
    for (;;) {
      const read = await this.reader.read(CHUNK, this.signal);
      if (read !== 'lost') return read;
      await this.compare();
      this.committed = NOWHERE;
    }
  }

  private passed({ changes, behind }: Changes): void {
    this.inHand = null;
    this.cursor = behind;
    this.lag -= changes.length;
    this.settling.passed(changes);
  }

  /** Nothing is new. */
  private async rest(chunk: Changes): Promise<false> {
    if (this.cursor === null) this.committed ??= chunk.behind; // here the last worker has ended
    this.passed(chunk);
    await this.commit();
    await this.trimNowAndThen();
    await this.compareNowAndThen();
    return false;
  }

  private async takeUpEdits(): Promise<void> {
    for (const edit of await this.arrivals.edits(this.signal)) await this.settling.settle(edit);
  }

  private async takeUpBacklog(changes: readonly Change[]): Promise<void> {
    await this.settling.leave(changes.filter(({ unreadable }) => unreadable !== undefined));
    const pages = ofPages(changes);
    for (const group of await this.worthwhile(this.settling.open(pages))) {
      await this.settling.settle(group);
      this.tell();
      await this.takeUpEdits();
    }
    this.events += pages.length;
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
    if (this.cursor === null || this.cursor === this.committed) return;
    // Whoever goes on in our place finds done what we have done.
    await this.reader.commit(this.cursor);
    this.committed = this.cursor;
  }

  /** The feed that the store keeps of itself grows whatever stream is followed. */
  private async trimNowAndThen(): Promise<void> {
    const { clock, store, embedder } = this.deps;
    const now = clock.monotonic();
    if (now - this.trimmedAt < TRIM_MS) return;
    this.trimmedAt = now;
    const place = await store.offsets.read(consumerOf(embedder.space));
    const done = place === 0 ? Infinity : place; // who follows another stream has no place in it
    await trim(store.changes, { done, now: clock.now() });
  }

  private async compareNowAndThen(): Promise<void> {
    const { clock, compareMs = COMPARE_MS } = this.deps;
    const began = clock.monotonic();
    if (began < this.compareAt) return;
    await this.compare();
    const ended = clock.monotonic();
    this.compareAt = ended + Math.max(compareMs, (ended - began) * COMPARE_REST);
  }

  private async compare(): Promise<void> {
    const admit = (bytes: number) => this.throttle.take(bytes, this.signal);
    const between = () => this.takeUpEdits();
    this.caught += await compareAll({ ...this.deps, admit, between }, this.signal);
  }

  private tell(outage: string | null = null): void {
    this.deps.report?.(this.stats(outage));
  }

  private stats(outage: string | null): WorkerStats {
    const { events, cursor, lag } = this;
    const { dropped, buried } = this.settling;
    const embedded = this.settling.embedded + this.caught;
    const offset = cursor !== null && /^\d+$/.test(cursor) ? Number(cursor) : null;
    return { events, embedded, dropped, buried, cursor, offset, lag, outage };
  }
}

function groupsOf<T>(items: readonly T[], size: number): T[][] {
  const groups: T[][] = [];
  for (let i = 0; i < items.length; i += size) groups.push(items.slice(i, i + size));
  return groups;
}
