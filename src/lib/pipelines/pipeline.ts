/** What a pipeline is, and what it is made from. */
import type { Config } from '../config/schema.js';
import type { ItemSource, RawItem } from '../domain/item.js';
import type {
  AccessRecord,
  ChatModel,
  Clock,
  ConversationSource,
  Embedder,
  IssueSink,
  PartitionedSource,
  ReactionRecord,
  RecordFile,
  Reporter,
  Source,
  Store,
  TaskSource,
} from '../ports/index.js';
import type { Retriever } from '../answering/retrieval/retriever.js';
import type { Stage } from '../stages/stage.js';

export type PagesSpec = (PathSpec | TableSpec) & {
  /** The `source` of its pages; default: the file's, folder's or table's own name. */
  name?: string | undefined;
  replace: boolean;
};

interface PathSpec {
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

export interface ConversationsSpec {
  /** A file, from the working directory, or `-` for standard input. */
  path: string;
  format?: 'jsonl' | 'csv' | undefined;
  follow?: boolean;
}

export interface ItemsSpec {
  source: ItemSource;
  /** A file, from the working directory, in place of the service. */
  path?: string | undefined;
}

/** What stages are made from: everything outside is opened here, when a stage first needs it. */
export interface Kit {
  store: Store;
  config: Config;
  /** Folder of the configuration: where relative paths in it begin. */
  root: string;
  clock: Clock;
  report: Reporter;
  runId: string;
  newId: () => string;
  /** Of gibsey. */
  release: string;
  /** Texts embedded at once. */
  concurrency: number;
  embedder: () => Promise<Embedder>;
  /**
   * The language model, or null when none can be asked.
   * @param instead what becomes of the work without one
   */
  model: (instead?: string) => Promise<ChatModel | null>;
  retriever: () => Promise<Retriever>;
  openPages: (spec: PagesSpec) => Promise<Source>;
  openConversations: (spec: ConversationsSpec) => Promise<ConversationSource>;
  /** Sources of issues that the configuration asks anything of. */
  itemSources: () => ItemSource[];
  openItems: (spec: ItemsSpec) => Promise<PartitionedSource<RawItem>>;
  /** Where issues are shown, null when nowhere but here. */
  issueSink: () => Promise<IssueSink | null>;
  /**
   * A service of tasks, and whose are read; null when none is configured.
   * @param users file of users in place of the configured one
   */
  openTasks: (
    users?: string,
  ) => Promise<{ source: TaskSource; users: RecordFile<AccessRecord> } | null>;
  /** @param path a file, from the working directory, or `-` for standard input */
  openReactions: (path: string) => Promise<RecordFile<ReactionRecord>>;
}

/** Days that somebody asks for, both included. */
export interface DaySpan {
  from?: string | undefined;
  to?: string | undefined;
}

/** What a night is asked to do beside what it does every night. */
export interface NightOptions {
  /** Cultural chunks are rewritten, too. */
  culture?: boolean;
  /** Days of posting that issues are mined of, both included; default: yesterday. */
  days?: DaySpan;
  /** What brings in texts; default: the sources of the configuration, which bring pages. */
  texts?: NightTexts;
}

export interface NightTexts {
  pages: Stage;
  conversations: Stage;
}

/** A list of stages over collections, with one failure: what ends one of its stages ends those behind it. */
export interface Pipeline {
  readonly name: string;
  /** Names of all its stages, in dependency order: what `--only` and `--skip` take. */
  readonly stageNames: readonly string[];
  /** Pipelines that must not have failed in the same run. */
  readonly after: readonly string[];
  /** Those of its stages that a night has work for, in dependency order. Reads only. */
  stages(kit: Kit, night: NightOptions): Promise<Stage[]>;
}

/** Stages that are run together, and fail together. */
export type PipelineStages = Pick<Pipeline, 'name' | 'after'> & { stages: readonly Stage[] };

/** Stages that somebody runs by hand. */
export const byHand = (...stages: Stage[]): PipelineStages[] => [
  { name: 'by hand', after: [], stages },
];
