/**
 * Every port of gibsey and what its adapters may say of themselves, on one page. Ports state intentions, not
 * mechanisms; callers branch on a capability, never on a name. Every call that can wait takes an AbortSignal.
 */
import type { Account, Token } from './domain/account.js';
import type { Audit } from './domain/audit.js';
import type { Clustering, Membership } from './domain/clustering.js';
import type { Classification } from './domain/classification.js';
import type { Utterance } from './domain/conversation.js';
import type { CulturalChunk, CulturalText } from './domain/culture.js';
import type { CuratedAnswer } from './domain/curated.js';
import type { Generation } from './domain/generation.js';
import type { Feedback, Lookup, Savings } from './domain/lookup.js';
import type { EmbeddedPage, Page, PageVector, Passage, StoredPage } from './domain/page.js';
import type { EmbeddedQuery } from './domain/query.js';
import type { ErrorCode } from './domain/errors.js';
import type { ModelUsage, Run, StageRecord } from './domain/run.js';
import type { Character } from './domain/turn.js';
import type { Hash, Json, PipelineName, Space, StageName } from './domain/values.js';
import type { WorkerRun } from './domain/worker-run.js';

// ── Time and chance ───────────────────────────────────────────────────────────────────────────────

export interface Clock {
  /** Wall clock, epoch ms. It may jump; never measure with it. */
  now(): number;
  /** Monotonic clock, ms since an arbitrary moment. */
  monotonic(): number;
  /** Resolves after `ms`; rejects with an AbortError as soon as `signal` aborts. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

// ── Store ─────────────────────────────────────────────────────────────────────────────────────────

export interface Store {
  readonly kind: 'sqlite' | 'cassandra';
  /** For people: a path or host/keyspace, without credentials. */
  readonly location: string;
  /** It was made when it was opened. */
  readonly isNew: boolean;
  readonly capabilities: StoreCapabilities;
  readonly pages: PageStore;
  readonly vectors: VectorStore;
  readonly clusterings: ClusteringStore;
  readonly generations: GenerationStore;
  readonly memo: MemoStore;
  readonly runs: RunStore;
  readonly locks: LockStore;
  readonly ledger: Ledger;
  readonly changes: ChangeFeed;
  readonly accounts: AccountStore;
  readonly tokens: TokenStore;
  readonly characters: CharacterStore;
  readonly conversations: ConversationStore;
  readonly queries: QueryStore;
  readonly offsets: OffsetStore;
  readonly lookups: LookupLog;
  readonly audits: AuditStore;
  readonly curated: CuratedStore;
  readonly culture: CultureStore;
  readonly workerRuns: WorkerRunStore;
  readonly classifications: ClassificationStore;
  close(): Promise<void>;
}

export interface StoreCapabilities {
  /**
   * Whether every change is in `changes`, whoever made it. Where it is not, those of other programs are missing, and
   * of a process that died in the midst of one: whoever follows the feed compares the whole store now and then, too.
   */
  completeFeed: boolean;
  /** Rest between two looks at an idle feed that the store bears easily. */
  feedPollMs: number;
  /** The store can search vectors by itself. */
  annSearch: boolean;
  /** Tables that others read (`summaries`…) change in the same instant as the pointer. */
  atomicProjections: boolean;
}

/** One part of a table that can be scanned on its own; opaque, made and understood by one adapter. */
export type Split = string & { readonly __split: unique symbol };

export interface ScanOptions {
  split?: Split;
  /** Go on behind this id, in the order of an earlier scan of the same split. */
  after?: string;
  /** Rows a batch, default 500. */
  batch?: number;
}

/**
 * Scans yield batches in an order of the store's own (callers that need an order sort bytewise by id), in
 * bounded memory, and see every row that existed throughout. A row written meanwhile may or may not appear.
 */
