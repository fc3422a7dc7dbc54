/** The composition root: the only file that names adapters. Everything heavy is imported when it is needed. */
import { randomBytes } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { systemClock } from '../adapters/clock/system.js';
import { isDeadHere, thisHost } from '../adapters/process/identity.js';
import type { OpenAnswering } from './answering.js';
import type { GoldenCache } from '../answering/prepared/lookup/cache.js';
import type { CulturalUse } from '../answering/culture/culture.js';
import type { Recommender } from '../answering/recommend/recommender.js';
import type { Retriever } from '../answering/retrieval/retriever.js';
import { canonicalJson, hashText } from '../algorithms/text/hashing.js';
import { accessDeps } from './accounts.js';
import { signalOpeners } from './signals.js';
import { sourceOpeners } from './sources.js';
import type { Service } from './status.js';
import type { Chat } from '../answering/chat/turn.js';
import type { WorkerOptions } from './day.js';
import type { LoadedConfig } from '../config/load.js';
import type { Config } from '../config/schema.js';
import { withoutSecrets } from '../config/redact.js';
import { version } from '../config/version.js';
import { asGibseyError, interrupted, type GibseyError } from '../domain/errors.js';
import type { Lookup, Savings } from '../domain/lookup.js';
import type { Json, StageName } from '../domain/values.js';
import type { Status } from '../observability/status.js';
import type { NightOutcome } from '../observability/night-metrics.js';
import { runBatch, type BatchOutcome } from '../engine/batch.js';
import { tallyAll, type Tally } from '../engine/tally.js';
import { ulid } from '../engine/ulid.js';
import type { WorkerStats } from '../engine/worker/worker.js';
import { usageMeter } from '../policies/metered.js';
import type { ChatModel, Clock, Crontab, Embedder, Reporter, Store } from '../ports/index.js';
import type { Kit, PipelineStages } from '../pipelines/pipeline.js';

export interface AppOptions {
  loaded: LoadedConfig;
  signal: AbortSignal;
  report: Reporter;
  /** Nothing may be written, not even an empty store. */
  readonly: boolean;
  /** A store that is not there is an error, and is not made; default: it reads as empty, or is made. */
  mustExist?: boolean;
  /** A run that is continued; default: a new one. */
  runId?: string | undefined;
}

export interface BatchSpec {
  command: string;
  force: boolean;
  lock: boolean;
  /** Ends at the night's time limit, where the config has one. */
  limited?: boolean;
  /** One that cannot even begin is recorded, too. */
  awaited?: boolean;
}

export interface AnsweringOptions {
  worker: boolean;
  /** Told of every look-up of a prepared answer. */
  told?: (lookup: Lookup) => void;
  /** Told of every use of cultural chunks. */
  noted?: (use: CulturalUse) => void;
  /** Told how many debits of servers that died were given back. */
  refunded?: (debits: number) => void;
}

export interface GoldenOptions {
  told?: (lookup: Lookup) => void;
  /** Every curated question can be found when it is opened; default: it can. */
  complete?: boolean;
}

export async function openApp(options: AppOptions): Promise<App> {
  return new App(options, await openStore(options, systemClock));
}

export class App {
  readonly store: Store;
  private readonly options: AppOptions;
  private readonly clock: Clock = systemClock;
  private readonly meter = usageMeter();
  private readonly warnings: string[] = [];
  /** What stages are made from. */
  readonly kit: Kit;
  private readonly runId: string;
  private embedderOpened: Promise<Embedder> | null = null;
  private modelChosen: Promise<ChatModel | null> | null = null;
  private retrieverOpened: Promise<Retriever> | null = null;
  private goldenOpened: Promise<GoldenCache | null> | null = null;
  /** It was said that no question can be embedded. */
  private goldenMissed = false;
  private answeringOpened: Promise<OpenAnswering> | null = null;
  private closing = false;

