import type { Scope } from '../../../domain/values.js';
import type { Clock, GenerationStore, Store, StoreCapabilities } from '../../../ports/index.js';
import { classificationsOf } from '../classifications.js';
import { storeMissing } from '../missing.js';
import { cassandraAccounts } from './accounts.js';
import { answerProjection } from './answer-projection.js';
import { cassandraAudits } from './audits.js';
import { cassandraChanges } from './changes.js';
import { cassandraCharacters } from './characters.js';
import { cassandraClusterings } from './clusterings.js';
import { cassandraConversations } from './conversations.js';
import { cassandraCulture } from './culture.js';
import { cassandraCurated } from './curated.js';
import { cassandraTables } from './declared.js';
import { cassandraGenerations } from './generations.js';
import { cassandraLedger } from './ledger.js';
import { cassandraLocks } from './locks.js';
import { cassandraLookups } from './lookups.js';
import { cassandraMemo } from './memo.js';
import { hasRegister, migrate, openMigrated, schemaLock } from './migrate.js';
import { cassandraOffsets } from './offsets.js';
import { pageProjection } from './page-projection.js';
import { cassandraPages } from './pages.js';
import { project, type Projection } from './projections.js';
import { cassandraQueries } from './queries.js';
import { queryVectorTables } from './query-vectors.js';
import { cassandraRuns } from './runs.js';
import { connect, emptySession, type Session } from './session.js';
import { cassandraTokens } from './tokens.js';
import { parseCassandraUrl } from './url.js';
import { cassandraVectors } from './vectors.js';
import { cassandraWorkerRuns } from './worker-runs.js';

export interface CassandraStoreOptions {
  /** `cassandra://[user:password@]HOST[:PORT][,HOST…]/KEYSPACE[?dc=DATACENTER]` */
  url: string;
  clock: Clock;
  /** Look only: nothing is created, migrated or written; a keyspace that is not there reads as empty. */
  readonly?: boolean;
  /** One that is not there is an error, and is not made. */
  mustExist?: boolean;
  /** Copies of every row in the data centre of the URL; counts when the keyspace is created. Default 1. */
  replication?: number;
}

export const CASSANDRA_CAPABILITIES: StoreCapabilities = {
  completeFeed: false,
  feedPollMs: 250,
  annSearch: false,
  atomicProjections: false,
};

/**
 * Opens a Cassandra 5 keyspace (and its sister `KEYSPACE_vectors`) and brings it up to date; any number of
 * processes may do so at once. Reads and writes are LOCAL_QUORUM, what is compared and set LOCAL_SERIAL.
 * @throws STORE_MISSING where it must exist; STORE_UNREACHABLE within 10 s when no host answers; CONFIG_INVALID (URL, login, data centre),
 * STORE_TOO_NEW, STORE_CORRUPT, STORE_READONLY (missing permissions)
 */
export async function openCassandraStore(options: CassandraStoreOptions): Promise<Store> {
  const { readonly = false, mustExist = false, replication = 1 } = options;
  const url = parseCassandraUrl(options.url);
  const session = await connect(url, readonly);
  try {
    const there = await hasRegister(session, url.keyspace);
    if (mustExist && !there) throw storeMissing(session.location);
    if (readonly) {
      if (there) await openMigrated(session, url.keyspace);
      return assemble(there ? session : emptySession(session), options.clock, false).store;
    }
    const strategy = `{'class': 'NetworkTopologyStrategy', '${url.dataCenter}': ${replication}}`;
    await migrate(session, url.keyspace, strategy);
    const { store, show } = assemble(session, options.clock, !there);
    await show('pages');
    await show('answers');
    return store;
  } catch (error) {
    await session.close();
    throw error;
  }
}

interface Assembled {
  store: Store;
  show: Show;
}

function assemble(session: Session, clock: Clock, isNew: boolean): Assembled {
  const lock = schemaLock(session);
  const tables = cassandraTables(session);
  const changes = cassandraChanges(session);
  const vectors = cassandraVectors(session, lock, changes);
  const clusterings = cassandraClusterings(session);
  const memo = cassandraMemo(session);
  const queries = cassandraQueries(session);
  const generations = cassandraGenerations(session, (pipeline) => show(pipeline));
  const sources = { clusterings, memo, queries };
  const show = projector(session, generations, [
    pageProjection(sources),
    answerProjection(session, sources, queryVectorTables(session, lock)),
  ]);
  const store: Store = {
    kind: 'cassandra',
    location: session.location,
    isNew,
    capabilities: CASSANDRA_CAPABILITIES,
    pages: cassandraPages(session, clock, changes, (id) => vectors.forget(id)),
    vectors,
    clusterings,
    generations,
    memo,
    runs: cassandraRuns(session),
    locks: cassandraLocks(session),
    ledger: cassandraLedger(session, clock),
    changes,
    accounts: cassandraAccounts(session),
    tokens: cassandraTokens(session),
    characters: cassandraCharacters(session),
    conversations: cassandraConversations(session),
    queries,
    offsets: cassandraOffsets(session),
    lookups: cassandraLookups(session),
    audits: cassandraAudits(session),
    curated: cassandraCurated(session),
    culture: cassandraCulture(session, clock),
    workerRuns: cassandraWorkerRuns(session),
    tables,
    classifications: classificationsOf(tables),
    close: () => session.close(),
  };
  return { store, show };
}

type Show = (pipeline: Scope) => Promise<void>;

/**
 * After a flip, and on opening. A failure is not the caller's: the pointer stands, gibsey itself reads through
 * it, and the next process to open the store tries again.
 */
function projector(
  session: Session,
  generations: GenerationStore,
  projections: readonly Projection[],
): Show {
  return async (pipeline) => {
    const mine = projections.filter((projection) => projection.pipeline === pipeline);
    try {
      for (const projection of mine) await project(session, generations, projection);
    } catch {
      // published.projected stays behind published.flips: that is the record of it.
    }
  };
}