export interface PageStore {
  splits(): Promise<Split[]>;
  scan(options?: ScanOptions): AsyncIterable<StoredPage[]>;
  /** Those that exist, in the order asked for. */
  get(ids: readonly string[]): Promise<StoredPage[]>;
  /** The page at a place in the reading order, the first by id where several are there; no scan. */
  at(position: number): Promise<StoredPage | null>;
  /** Inserts or replaces; the later call wins. */
  put(pages: readonly Page[]): Promise<void>;
  /** Removes pages with their vectors in every space. */
  delete(ids: readonly string[]): Promise<void>;
  count(): Promise<number>;
}

export interface VectorStore {
  splits(): Promise<Split[]>;
  scan(space: Space, options?: ScanOptions): AsyncIterable<PageVector[]>;
  /** The content hash that each page's vector was made from; pages without a vector are absent. */
  hashes(space: Space, ids: readonly string[]): Promise<Map<string, Hash>>;
  /** In reading order; empty when the page has none. */
  passages(space: Space, pageId: string): Promise<Passage[]>;
  /**
   * Replaces vector and passages of each page together, unless the store holds those of a newer version.
   * @throws VECTOR_INVALID wrong dimension, NaN or infinity; nothing of the call is stored then.
   */
  put(space: Space, rows: readonly EmbeddedPage[]): Promise<void>;
  delete(space: Space, ids: readonly string[]): Promise<void>;
  /** Removes every vector and passage of a space, given its id; idempotent. */
  drop(space: string): Promise<void>;
  count(space: Space): Promise<{ pages: number; passages: number }>;
}

export interface ClusteringStore {
  /** Idempotent: a clustering is immutable under its id. Visible only when complete. */
  put(clustering: Clustering, members: readonly Membership[]): Promise<void>;
  get(id: Hash): Promise<Clustering | null>;
  /** All members in batches, in an order of the store's own. */
  scanMembers(id: Hash): AsyncIterable<Membership[]>;
  /** Members of one cluster, nearest to the centre first, ties by id. */
  members(id: Hash, clusterId: number): Promise<Membership[]>;
  list(pipeline: PipelineName): Promise<Hash[]>;
  delete(id: Hash): Promise<void>;
}

export interface GenerationStore {
  /** Idempotent; invisible to readers until it is published. */
  put(generation: Generation): Promise<void>;
  get(id: string): Promise<Generation | null>;
  published(pipeline: PipelineName): Promise<Generation | null>;
  /**
   * Moves the pointer from `expect` to `next` in one step. `lost` when the pointer stands elsewhere, or when
   * a lock with a higher fence has published.
   */
  publish(
    pipeline: PipelineName,
    move: { expect: string | null; next: string; fence: number },
  ): Promise<'ok' | 'lost'>;
  /** Newest first. */
  list(pipeline: PipelineName): Promise<{ id: string; number: number; clustering: Hash }[]>;
  delete(id: string): Promise<void>;
}

export interface MemoEntry {
  input: Hash;
  value: Json;
}

/** What each unit of a stage was last computed from, and the artefacts: immutable, one for each input. */
export interface MemoStore {
  get(stage: StageName, keys: readonly string[]): Promise<Map<string, MemoEntry>>;
  artefacts(stage: StageName, inputs: readonly Hash[]): Promise<Map<Hash, Json>>;
  /** Stores the artefact unless (stage, input) has one, points `key` at it, and returns the one that counts. */
  putFirst(stage: StageName, key: string, input: Hash, value: Json): Promise<Json>;
  keys(stage: StageName): Promise<string[]>;
  /** Forgets units (not artefacts). */
  forget(stage: StageName, keys: readonly string[]): Promise<void>;
}

export interface RunStore {
  put(run: Run): Promise<void>;
  get(runId: string): Promise<Run | null>;
  /** Newest first. */
  list(limit: number): Promise<Run[]>;
}

export interface LockOwner {
  runId: string;
  pid: number;
  /** Machine, boot and process namespace: equal only where `pid` means the same process. */
  host: string;
  command: string;
}

