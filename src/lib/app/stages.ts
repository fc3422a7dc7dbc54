/** The night's part of the composition root: the stages of both pipelines. */
import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import type { Retriever } from '../answering/retrieval/retriever.js';
import type { LoadedConfig } from '../config/load.js';
import { version } from '../config/version.js';
import type { Classified } from '../domain/classification.js';
import type { CuratedAnswer } from '../domain/curated.js';
import type { ChatModel, Clock, Embedder, Reporter, Source, Store } from '../ports/index.js';
import type { AnswersOptions, AnswerWriter } from '../stages/answers/stage.js';
import type { ClassifyStage } from '../stages/classify/stage.js';
import type { Stage } from '../stages/stage.js';

export type SourceSpec = (PagesSpec | TableSpec) & {
  /** The `source` of its pages; default: the file's, folder's or table's own name. */
  name?: string | undefined;
  replace: boolean;
};

export interface ConversationsSpec {
  /** A file, from the working directory, or `-` for standard input. */
  path: string;
  format?: 'jsonl' | 'csv' | undefined;
  follow?: boolean;
}

interface PagesSpec {
  /** A file or folder, from the working directory, or `-` for standard input. */
  path: string;
  cut: boolean;
  encoding?: 'utf-8' | 'utf-16le' | 'latin1' | 'windows-1252' | undefined;
  /** Read on as the file grows, until the signal aborts. */
  follow?: boolean;
}

interface TableSpec {
  /** A table of a REST gateway: its address, or KEYSPACE/TABLE at `rest.url`. */
  rest: string;
}

export interface ClassifySpec {
  only?: Classified | undefined;
  limit?: number | undefined;
}

type CuratedQuestions = Pick<CuratedAnswer, 'question' | 'variants'>;

type Candidates = Pick<
  AnswersOptions,
  'queries' | 'clusterings' | 'memo' | 'space' | 'minUsers' | 'max'
>;

export interface StagesDeps {
  loaded: LoadedConfig;
  store: Store;
  clock: Clock;
  report: Reporter;
  runId: string;
  newId: () => string;
  embedder: () => Promise<Embedder>;
  /** @param instead what becomes of the work without a model */
  model: (instead?: string) => Promise<ChatModel | null>;
  retriever: () => Promise<Retriever>;
}

/** Makes stages from what the application holds; each is imported when it is made. */
export class Stages {
  private readonly deps: StagesDeps;

  constructor(deps: StagesDeps) {
    this.deps = deps;
  }

  private get config() {
    return this.deps.loaded.config;
  }

  private get concurrency(): number {
    return 2 * (this.config.embedding.threads ?? availableParallelism());
  }

  async ingest(spec: SourceSpec): Promise<Stage> {
    const { ingestStage } = await import('../stages/ingest/stage.js');
    const once = 'path' in spec && (spec.path === '-' || Boolean(spec.follow));
    const source = await this.source(spec);
    const { pages } = this.deps.store;
    return ingestStage({ pages, source, replace: spec.replace, once, clock: this.deps.clock });
  }

  async conversations(spec: ConversationsSpec): Promise<Stage> {
    const [{ openChatlog }, { ingestConversationsStage }] = await Promise.all([
      import('../adapters/sources/chatlog/factory.js'),
      import('../stages/ingest/conversations.js'),
    ]);
    const { clock } = this.deps;
    const source = await openChatlog({ ...spec, stdin: process.stdin, clock });
    const once = spec.path === '-' || Boolean(spec.follow);
    const { conversations } = this.deps.store;
    return ingestConversationsStage({ conversations, source, once, clock });
  }

  private async source(spec: SourceSpec): Promise<Source> {
    const named = { ...(spec.name ? { name: spec.name } : {}), clock: this.deps.clock };
    if ('rest' in spec) {
      const { openRest } = await import('../adapters/sources/rest/factory.js');
      const { url, token, pageSize, timeoutMs } = this.config.rest;
      const gateway = { ...(url ? { base: url } : {}), ...(token ? { token } : {}) };
      return openRest({ ...named, ...gateway, target: spec.rest, pageSize, timeoutMs });
    }
    const { openPages } = await import('../adapters/sources/book/factory.js');
    const { path, cut, encoding, follow = false } = spec;
    const said = encoding ? { encoding } : {};
    return openPages({ ...named, ...said, path, stdin: process.stdin, cut, follow });
  }

  async embed(): Promise<Stage> {
    const { embedStage } = await import('../stages/embed/stage.js');
    const { pages, vectors } = this.deps.store;
    const { concurrency } = this;
    return embedStage({ pages, vectors, embedder: await this.deps.embedder(), concurrency });
  }

