import type { Audit } from '../../../domain/audit.js';
import { asGibseyError } from '../../../domain/errors.js';
import type { Lookup } from '../../../domain/lookup.js';
import type { Clock } from '../../../ports/index.js';
import type { Calibration } from '../calibration/calibration.js';
import { decide, explain, type Decision, type Explanation } from './decide.js';
import type { Neighbourhood } from '../index/question-index.js';
import { auditOf } from '../audit/audit-of.js';
import type { Auditor } from '../audit/auditor.js';
import { historyOf, type History } from '../calibration/look-up-history.js';
import { isFresh } from './freshness.js';
import { answerJudged, type Judgement } from '../calibration/judgement.js';
import { lookupOf, masking, type Asked, type Looked, type LookupResult } from './looked.js';
import { nearOf, type Near } from './near.js';
import type { Prepared } from './prepared.js';
import { Recorder } from './recorder.js';
import { ShelfWatch } from '../index/follower.js';
import { ShelfKeeper, type Shelf, type ShelfDeps } from '../index/snapshot.js';

export interface Explained extends Explanation {
  /** The answer that fits best, served or not. */
  prepared: Prepared | null;
  /** A page that it was made from has changed: it is not served. */
  stale: boolean;
  /** Null where the calibration knows none of the answer. */
  history: History | null;
  near: readonly Near[];
}

export interface GoldenStats {
  answers: number;
  questions: number;
  generation: string | null;
  calibration: Calibration['kind'];
  lookups: number;
  hits: number;
  errors: number;
}

export interface GoldenCache {
  /** Throws nothing but what `signal` was aborted with. */
  lookup(asked: Asked, signal: AbortSignal): Promise<LookupResult>;
  /** Recorded by nobody. @throws what embedding throws */
  explain(text: string, signal: AbortSignal): Promise<Explained>;
  /** @throws NOT_FOUND */
  judge(judgement: Judgement, signal: AbortSignal): Promise<{ answerId: string; served: boolean }>;
  /** Takes up now what has changed in the store; it does so by itself, too. */
  refresh(signal: AbortSignal): Promise<{ changed: boolean }>;
  /** The shelf of now. */
  shelf(): Shelf;
  stats(): GoldenStats;
  close(): Promise<void>;
}

export interface GoldenCacheDeps extends ShelfDeps {
  clock: Clock;
  warn?: (message: string) => void;
  /** Look-ups are written down; default: they are. */
  record?: boolean;
  /** Told of each look-up that is recorded. */
  told?: (lookup: Lookup) => void;
  /** Draws look-ups for the audit; default: none are. */
  auditor?: Auditor;
  /** Between looks at the pointer of the published night, ms; default 1 000; 0: none. */
  pollMs?: number;
}

/** Prepared answers, found by questions that mean the same. A store that cannot be read now is read later. */
export async function openGoldenCache(
  deps: GoldenCacheDeps,
  signal: AbortSignal,
): Promise<GoldenCache> {
  const cache = new Cache(deps);
  await cache.open(signal);
  return cache;
}

class Cache implements GoldenCache {
  private readonly deps: GoldenCacheDeps;
  private readonly keeper: ShelfKeeper;
  private readonly recorder: Recorder;
  private readonly watch: ShelfWatch;
  private counts = { lookups: 0, hits: 0, errors: 0 };

  constructor(deps: GoldenCacheDeps) {
    this.deps = deps;
    this.keeper = new ShelfKeeper(deps);
    this.recorder = new Recorder(deps.store.lookups, (message) => deps.warn?.(message));
    const before = () => this.recorder.flush();
    this.watch = new ShelfWatch({ ...deps, keeper: this.keeper, before });
  }

  open(signal: AbortSignal): Promise<void> {
    return this.watch.open(signal);
  }

  shelf(): Shelf {
    return this.keeper.shelf;
  }

  async lookup(asked: Asked, signal: AbortSignal): Promise<LookupResult> {
    const { clock } = this.deps;
    const start = clock.monotonic();
    const shelf = this.shelf();
    if (shelf.index.size === 0) return { hit: false, reason: 'empty', decision: null };
    const masked = masking(asked);
    const { result, hood } = await this.found(shelf, masked, signal).catch((thrown: unknown) => ({
      result: this.failed(thrown, signal),
      hood: null,
    }));
    this.counts.lookups++;
    if (result.hit) this.counts.hits++;
    this.record(asked, { masked, result, hood, latencyMs: clock.monotonic() - start }, shelf);
    return result;
  }