export interface LockRow {
  owner: LockOwner;
  /** Grows with every change of hands, never falls. */
  fence: number;
  /** Grows while the owner lives. */
  counter: number;
  held: boolean;
}

export interface LockStore {
  read(name: string): Promise<LockRow | null>;
  /**
   * Takes the lock if it is free, or if it still stands exactly as `observed` (a holder seen not to move).
   * Returns the new fence, or null when somebody else was faster.
   */
  take(name: string, owner: LockOwner, observed: LockRow | null): Promise<number | null>;
  /** Shows life. False when the lock has changed hands. */
  beat(name: string, fence: number): Promise<boolean>;
  /** Frees the lock if it is still ours. */
  release(name: string, fence: number): Promise<void>;
}

export interface LedgerEntry {
  account: string;
  requestId: string;
  /** Credits, signed, whole. */
  delta: number;
  reason: string;
  balanceAfter: number;
  createdAt: number;
}

/** The debit of an answer whose end is not known yet. */
export interface OpenDebit extends Pick<LedgerEntry, 'account' | 'requestId'> {
  /** The lock that the process which took it holds while it lives. */
  holder: string;
}

/** Append-only accounts. A request id is applied once; a balance is never below zero. */
export interface Ledger {
  /**
   * The entry (also when `requestId` was applied before, whatever its delta), or `insufficient`. With a holder the
   * entry is open from the moment that it stands until it is closed.
   */
  apply(
    entry: Pick<LedgerEntry, 'account' | 'requestId' | 'delta' | 'reason'>,
    holder?: string,
  ): Promise<LedgerEntry | 'insufficient'>;
  /** The end of the answer is known: whoever opened the entry, it is open no more. */
  close(account: string, requestId: string): Promise<void>;
  /** All open entries, in no order. One whose process died before the debit may be among them: it has no `entry`. */
  open(): Promise<OpenDebit[]>;
  /** What `requestId` was applied as, null when it was not. */
  entry(account: string, requestId: string): Promise<LedgerEntry | null>;
  /** 0 for an account without entries. */
  balance(account: string): Promise<number>;
  /** In order of `createdAt`, ties by request id. */
  entries(account: string): Promise<LedgerEntry[]>;
}

export interface Change {
  /** Grows with every change of the store. */
  sequence: number;
  table: 'pages' | 'page_vectors';
  id: string;
  op: 'put' | 'delete';
  at: number;
}

export interface ChangeFeed {
  /** Changes after `sequence` (0: from the start), oldest first. */
  read(after: number, limit: number): Promise<Change[]>;
  /** Sequence of the newest change, 0 when there was none. */
  latest(): Promise<number>;
  /** Drops changes up to and including `sequence`. */
  trim(sequence: number): Promise<void>;
}

export interface AccountStore {
  /** Inserts or replaces everything but the balance, which only the ledger moves. */
  put(account: Account): Promise<void>;
  get(id: string): Promise<Account | null>;
  /** By id, bytewise. */
  list(): Promise<Account[]>;
}

export interface CharacterStore {
  /** Inserts or replaces. */
  put(characters: readonly Character[]): Promise<void>;
  /** By id, bytewise. */
  list(): Promise<Character[]>;
  /** False when there is none of that id. */
  delete(id: string): Promise<boolean>;
}

export interface TokenStore {
  /** Idempotent by id: the first one stays. */
  put(token: Token): Promise<void>;
  /** The token whose secret has this hash, whether or not it is still accepted. */
  byHash(hash: string): Promise<Token | null>;
  /** By creation, newest first; of one account, or of all. */
  list(account?: string): Promise<Token[]>;
  /** The first time stays. False when there is none of that id. */
  revoke(id: string, at: number): Promise<boolean>;
}

