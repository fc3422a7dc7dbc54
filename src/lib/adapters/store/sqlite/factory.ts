import { resolve } from 'node:path';
import type { Clock, Store, StoreCapabilities } from '../../../ports/index.js';
import { classificationsOf } from '../classifications.js';
import { storeMissing } from '../missing.js';
import { sqliteAccounts } from './accounts.js';
import { sqliteAudits } from './audits.js';
import { sqliteChanges } from './changes.js';
import { sqliteCharacters } from './characters.js';
import { sqliteClusterings } from './clusterings.js';
import type { Connection } from './connection.js';
import { sqliteConversations } from './conversations.js';
import { sqliteCulture } from './culture.js';
import { sqliteCurated } from './curated.js';
import { sqliteTables } from './declared.js';
import { sqliteGenerations } from './generations.js';
import { sqliteLedger } from './ledger.js';
import { sqliteLocks } from './locks.js';
import { sqliteLookups } from './lookups.js';
import { sqliteMemo } from './memo.js';
import { sqliteOffsets } from './offsets.js';
import { holdsSomething, openForReading, openForWriting, type FileOptions } from './open.js';
import { sqlitePages } from './pages.js';
import { sqliteQueries } from './queries.js';
import { sqliteRuns } from './runs.js';
import { sqliteTokens } from './tokens.js';
import { sqliteVectors } from './vectors.js';
import { sqliteWorkerRuns } from './worker-runs.js';

export interface SqliteStoreOptions {
  /** The knowledge, e.g. `.gibsey/gibsey.db`; the operations journal lies beside it. */
  path: string;
  clock: Clock;
  /** Look only: nothing is created, migrated or written; a store that is not there reads as empty. */
  readonly?: boolean;
  /** One that is not there is an error, and is not made. */
  mustExist?: boolean;
}

export const SQLITE_CAPABILITIES: StoreCapabilities = {
  completeFeed: true,
  feedPollMs: 50,
  annSearch: false,
  atomicProjections: true,
};

/**
 * Opens the embedded store, which several processes may share, and brings it up to date. Two files: the
 * knowledge, and the operations journal (runs, locks, look-ups), so that heartbeats and run records leave the
 * knowledge as it is.
 * @throws STORE_MISSING where it must exist, STORE_READONLY, STORE_CORRUPT, STORE_TOO_NEW, STORE_UNREACHABLE, STORE_FULL; CONFIG_INVALID for a
 * file of another program
 */
export async function openSqliteStore(options: SqliteStoreOptions): Promise<Store> {
  const { clock, readonly = false, mustExist = false } = options;
  const path = resolve(options.path);
  const there = holdsSomething(path);
  if (mustExist && !there) throw storeMissing(path);
  const now = () => clock.now();
  const open = async (file: FileOptions) =>
    readonly ? openForReading(file) : openForWriting(file);
  const knowledge = await open({ path, migrations: 'knowledge', durable: true, now });
  try {
    const journal = {
      path: journalPath(path),
      migrations: 'operations',
      durable: false,
      now,
      mend: mendJournal(path),
    } as const;
    const files = { knowledge, operations: await open(journal) };
    return { ...assemble(path, clock, files), isNew: !there && !readonly };
  } catch (thrown) {
    knowledge.close();
    throw thrown;
  }
}

/** `gibsey.db` → `gibsey.ops.db` */
export function journalPath(path: string): string {
  return path.replace(/(\.[^./\\]+)?$/, (ending) => `.ops${ending}`);
}

/** It holds the lock, and the records of runs and look-ups: a new one is made, and nothing else is lost. */
const mendJournal = (path: string) =>
  `mv '${journalPath(path)}' '${journalPath(path)}.damaged', and run the same command again: only records of past runs and look-ups are lost`;

interface Files {
  knowledge: Connection;
  operations: Connection;
}

function assemble(
  path: string,
  clock: Clock,
  { knowledge, operations }: Files,
): Omit<Store, 'isNew'> {
  const tables = sqliteTables({ knowledge, operations });
  return {
    kind: 'sqlite',
    location: path,
    capabilities: SQLITE_CAPABILITIES,
    pages: sqlitePages(knowledge, clock),
    vectors: sqliteVectors(knowledge, clock),
    clusterings: sqliteClusterings(knowledge),
    generations: sqliteGenerations(knowledge, clock),
    memo: sqliteMemo(knowledge),
    runs: sqliteRuns(operations),
    locks: sqliteLocks(operations, () => highestFence(knowledge)),
    ledger: sqliteLedger(knowledge, clock),
    changes: sqliteChanges(knowledge),
    accounts: sqliteAccounts(knowledge),
    tokens: sqliteTokens(knowledge),
    characters: sqliteCharacters(knowledge),
    conversations: sqliteConversations(knowledge),
    queries: sqliteQueries(knowledge),
    offsets: sqliteOffsets(knowledge),
    lookups: sqliteLookups(knowledge, operations),
    audits: sqliteAudits(operations),
    curated: sqliteCurated(knowledge),
    culture: sqliteCulture(knowledge, clock),
    workerRuns: sqliteWorkerRuns(operations),
    tables,
    classifications: classificationsOf(tables),
    async close() {
      operations.close();
      knowledge.close();
    },
  };
}

function highestFence(knowledge: Connection): number {
  return knowledge.get<{ fence: number }>('SELECT max(fence) AS fence FROM published')?.fence ?? 0;
}
