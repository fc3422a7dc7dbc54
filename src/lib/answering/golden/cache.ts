import { hashText } from '../../algorithms/text/hashing.js';
import { maskPersonal } from '../../algorithms/text/masking.js';
import type { Audit } from '../../domain/audit.js';
import { asGibseyError, GibseyError } from '../../domain/errors.js';
import type { Lookup } from '../../domain/lookup.js';
import type { Clock } from '../../ports.js';
import type { Calibration } from '../cache/calibration.js';
import { decide, explain, type Decision, type Explanation } from '../cache/decide.js';
import type { Neighbourhood } from '../cache/golden-index.js';
import { auditOf } from './audit-of.js';
import type { Auditor } from './auditor.js';
import { isFresh } from './freshness.js';
import { nearOf, type Near } from './near.js';
import type { Prepared } from './prepared.js';
import { Recorder } from './recorder.js';
import { ShelfKeeper, type Shelf, type ShelfDeps } from './shelf.js';

export interface Asked {
  text: string;
  /** Names of whoever asks are masked. */
  user?: string;
  /** Of the look-up in the log; without one it is not recorded. */
  id?: string;
  /** Of the question among the conversations that are kept. */
  queryId?: string | null;
}

/** `empty`: no answer is prepared. `error`: the look-up failed, which was said. */
export type MissReason = 'empty' | 'score' | 'veto' | 'stale' | 'error';

export type LookupResult = (
  | { hit: true; prepared: Prepared; decision: Decision }
  | { hit: false; reason: MissReason; decision: Decision | null }
) & { near?: readonly Near[] };

export interface Explained extends Explanation {
  /** The answer that fits best, served or not. */
  prepared: Prepared | null;
  /** A page that it was made from has changed: it is not served. */
  stale: boolean;
  near: readonly Near[];
}

export interface Judgement {
  /** Of the look-up, of the answer, or of the cluster that the answer was prepared for. */
  of: { lookupId: string } | { answerId: string } | { clusterId: number };
  id: string;
  userId: string | null;
  helpful: boolean;
  comment: string | null;
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

const POLL_MS = 1_000;
/** Answers of people, complaints and calibrations are looked for at every so many looks. */
const THOROUGH = 10;
/** How far back a look-up is sought that somebody judges, ms. */
const JUDGED_WITHIN_MS = 7 * 86_400_000;

/** Prepared answers, found by questions that mean the same. A store that cannot be read now is read later. */
export async function openGoldenCache(
  deps: GoldenCacheDeps,
  signal: AbortSignal,
): Promise<GoldenCache> {
  const cache = new Cache(deps);
  await cache.first(signal);
  cache.watch();
  return cache;
}

class Cache implements GoldenCache {
  private readonly deps: GoldenCacheDeps;
  private readonly keeper: ShelfKeeper;
  private readonly recorder: Recorder;
  private readonly closing = new AbortController();
  private watching: Promise<void> = Promise.resolve();
  /** Looks at the store take turns. */
  private turn: Promise<unknown> = Promise.resolve();
  private failing = false;
  private filling: Promise<void> | null = null;
  private unfilled = false;
  private counts = { lookups: 0, hits: 0, errors: 0 };

  constructor(deps: GoldenCacheDeps) {
    this.deps = deps;
    this.keeper = new ShelfKeeper(deps);
    this.recorder = new Recorder(deps.store.lookups, (message) => deps.warn?.(message));
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
    return { ...explained, prepared, stale, near: nearOf(hood, shelf) };
  }

  async judge({ of, ...judgement }: Judgement, signal: AbortSignal) {
    const lookupId = 'lookupId' in of ? of.lookupId : null;
    const answerId = await this.judged(of);
    const createdAt = this.deps.clock.now();
    await this.deps.store.lookups.feedback({ ...judgement, answerId, lookupId, createdAt });
    await this.refresh(signal);
    return { answerId, served: this.shelf().answers.has(answerId) };
  }

  private async judged(of: Judgement['of']): Promise<string> {
    const answerId =
      'lookupId' in of ? await this.servedBy(of.lookupId) : this.answerOf(of)?.answerId;
    if (answerId) return answerId;
    throw new GibseyError('NOT_FOUND', 'No prepared answer was served under that id.', {
      hint: 'use the request_id or cluster_id of an answer whose route is cache',
    });
  }

  private answerOf(of: { answerId: string } | { clusterId: number }): Prepared | undefined {
    const { answers } = this.shelf();
    if ('answerId' in of) return answers.get(of.answerId);
    return [...answers.values()].find(({ clusterId }) => clusterId === of.clusterId);
  }