export interface ConversationStore {
  /**
   * Inserts or replaces by id.
   * @throws BAD_INPUT nothing of the call is stored then
   */
  put(utterances: readonly Utterance[]): Promise<void>;
  /** Those that exist, in the order asked for. */
  get(ids: readonly string[]): Promise<Utterance[]>;
  /** The newest `limit` of one user's session, oldest first, ties by id. */
  session(userId: string, sessionId: string, limit: number): Promise<Utterance[]>;
  /** Those created in `from` ≤ t < `to` (epoch ms), in batches, in an order of the store's own. */
  between(from: number, to: number): AsyncIterable<Utterance[]>;
  count(): Promise<number>;
  /** How many were created before that day (whole days since 1970, UTC). */
  countBefore(day: number): Promise<number>;
  /**
   * Removes those, with what was made of each: queries in every space, and its label.
   * @returns how many utterances it removed
   */
  prune(day: number): Promise<number>;
}

/** What users asked, masked and embedded. */
export interface QueryStore {
  /**
   * Inserts or replaces. What other spaces have of another text of the same utterance goes: it may have been masked less.
   * @throws VECTOR_INVALID as `VectorStore.put`
   */
  put(space: Space, queries: readonly EmbeddedQuery[]): Promise<void>;
  /** Content hashes of those that exist. */
  hashes(space: Space, ids: readonly string[]): Promise<Map<string, Hash>>;
  /** Those that exist, in the order asked for. */
  get(space: Space, ids: readonly string[]): Promise<EmbeddedQuery[]>;
  /** Those created in `from` ≤ t < `to` (epoch ms), in batches, in an order of the store's own. */
  between(space: Space, from: number, to: number): AsyncIterable<EmbeddedQuery[]>;
  delete(space: Space, ids: readonly string[]): Promise<void>;
}

/** An event that a consumer of the change feed could not act on. */
export interface DeadLetter {
  consumer: string;
  change: Change;
  code: ErrorCode;
  message: string;
  /** Epoch ms. */
  at: number;
}

/** How far each consumer of the change feed has come, and what it had to leave. */
export interface OffsetStore {
  /** Sequence up to which everything is done, 0 at first. */
  read(consumer: string): Promise<number>;
  /** Never moves back. */
  commit(consumer: string, sequence: number): Promise<void>;
  /** Idempotent by (consumer, sequence). */
  bury(letter: DeadLetter): Promise<void>;
  /** Oldest first. */
  buried(consumer: string): Promise<DeadLetter[]>;
}

/**
 * What was asked of the golden answers by day. Recording is cheap and never waits for a disk; the last moments
 * before a power cut may be missing. Feedback outlives one.
 */
export interface LookupLog {
  /** Idempotent: a look-up is immutable under its id. */
  record(lookups: readonly Lookup[]): Promise<void>;
  /** Those created in `from` ≤ t < `to` (epoch ms), in batches, in an order of the store's own. */
  between(from: number, to: number): AsyncIterable<Lookup[]>;
  /** How many are kept that were created before that day (whole days since 1970, UTC). */
  countBefore(day: number): Promise<number>;
  /**
   * Removes those; `savings` goes on to count them.
   * @returns how many it removed
   */
  prune(day: number): Promise<number>;
  /**
   * Over all look-ups that ever were.
   * @param priceUsd what a question costs that a hit spares
   * @param msSaved what it would have taken
   */
  savings(priceUsd: number, msSaved: number): Promise<Savings>;
  /** Inserts or replaces by id. */
  feedback(feedback: Feedback): Promise<void>;
  /** On one answer, or on all (`null`), given at `since` (epoch ms) or later; oldest first, ties by id. */
  feedbackOf(answerId: string | null, since: number): Promise<Feedback[]>;
  /**
   * Removes those of these ids that were given before that day (whole days since 1970, UTC).
   * @returns how many it removed
   */
  removeFeedback(ids: readonly string[], day: number): Promise<number>;
}