  async cluster(): Promise<Stage> {
    const { clusterStage } = await import('../stages/cluster/stage.js');
    const { space } = await this.deps.embedder();
    return clusterStage({ ...this.deps.store, ...this.config.clustering, space });
  }

  async summarize(): Promise<Stage> {
    const { summarizeStage } = await import('../stages/summarize/stage.js');
    const { algorithm, k } = this.config.clustering;
    const given = algorithm === 'kmeans' || algorithm === 'graph';
    return summarizeStage({
      ...this.config.summaries,
      mostClusters: given && k !== 'auto' ? k : null,
      store: this.deps.store,
      model: await this.deps.model(),
      clock: this.deps.clock,
      report: this.deps.report,
      runId: this.deps.runId,
    });
  }

  async publish(): Promise<Stage> {
    const [{ publishStage }, { summaryEntries }] = await Promise.all([
      import('../stages/publish/stage.js'),
      import('../stages/publish/summaries.js'),
    ]);
    return publishStage({
      ...this.deps.store,
      pipeline: 'pages',
      manifest: (clustering, previous) => summaryEntries(clustering, previous, this.deps.store),
      clock: this.deps.clock,
      runId: this.deps.runId,
      keep: this.config.generations.keep,
    });
  }

  /**
   * Vectors of the questions that people answered.
   * @param coming answers that are about to be stored
   */
  async curated(coming: readonly CuratedQuestions[] = []): Promise<Stage> {
    const { curatedStage } = await import('../stages/curated/stage.js');
    const { curated } = this.deps.store;
    const embedder = await this.deps.embedder();
    return curatedStage({ curated, coming, embedder, concurrency: this.concurrency });
  }

  async queries(): Promise<Stage> {
    const { queriesStage } = await import('../stages/queries/stage.js');
    const { store, clock } = this.deps;
    const { days } = this.config.answers;
    const embedder = await this.deps.embedder();
    return queriesStage({ ...store, clock, days, embedder, concurrency: this.concurrency });
  }

  async queryClusters(): Promise<Stage> {
    const [{ queryClustersStage }, { windowStart }] = await Promise.all([
      import('../stages/query-clusters/stage.js'),
      import('../stages/queries/stage.js'),
    ]);
    const { store, clock } = this.deps;
    const { space } = await this.deps.embedder();
    const { days, algorithm, eps, minSize } = this.config.answers;
    const since = () => windowStart(clock, days);
    return queryClustersStage({ ...store, space, algorithm, eps, minSize, since });
  }

  async answers(): Promise<Stage> {
    const { answersStage } = await import('../stages/answers/stage.js');
    const { clock, runId } = this.deps;
    const { concurrency } = this.config.summaries;
    const writer = await this.answerWriter();
    const { store } = this.deps;
    const how = { release: version(), writer, clock, runId, concurrency };
    return answersStage({ ...store, ...(await this.candidates()), ...how });
  }

  async publishAnswers(): Promise<Stage> {
    const [{ publishStage }, { answerEntries }, { currentCandidates }] = await Promise.all([
      import('../stages/publish/stage.js'),
      import('../stages/publish/answers.js'),
      import('../stages/answers/stage.js'),
    ]);
    const { store, clock, runId } = this.deps;
    const wanted = await this.candidates();
    return publishStage({
      ...store,
      pipeline: 'answers',
      manifest: async () => answerEntries(await currentCandidates(wanted), store),
      clock,
      runId,
      keep: this.config.generations.keep,
    });
  }

  /** Which clusters of queries are to have an answer. */
  private async candidates(): Promise<Candidates> {
    const { minUsers, max } = this.config.answers;
    const { space } = await this.deps.embedder();
    return { ...this.deps.store, space, minUsers, max };
  }

  /** Reads the index of pages when the first question is to be answered. */
  private async answerWriter(): Promise<AnswerWriter> {
    const { openGoldenWriter } = await import('../answering/prepared/writing/writer.js');
    const { store, clock, newId, report, retriever } = this.deps;
    const warn = (message: string) => report({ type: 'warning', message });
    const model = await this.deps.model();
    const lazy = {
      retrieve: async (...query: Parameters<Retriever['retrieve']>) =>
        (await retriever()).retrieve(...query),
      refresh: async (signal: AbortSignal) => (await retriever()).refresh(signal),
    };
    const embedder = await this.deps.embedder();
    return openGoldenWriter({ ...store, retriever: lazy, model, clock, newId, warn, embedder });
  }