  constructor(options: AppOptions, store: Store) {
    this.options = options;
    this.store = store;
    this.runId = options.runId ?? this.newId();
    const { config, root } = options.loaded;
    this.kit = {
      ...{ store, config, root, clock: this.clock, runId: this.runId, release: version() },
      concurrency: 2 * (config.embedding.threads ?? availableParallelism()),
      report: (event) => this.report(event),
      newId: () => this.newId(),
      embedder: () => this.embedder(),
      model: (instead) => this.model(instead),
      retriever: () => this.retriever(),
      ...sourceOpeners(config.rest, this.clock, (event) => this.report(event)),
      ...signalOpeners(config, root, this.clock),
    };
  }

  private newId(): string {
    return ulid(this.clock.now(), randomBytes(10));
  }

  private get config() {
    return this.options.loaded.config;
  }

  embedder(): Promise<Embedder> {
    this.embedderOpened ??= import('./models.js')
      .then(({ openEmbedder }) => openEmbedder(this.config))
      .catch((thrown: unknown) => {
        this.embedderOpened = null; // a server tries again
        throw thrown;
      });
    return this.embedderOpened;
  }

  /** The language model, or null when none can be asked; then the watchers are told once. */
  model(instead?: string): Promise<ChatModel | null> {
    this.modelChosen ??= import('./models.js').then(({ openModel }) =>
      openModel(this.modelDeps, instead),
    );
    return this.modelChosen;
  }

  /** Finds pages and their quotes; follows the store until the app is closed. */
  retriever(): Promise<Retriever> {
    this.retrieverOpened ??= import('./day.js')
      .then(({ openDayRetriever }) => openDayRetriever(this.dayDeps))
      .catch((thrown: unknown) => {
        this.retrieverOpened = null;
        throw thrown;
      });
    return this.retrieverOpened;
  }

  /** The answers that the night has prepared; null while no question can be embedded. */
  golden({ told, complete = true }: GoldenOptions = {}): Promise<GoldenCache | null> {
    this.goldenOpened ??= import('./day.js')
      .then(({ openDayGolden }) => {
        const record = !this.options.readonly;
        const { auditRate } = this.config.answers;
        const audit = { auditRate, retriever: () => this.retriever(), modelDeps: this.modelDeps };
        const again = this.goldenMissed;
        return openDayGolden({
          ...this.dayDeps,
          ...audit,
          again,
          record,
          complete,
          ...(told ? { told } : {}),
        });
      })
      .then((cache) => {
        this.goldenMissed ||= cache === null;
        if (cache === null) this.goldenOpened = null; // a server tries again
        return cache;
      })
      .catch((thrown: unknown) => {
        this.goldenOpened = null;
        throw thrown;
      });
    return this.goldenOpened;
  }

  /** Conversation at this machine. */
  async chat(): Promise<Chat> {
    const { openLocalChat } = await import('./day.js');
    const { config, modelDeps } = this;
    const found = { retriever: this.retriever(), golden: this.golden() };
    const kept = { keepAll: false, record: !this.options.readonly };
    return openLocalChat({ ...this.dayDeps, config, modelDeps, ...found, ...kept });
  }

  /**
   * What a server answers with, and a worker if it is wanted, until the app is closed.
   * @throws INTERRUPTED once it is being closed
   */
  answering(options: AnsweringOptions): Promise<OpenAnswering> {
    if (this.closing) return Promise.reject(interrupted());
    this.answeringOpened ??= this.openAnswering(options).catch((thrown: unknown) => {
      this.answeringOpened = null; // a server tries again
      throw thrown;
    });
    return this.answeringOpened;
  }