  private async servedBy(lookupId: string): Promise<string | null> {
    await this.recorder.flush();
    const { store, clock } = this.deps;
    for await (const batch of store.lookups.between(clock.now() - JUDGED_WITHIN_MS, Infinity)) {
      const lookup = batch.find(({ id, hit }) => hit && id === lookupId);
      if (lookup) return lookup.answerId;
    }
    return null;
  }

  async first(signal: AbortSignal): Promise<void> {
    await this.refresh(signal).catch((thrown: unknown) => {
      signal.throwIfAborted();
      this.tell(thrown);
    });
  }

  refresh(signal: AbortSignal): Promise<{ changed: boolean }> {
    return this.look(AbortSignal.any([signal, this.closing.signal]), true);
  }

  private look(signal: AbortSignal, thorough: boolean): Promise<{ changed: boolean }> {
    const look = this.turn.then(async () => ({
      changed: await this.keeper.look(signal, thorough),
    }));
    void look.then(() => this.fill(thorough)).catch(() => undefined); // whoever asked is told
    this.turn = look.catch(() => undefined); // whoever asked is told
    return look;
  }

  /** Behind the back of whoever asks: what has its vector is found meanwhile. */
  private fill(again: boolean): void {
    const { signal } = this.closing;
    const { lacking } = this.keeper;
    if (this.filling || lacking === 0 || signal.aborted || (this.unfilled && !again)) return;
    if (!this.unfilled) {
      const begun = 'they are embedded now, and found when that is done';
      this.deps.warn?.(`Curated questions without a vector: ${lacking}; ${begun}.`);
    }
    this.filling = this.keeper
      .fill(signal)
      .then(() => this.look(signal, false))
      .then(
        () => void (this.unfilled = false),
        (thrown: unknown) => this.tellUnfilled(thrown),
      )
      .finally(() => void (this.filling = null));
  }

  private tellUnfilled(thrown: unknown): void {
    if (this.closing.signal.aborted) return;
    if (!this.unfilled) {
      const { message } = asGibseyError(thrown);
      this.deps.warn?.(`Curated questions not found yet: ${this.keeper.lacking}. ${message}`);
    }
    this.unfilled = true;
  }

  watch(): void {
    this.watching = this.watched();
  }

  private async watched(): Promise<void> {
    const { clock, pollMs = POLL_MS } = this.deps;
    const { signal } = this.closing;
    for (let n = 1; pollMs > 0 && !signal.aborted; n++) {
      try {
        await clock.sleep(pollMs, signal);
        await this.recorder.flush();
        await this.look(signal, n % THOROUGH === 0);
        this.failing = false;
      } catch (thrown) {
        if (!signal.aborted) this.tell(thrown);
      }
    }
  }

  /** Once until it works again; the shelf stays in use. */
  private tell(thrown: unknown): void {
    if (!this.failing) {
      const { message } = asGibseyError(thrown);
      this.deps.warn?.(`New prepared answers are not taken up: ${message}`);
    }
    this.failing = true;
  }

  stats(): GoldenStats {
    const { index, answers, generation, calibration } = this.shelf();
    const stock = { answers: answers.size, questions: index.size };
    return { ...stock, generation, calibration: calibration.kind, ...this.counts };
  }

  async close(): Promise<void> {
    this.closing.abort();
    await this.watching;
    await this.filling;
    await this.turn;
    await this.deps.auditor?.close();
    await this.recorder.flush();
  }
}

/** A look-up that is over. */
export interface Looked {
  masked: string;
  result: LookupResult;
  /** Null when it failed. */
  hood: Neighbourhood | null;
  latencyMs: number;
}

function lookupOf(
  { id, queryId = null }: Asked,
  { masked, result, latencyMs }: Looked,
  { answers }: Pick<Shelf, 'answers'>,
  createdAt: number,
): Lookup | null {
  const { hit, decision } = result;
  if (id === undefined || decision === null) return null;
  const { candidate, group, similarity, score, threshold, veto } = decision;
  return {
    ...{ id, queryHash: hashText(masked), queryId, answerId: candidate },
    clusterId: answers.get(candidate ?? '')?.clusterId ?? null,
    group: candidate === null ? null : group,
    ...{ hit, similarity, score, threshold, audit: null, latencyMs, createdAt },
    veto: !hit && result.reason === 'stale' ? 'stale' : (veto?.kind ?? null),
  };
}

/** As the night reads what is asked. */
function masking({ text, user }: Pick<Asked, 'text' | 'user'>): string {
  return maskPersonal(text.trim(), user === undefined ? [] : [user]).text;
}