/** Look-ups that were drawn for the audit. They hold what people asked, so they are kept for a time only. */
export interface AuditStore {
  /** Inserts or replaces by id. */
  put(audits: readonly Audit[]): Promise<void>;
  /** Those created in `from` ≤ t < `to` (epoch ms), in batches, in an order of the store's own. */
  between(from: number, to: number): AsyncIterable<Audit[]>;
  /** How many were created before that day (whole days since 1970, UTC). */
  countBefore(day: number): Promise<number>;
  /**
   * Removes those.
   * @returns how many it removed
   */
  prune(day: number): Promise<number>;
}

/** Answers that people wrote, and the vectors of their questions, by hash of the text. */
export interface CuratedStore {
  /** Inserts or replaces. */
  put(answers: readonly CuratedAnswer[]): Promise<void>;
  /** By id, bytewise. */
  list(): Promise<CuratedAnswer[]>;
  /** False when there is none of that id. */
  delete(id: string): Promise<boolean>;
  /** Those that exist. */
  vectors(space: Space, hashes: readonly Hash[]): Promise<Map<Hash, Float32Array>>;
  /**
   * Inserts or replaces.
   * @throws VECTOR_INVALID as `VectorStore.put`
   */
  putVectors(space: Space, vectors: ReadonlyMap<Hash, Float32Array>): Promise<void>;
  /** Removes the vectors of all other texts in that space. */
  keepVectors(space: Space, hashes: ReadonlySet<Hash>): Promise<void>;
  /** Removes every vector of a space, given its id; idempotent. */
  dropVectors(space: string): Promise<void>;
}

/** A new store has four of gibsey's own. */
export interface CultureStore {
  /** Inserts, or replaces the text; usage and the time of creation stay. A text that is the same stays as it is. */
  put(texts: readonly CulturalText[]): Promise<void>;
  /** By id, bytewise. */
  list(): Promise<CulturalChunk[]>;
  /** Counts one use at a time (epoch ms); no use is lost between processes. False when there is none of that id. */
  used(id: string, at: number): Promise<boolean>;
}

export interface WorkerRunStore {
  /** Inserts or replaces by id. */
  put(run: WorkerRun): Promise<void>;
  /** Newest first, ties by id, the last one first. */
  list(limit: number): Promise<WorkerRun[]>;
}

export interface ClassificationStore {
  /** Inserts or replaces by collection and id. */
  put(classifications: readonly Classification[]): Promise<void>;
  /** Those that exist, in the order asked for. */
  get(collection: string, ids: readonly string[]): Promise<Classification[]>;
  /** Items of each label, the most first, ties by label. */
  counts(collection: string): Promise<{ label: string; count: number }[]>;
}

// ── Models ────────────────────────────────────────────────────────────────────────────────────────

export type EmbeddingPurpose = 'document' | 'query' | 'cluster';

export interface Embedder {
  readonly space: Space;
  /** Longest text in tokens that is embedded without loss. */
  readonly window: number;
  /** Tokens of a text, special tokens included; the measure that `window` is in. */
  countTokens(text: string): number;
  /**
   * One unit-length vector a text, in order. One text gives one vector, bit for bit on one kind of machine,
   * whatever else is embedded with it. Texts beyond the window are cut.
   * @throws INTERRUPTED after the text at hand when `signal` aborts.
   */
  embed(
    texts: readonly string[],
    options: { purpose: EmbeddingPurpose; signal?: AbortSignal },
  ): Promise<Float32Array[]>;
  /** Finishes the texts at hand, then frees threads and memory. */
  close(): Promise<void>;
}

export interface ChatMessage {
  role: 'system' | 'user' | 'assistant';
  content: string;
}

export interface ChatReply {
  text: string;
  tokens: { prompt: number; completion: number };
  /** True when the model stopped at `maxTokens`. */
  cut: boolean;
}

