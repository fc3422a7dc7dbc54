/** The server's part of the composition root: a server whose app opens behind it. */
import { openApp, systemClock, type App, type AppOptions } from './app.js';
import { version } from '../config/version.js';
import type { CulturalUse } from '../answering/culture/culture.js';
import { interrupted } from '../domain/errors.js';
import type { Lookup } from '../domain/lookup.js';
import type { ServerLog } from '../server/log.js';
import type { Server } from '../server/server.js';

export interface DayServerOptions extends AppOptions {
  allowAnonymous: boolean;
  /** See `newOwnSecret`. */
  ownSecret: string;
  /** Vectors follow the texts in this process, where the store has a feed to read. */
  worker: boolean;
  log: ServerLog;
}

/** Nothing is opened yet when it returns; `close` closes all that was. */
export async function openDayServer(options: DayServerOptions): Promise<Server> {
  const { loaded, allowAnonymous, ownSecret, log, worker } = options;
  const { config } = loaded;
  const [{ openServer }, { openAccess }] = await Promise.all([
    import('../server/server.js'),
    import('../answering/access/access.js'),
  ]);
  const life = new AbortController(); // answers in the making outlive the signal to stop
  const app = lazyApp({ ...options, signal: life.signal });
  const server = openServer({
    openStore: async () => (await app.open()).store,
    openAnswering: async () => {
      const opened = await app.open();
      return opened.answering({
        ...{ worker, told: lookupLine(log), noted: cultureLine(log) },
        refunded: (debits) => log({ level: 'info', event: 'refunded', debits }),
      });
    },
    openRecommender: async () => (await app.open()).recommender(),
    access: ({ accounts, tokens, ledger }) =>
      openAccess({
        accounts,
        tokens,
        ledger,
        clock: systemClock,
        initialCredits: config.credits.initial,
      }),
    settings: config.server,
    allowAnonymous,
    ownSecret,
    wantsModel: config.llm.provider !== 'none',
    version: version(),
    clock: systemClock,
    log,
  });
  return {
    listen: () => server.listen(),
    async close() {
      await server.close();
      life.abort();
      await app.close();
    },
  };
}

/** Hits, misses and vetoes, without the words that were asked. */
function lookupLine(log: ServerLog) {
  return ({ id, hit, answerId, clusterId, similarity, score, threshold, ...more }: Lookup) =>
    log({
      ...{ level: 'info', event: 'lookup', lookup_id: id, hit },
      ...{ answer_id: answerId, cluster_id: clusterId, similarity, score, threshold },
      ...{ veto: more.veto, latency_ms: more.latencyMs },
    });
}

/** What small talk was given. */
function cultureLine(log: ServerLog) {
  return ({ topics, triggers }: CulturalUse) =>
    log({ level: 'info', event: 'culture', topics, triggers });
}

/** Opens the app when it is first needed, and again after that failed, until it is closed. */
function lazyApp(options: AppOptions) {
  let opened: Promise<App> | null = null;
  let closed = false;
  return {
    open(): Promise<App> {
      if (closed) return Promise.reject(interrupted());
      opened ??= openApp(options).catch((thrown: unknown) => {
        opened = null;
        throw thrown;
      });
      return opened;
    },
    async close(): Promise<void> {
      closed = true;
      await opened?.then(
        (app) => app.close(),
        () => undefined, // the log has said why
      );
    },
  };
}