  private async openAnswering(options: AnsweringOptions): Promise<OpenAnswering> {
    const { worker, told, noted } = options;
    const [{ openAnswering }, { openDayChat, openTurnDesk }] = await Promise.all([
      import('./answering.js'),
      import('./day.js'),
    ]);
    const retriever = await this.retriever();
    const { config } = this;
    const found = { retriever, config, keepAll: config.server.keepConversations };
    const { runId, dayDeps } = this;
    const staleMs = config.night.lockStaleMs;
    const desk = await openTurnDesk(dayDeps, { ...options, runId, staleMs });
    return openAnswering({
      retriever,
      desk,
      openGolden: () => this.golden({ complete: false, ...(told ? { told } : {}) }),
      modelDeps: this.modelDeps,
      openChat: (model, golden) =>
        openDayChat({
          ...{ ...dayDeps, ...found, model, golden, record: true, holder: () => desk.holder() },
          ...(noted ? { noted } : {}),
        }),
      runWorker: worker ? (report, signal) => this.worker({ report }, signal) : null,
    });
  }

  /** Chooses tips for users. */
  async recommender(): Promise<Recommender> {
    const [{ openRecommender }, { openChatModel }] = await Promise.all([
      import('./recommender.js'),
      import('./models.js'),
    ]);
    const { store, config, clock, modelDeps } = this;
    const model = await openChatModel({ ...modelDeps, report: () => undefined });
    const warn = (message: string) => this.report({ type: 'warning', message });
    return openRecommender({ store, config, clock, model, warn, embedder: () => this.embedder() });
  }

  /**
   * Follows the changes of the store and keeps vectors those of their texts, until `signal` aborts (default: that of
   * the command).
   */
  async worker(options: WorkerOptions = {}, signal = this.options.signal): Promise<WorkerStats> {
    const { runDayWorker } = await import('./day.js');
    const concurrency = this.config.embedding.threads ?? availableParallelism();
    return runDayWorker({ ...this.dayDeps, signal }, this.config.worker, {
      ...options,
      concurrency,
    });
  }

  /** What it takes to make accounts and tokens, and to move credits. */
  get access() {
    return accessDeps(this.store, this.config);
  }

  private get dayDeps() {
    const { store, clock, report } = this;
    return { store, embedder: () => this.embedder(), clock, report, signal: this.options.signal };
  }

  private get modelDeps() {
    const { config, clock, meter, report } = this;
    return { config, clock, meter, report, signal: this.options.signal };
  }

  plan(pipelines: readonly PipelineStages[], force: boolean, examples: number): Promise<Tally[]> {
    const stages = pipelines.flatMap((pipeline) => pipeline.stages);
    return tallyAll(stages, { force, signal: this.options.signal, examples });
  }

  /**
   * Runs stages that are yet to be chosen.
   * @throws what kept the run from beginning; LOCKED, of which there is no record
   */
  async begin(
    choose: () => Promise<readonly PipelineStages[]>,
    spec: BatchSpec,
  ): Promise<BatchOutcome> {
    const startedAt = this.clock.now();
    try {
      return await this.run(await choose(), spec);
    } catch (thrown) {
      if (spec.awaited) await this.recordUnbegun(asGibseyError(thrown), spec.command, startedAt);
      throw thrown;
    }
  }

  private async recordUnbegun(
    error: GibseyError,
    command: string,
    startedAt: number,
  ): Promise<void> {
    const { recordUnbegun } = await import('../engine/unbegun.js');
    const { store, clock, runId, warnings } = this;
    const run = { runId, command, startedAt, warnings, ...(await this.provenance([])) };
    await recordUnbegun({ store, clock }, run, error);
  }

