import { asGibseyError, ERRORS, type ErrorCode } from '../domain/errors.js';
import type { Clock, Store } from '../ports/index.js';
import type { Part } from './part.js';
import type { Answering } from './answering.js';

export interface HealthReport {
  status: 'healthy' | 'degraded' | 'unavailable';
  service: 'gibsey';
  version: string;
  /** `model`: a language model answers; `extractive`: sentences of the book do; `none`: nothing can be answered. */
  mode: 'model' | 'extractive' | 'none';
  available_services: string[];
  /** Why it is not healthy; empty when it is. */
  reasons: string[];
  memory: { rss_bytes: number; heap_used_bytes: number };
  /** Since the start. */
  uptime_s: number;
}

export interface HealthDeps {
  store: Part<Store>;
  answering: Part<Answering>;
  clock: Clock;
  version: string;
  /** A language model is configured: without it, that nobody answers for it is no defect. */
  wantsModel: boolean;
}

/** A store or model that says nothing for so long is taken for gone. */
const PROBE_MS = 700;
const WORDS_ALONE = 'no embedder answers; pages are found by their words alone';
/** Probes are shared by those who ask meanwhile. */
const FRESH_MS = 1_000;

/** How the server is, never later than in `PROBE_MS`. */
export class Health {
  private readonly started: number;
  private last: { at: number; report: Promise<HealthReport> } | null = null;
  /** The server takes no more requests. */
  stopping = false;

  private readonly deps: HealthDeps;

  constructor(deps: HealthDeps) {
    this.deps = deps;
    this.started = deps.clock.monotonic();
  }

  report(): Promise<HealthReport> {
    const now = this.deps.clock.monotonic();
    if (!this.last || now - this.last.at > FRESH_MS || this.stopping) {
      this.last = { at: now, report: this.look() };
    }
    return this.last.report;
  }

  private async look(): Promise<HealthReport> {
    const [store, answering] = await Promise.all([this.storeProblem(), this.answeringState()]);
    const { model, problem, lag, meaning } = answering;
    const wanted = this.deps.wantsModel && !problem && !model;
    const reasons = [
      ...(this.stopping ? ['the server is stopping'] : []),
      ...(store ? [`store: ${store}`] : []),
      ...(problem ? [`answering: ${problem}`] : []),
      ...(meaning === 'away' ? [`embedding: ${WORDS_ALONE}`] : []),
      ...(wanted ? ['llm: no language model answers; answers are extractive'] : []),
    ];
    const able = !store && !problem && !this.stopping;
    const found = { retrieval: !problem, embedding: meaning === 'ready' };
    const services = { store: !store, ...found, chat: able, llm: model, worker: lag };
    const { rss, heapUsed } = process.memoryUsage();
    return {
      status: !able ? 'unavailable' : reasons.length > 0 ? 'degraded' : 'healthy',
      service: 'gibsey',
      version: this.deps.version,
      mode: !able ? 'none' : model ? 'model' : 'extractive',
      available_services: Object.entries(services).flatMap(([name, is]) => (is ? [name] : [])),
      reasons,
      memory: { rss_bytes: rss, heap_used_bytes: heapUsed },
      uptime_s: Math.round((this.deps.clock.monotonic() - this.started) / 1000),
    };
  }

  private async storeProblem(): Promise<string | null> {
    const { state } = this.deps.store;
    if (state.phase === 'opening') return 'still being opened';
    if (state.phase === 'failed') return said(state.error.code);
    const asked = state.value.generations.published('pages');
    const problem = asked.then(
      () => null,
      (thrown: unknown) => said(asGibseyError(thrown).code),
    );
    return this.within(problem, said('STORE_UNREACHABLE'));
  }

  private async answeringState() {
    const { state } = this.deps.answering;
    const none = { model: false, lag: false, meaning: 'none' };
    if (state.phase === 'opening') return { ...none, problem: 'the index is being loaded' };
    if (state.phase === 'failed') return { ...none, problem: said(state.error.code) };
    const { model, workerLag, retriever } = state.value;
    const [name, lag] = await Promise.all([
      this.within(
        model().catch(() => null),
        null,
      ),
      this.within(
        workerLag().catch(() => null),
        null,
      ),
    ]);
    const { meaning } = retriever.stats();
    return { problem: null, model: name !== null, lag: lag !== null, meaning };
  }

  private async within<T>(asked: Promise<T>, late: T): Promise<T> {
    const over = new AbortController();
    const timeout = this.deps.clock.sleep(PROBE_MS, over.signal).then(
      () => late,
      () => late,
    );
    return Promise.race([asked, timeout]).finally(() => over.abort());
  }
}

/** Anybody may read it: what went wrong, not where. */
const said = (code: ErrorCode) => `${code}: ${ERRORS[code].meaning}`;
