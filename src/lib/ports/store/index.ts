/** The one store port: its parts by reader, and what its adapters may say of themselves. */
import type { ChangeFeed, OffsetStore } from '../changes.js';
import type { AccountStore, LockStore, RunStore, TokenStore } from './admin.js';
import type { AuditStore, CharacterStore, CultureStore, Ledger, LookupLog } from './day.js';
import type { ClassificationStore, ConversationStore, PageStore } from './documents.js';
import type { ClusteringStore, GenerationStore, MemoStore, WorkerRunStore } from './night.js';
import type { TableStore } from './table.js';
import type { CuratedStore, QueryStore, VectorStore } from './vectors.js';

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
  /** Those that are declared once. */
  readonly tables: TableStore;
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