  /** Judges prepared answers, and sets the thresholds of look-ups by the verdicts. */
  async judge(): Promise<Stage> {
    const [{ judgeStage }, { openBench }] = await Promise.all([
      import('../stages/judge/stage.js'),
      import('../answering/prepared/audit/evaluation-set.js'),
    ]);
    const { store, clock } = this.deps;
    const { answers, summaries } = this.config;
    const bench = openBench({ ...answers, store, clock, embedder: await this.deps.embedder() });
    const { concurrency } = summaries;
    const model = await this.deps.model();
    return judgeStage({ ...store, model, bench, max: answers.maxJudged, concurrency });
  }

  /** Removes what is older than it may be; null while nothing is. */
  private async retention(): Promise<Stage | null> {
    const [{ isOverdue, retentionStage }, { keptDays }, { feedbackLog }] = await Promise.all([
      import('../stages/retention/stage.js'),
      import('../stages/retention/window.js'),
      import('../stages/retention/feedback.js'),
    ]);
    const { store, clock, report } = this.deps;
    const { warnings, ...days } = keptDays(this.config);
    for (const message of warnings) report({ type: 'warning', message });
    const { conversations } = days;
    const kept = [
      { name: 'lookups', log: store.lookups, days: days.lookups },
      { name: 'feedback', log: feedbackLog(store), days: days.lookups },
      { name: 'audits', log: store.audits, days: days.audits },
      ...(conversations === null
        ? []
        : [{ name: 'conversations', log: store.conversations, days: conversations }]),
    ];
    const options = { kept, clock };
    return (await isOverdue(options)) ? retentionStage(options) : null;
  }

  async culture(): Promise<Stage> {
    const { cultureStage } = await import('../stages/culture/stage.js');
    const { store, runId } = this.deps;
    return cultureStage({ ...store, model: await this.deps.model(), runId });
  }

  /** @param only one collection; default: all that have labels */
  async classify({ only, limit }: ClassifySpec = {}): Promise<ClassifyStage> {
    const [{ classifyStage }, { labelledCollections }, { windowStart }] = await Promise.all([
      import('../stages/classify/stage.js'),
      import('../stages/classify/collections.js'),
      import('../stages/queries/stage.js'),
    ]);
    const { store, clock } = this.deps;
    const { method, days, ...labels } = this.config.classify;
    const collections = labelledCollections(labels, only);
    const keepModels = method === 'auto';
    const model = keepModels ? await this.deps.model('prototypes give the labels') : null;
    const concurrency = model ? this.config.summaries.concurrency : this.concurrency;
    return classifyStage({
      ...{ ...store, collections, embedder: await this.deps.embedder(), model, keepModels },
      ...{ since: () => windowStart(clock, days), limit: limit ?? null, clock, concurrency },
    });
  }

  /**
   * The stages of a night, in dependency order.
   * @param culture cultural chunks are rewritten, too
   */
  async night({ culture = false } = {}): Promise<Stage[]> {
    const { root } = this.deps.loaded;
    const sources = this.config.sources.map(({ pages, rest, ...spec }): SourceSpec =>
      pages === undefined ? { ...spec, rest: rest ?? '' } : { ...spec, path: resolve(root, pages) },
    );
    const ingests = await Promise.all(sources.map((source) => this.ingest(source)));
    const retention = await this.retention();
    return [
      ...ingests,
      await this.embed(),
      await this.cluster(),
      await this.summarize(),
      await this.publish(),
      ...((await this.somethingAsked())
        ? await this.questionsAndAnswers()
        : await this.curatedIfAny()),
      ...(culture ? [await this.culture()] : []),
      ...(retention ? [retention] : []),
    ];
  }

  /** What turns questions of users into prepared answers, in dependency order. */
  async questionsAndAnswers(): Promise<Stage[]> {
    return [
      ...(await this.curatedIfAny()),
      await this.queries(),
      await this.queryClusters(),
      await this.answers(),
      await this.publishAnswers(),
      await this.judge(),
    ];
  }

  private async curatedIfAny(): Promise<Stage[]> {
    const answers = await this.deps.store.curated.list();
    return answers.length > 0 ? [await this.curated()] : [];
  }

  /** Nights over a book without readers have nothing to say of questions. */
  private async somethingAsked(): Promise<boolean> {
    const { store, clock } = this.deps;
    if (await store.generations.published('answers')) return true;
    const { windowStart } = await import('../stages/queries/stage.js');
    const since = windowStart(clock, this.config.answers.days);
    for await (const batch of store.conversations.between(since, Infinity)) {
      if (batch.length > 0) return true;
    }
    return false;
  }
}