export interface ChatModel {
  /** As it stands in artefacts, e.g. `llama3:8b-instruct-q4_K_M`. */
  readonly name: string;
  /** Tokens that fit prompt and reply together. */
  readonly contextTokens: number;
  /** Null when the model can answer now, else why not, in a few words. */
  unavailable(signal: AbortSignal): Promise<string | null>;
  /** @throws SERVICE_UNREACHABLE, REPLY_INVALID, INTERRUPTED */
  chat(
    messages: readonly ChatMessage[],
    options: {
      maxTokens: number;
      temperature?: number;
      seed?: number;
      signal: AbortSignal;
      /** JSON Schema that the text is to be an instance of; a service may not hold the model to it. */
      schema?: Record<string, Json>;
      /** Told each piece of the text as it comes; together they are the reply's text. */
      onText?: (piece: string) => void;
    },
  ): Promise<ChatReply>;
}

// ── Sources ───────────────────────────────────────────────────────────────────────────────────────

/** A part of the input that cannot be used; the rest of the input goes on. */
export interface InputProblem {
  /** `FILE:LINE`, `FILE`, or a URL. */
  where: string;
  reason: string;
}

export type SourceRecord = { page: Page; where: string } | { problem: InputProblem };

export interface Source {
  /** The `source` of every page it yields. */
  readonly name: string;
  /**
   * Pages in the order of the input, bounded in memory whatever its size.
   * @throws SOURCE_UNREADABLE when nothing of it can be read.
   */
  read(signal: AbortSignal): AsyncIterable<SourceRecord>;
}

export type UtteranceRecord = { utterance: Utterance; where: string } | { problem: InputProblem };

/** A log of conversations. Throws and is bounded as a Source is. */
export interface ConversationSource {
  /** For people: the path. */
  readonly name: string;
  read(signal: AbortSignal): AsyncIterable<UtteranceRecord>;
}

// ── What a night tells those who sleep ───────────────────────────────────────────────────────────

export interface Alert {
  /** What was run, e.g. `nightly`. */
  command: string;
  /** Null when it could not even begin. */
  runId: string | null;
  status: 'failed' | 'partial';
  stage: StageName | null;
  code: ErrorCode;
  cause: string;
  /** The command line that goes on where it ended. */
  resume: string;
  /** The machine it ran on. */
  host: string;
  /** Epoch ms. */
  at: number;
}

/** @throws SERVICE_UNREACHABLE, REPLY_INVALID, with messages that show no part of an address but its host. */
export interface Notifier {
  /** For people: `Slack`, `mail`. */
  readonly name: string;
  notify(alert: Alert, signal: AbortSignal): Promise<void>;
}

/** A service that raises the alarm when it does not hear from a night. Throws as a Notifier does. */
export interface Heartbeat {
  readonly name: string;
  send(event: 'start' | 'success' | 'fail', signal: AbortSignal): Promise<void>;
}

/** Where a batch process leaves its metrics. Throws as a Notifier does. */
export interface MetricsSink {
  readonly name: string;
  /** Replaces what was left before by `exposition`, except the families in `keep` that it lacks. */
  write(
    exposition: string,
    options: { keep: readonly string[]; signal: AbortSignal },
  ): Promise<void>;
}

// ── Schedules ─────────────────────────────────────────────────────────────────────────────────────

/** The crontab of the user whom this process runs as. */
export interface Crontab {
  /** Empty when the user has none. @throws UNSUPPORTED where there is no cron */
  read(): Promise<string>;
  /** @throws UNSUPPORTED, BAD_INPUT when cron refuses the text */
  write(text: string): Promise<void>;
}

// ── What a run tells those who watch ──────────────────────────────────────────────────────────────

export type RunEvent =
  | { type: 'run-start'; runId: string; command: string }
  | { type: 'run-end'; run: Run }
  | { type: 'stage-start'; stage: StageName }
  | { type: 'progress'; stage: StageName; done: number; total: number | null }
  | { type: 'stage-end'; record: StageRecord }
  | { type: 'warning'; message: string };

export type Reporter = (event: RunEvent) => void;

/** Counts what models were asked, for the run record and for budgets. */
export interface UsageMeter {
  add(usage: ModelUsage): void;
  total(): ModelUsage;
}