  async run(pipelines: readonly PipelineStages[], spec: BatchSpec): Promise<BatchOutcome> {
    const { runId } = this;
    const stages = pipelines.flatMap((pipeline) => pipeline.stages);
    const owner = { runId, pid: process.pid, host: thisHost(), command: spec.command };
    const { lockStaleMs: staleMs, timeoutS } = this.config.night;
    this.report({ type: 'run-start', runId, command: spec.command });
    const { openWorkerRuns } = await import('../engine/worker-run.js');
    const { store, clock, report } = this;
    const outcome = await runBatch({
      store,
      pipelines,
      run: {
        runId,
        command: spec.command,
        ...(await this.provenance(stages.map(({ name }) => name))),
      },
      lock: spec.lock ? { owner, isDead: isDeadHere, staleMs } : null,
      timeoutMs: spec.limited && timeoutS !== undefined ? timeoutS * 1000 : undefined,
      force: spec.force,
      clock,
      meter: this.meter,
      ended: await openWorkerRuns({ store, runId, stages, clock, report }),
      report,
      warnings: this.warnings,
      signal: this.options.signal,
    });
    this.report({ type: 'run-end', run: outcome.run });
    return outcome;
  }

  private readonly report: Reporter = (event) => {
    if (event.type === 'warning') this.warnings.push(event.message);
    this.options.report(event);
  };

  get answersSettings(): Config['answers'] {
    return this.config.answers;
  }

  /** What the golden answers have spared so far, by what the configuration says that a question costs. */
  savings(): Promise<Savings> {
    const { costPerCall, savedMsPerHit } = this.config.answers;
    return this.store.lookups.savings(costPerCall, savedMsPerHit);
  }

  async status(): Promise<Status> {
    const { statusOf } = await import('./status.js');
    return statusOf(this.statusDeps);
  }

  /** What a night tells of what stands published, its own work or not. */
  async published(): Promise<Pick<NightOutcome, 'summaries' | 'audit'>> {
    const { publishedOf } = await import('./status.js');
    return publishedOf(this.store);
  }

  /** What the stages depend on outside of the store. */
  async services(): Promise<Service[]> {
    const { servicesOf } = await import('./status.js');
    return servicesOf(this.statusDeps);
  }

  private get statusDeps() {
    const { store, clock, modelDeps } = this;
    return { store, clock, modelDeps, embedder: () => this.embedder() };
  }

  private async provenance(stages: readonly StageName[]) {
    const configHash = hashText(canonicalJson(withoutSecrets(this.config) as Json));
    return { configHash, versions: await this.versions(stages) };
  }

  private async versions(stages: readonly StageName[]): Promise<Record<string, string>> {
    const own = { gibsey: version(), node: process.version };
    return stages.includes('embed') ? { ...own, space: (await this.embedder()).space.id } : own;
  }

  /** Waits for what is still being opened: none of it may outlive the store. */
  async close(): Promise<void> {
    this.closing = true;
    await this.answeringOpened?.then(
      (answering) => answering.close(),
      () => undefined, // whoever needed it was told
    );
    await this.goldenOpened?.then(
      (golden) => golden?.close(),
      () => undefined, // whoever needed it was told
    );
    await this.retrieverOpened?.then(
      (retriever) => retriever.close(),
      () => undefined, // whoever needed it was told
    );
    await this.embedderOpened?.then(
      (embedder) => embedder.close(),
      () => undefined, // whoever needed it was told
    );
    await this.store.close();
  }
}

export { systemClock } from '../adapters/clock/system.js';
export { machineZone } from '../adapters/process/zone.js';

/** The user's own crontab, through the command of that name. */
export async function openCrontab(): Promise<Crontab> {
  const { commandCrontab } = await import('../adapters/crontab/command/factory.js');
  return commandCrontab();
}

async function openStore(
  { loaded, readonly, mustExist }: AppOptions,
  clock: Clock,
): Promise<Store> {
  const { url } = loaded.config.store;
  const how = { clock, readonly, ...(mustExist ? { mustExist } : {}) };
  if (url.startsWith('cassandra:')) {
    const { openCassandraStore } = await import('../adapters/store/cassandra/factory.js');
    return openCassandraStore({ url, ...how });
  }
  const { openSqliteStore } = await import('../adapters/store/sqlite/factory.js');
  const path = url.slice('sqlite:'.length);
  return openSqliteStore({
    path: resolve(loaded.root, path),
    ...how,
  });
}