  private async found(shelf: Shelf, text: string, signal: AbortSignal) {
    const hood = await this.hood(shelf, text, signal);
    const result = await this.resultOf(shelf, decide(hood, shelf.calibration));
    return { hood, result: { ...result, near: nearOf(hood, shelf) } };
  }

  private async resultOf({ answers }: Shelf, decision: Decision): Promise<LookupResult> {
    const { outcome, answerId } = decision;
    const prepared = answerId === null ? undefined : answers.get(answerId);
    if (!prepared) {
      return { hit: false, reason: outcome === 'vetoed' ? 'veto' : 'score', decision };
    }
    const fresh = await isFresh(this.deps.store.pages, prepared.sources);
    return fresh ? { hit: true, prepared, decision } : { hit: false, reason: 'stale', decision };
  }

  private async hood({ index }: Shelf, text: string, signal: AbortSignal): Promise<Neighbourhood> {
    const [vector] = await this.deps.embedder.embed([text], { purpose: 'cluster', signal });
    return index.search({ text, vector: vector! });
  }

  /** The question goes on to the pages: a cache that fails is slow, not wrong. */
  private failed(thrown: unknown, signal: AbortSignal): LookupResult {
    signal.throwIfAborted();
    this.counts.errors++;
    this.deps.warn?.(`No prepared answer could be looked for: ${asGibseyError(thrown).message}`);
    return { hit: false, reason: 'error', decision: null };
  }

  private record(asked: Asked, looked: Looked, shelf: Shelf): void {
    if (this.deps.record === false) return;
    const lookup = lookupOf(asked, looked, shelf, this.deps.clock.now());
    if (!lookup) return;
    const audit = this.drawn(lookup, looked, shelf);
    if (audit) this.deps.auditor?.take(audit, asked.user === undefined ? [] : [asked.user]);
    const drawn = { ...lookup, audit: audit?.propensity ?? null };
    this.recorder.add(drawn);
    this.deps.told?.(drawn);
  }

  /** Whatever an audit fails of is no reader's affair. */
  private drawn(lookup: Lookup, looked: Looked, shelf: Shelf): Omit<Audit, 'fresh'> | null {
    const { auditor } = this.deps;
    try {
      return auditor ? auditOf(lookup, looked, shelf, auditor) : null;
    } catch (thrown) {
      this.deps.warn?.(`A look-up was not drawn for the audit: ${asGibseyError(thrown).message}`);
      return null;
    }
  }

  async explain(asked: string, signal: AbortSignal) {
    const shelf = this.shelf();
    const hood = await this.hood(shelf, masking({ text: asked }), signal);
    const explained = explain(hood, shelf.calibration);
    const prepared = shelf.answers.get(explained.candidate ?? '') ?? null;
    const stale = prepared !== null && !(await isFresh(this.deps.store.pages, prepared.sources));
    const history = historyOf(hood, shelf.calibration, explained);
    return { ...explained, prepared, stale, history, near: nearOf(hood, shelf) };
  }

  async judge({ of, ...judgement }: Judgement, signal: AbortSignal) {
    const lookupId = 'lookupId' in of ? of.lookupId : null;
    const { lookups } = this.deps.store;
    const createdAt = this.deps.clock.now();
    if (lookupId !== null) await this.recorder.flush();
    const answerId = await answerJudged(of, this.shelf(), lookups);
    await lookups.feedback({ ...judgement, answerId, lookupId, createdAt });
    await this.refresh(signal);
    return { answerId, served: this.shelf().answers.has(answerId) };
  }

  refresh(signal: AbortSignal): Promise<{ changed: boolean }> {
    return this.watch.refresh(signal);
  }

  stats(): GoldenStats {
    const { index, answers, generation, calibration } = this.shelf();
    const stock = { answers: answers.size, questions: index.size };
    return { ...stock, generation, calibration: calibration.kind, ...this.counts };
  }

  async close(): Promise<void> {
    await this.watch.close();
    await this.deps.auditor?.close();
    await this.recorder.flush();
  }
}
