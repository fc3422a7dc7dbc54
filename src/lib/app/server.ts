/** The server's part of the composition root: a server whose app opens behind it. */
import { accessDeps } from './accounts.js';
import { openApp, type AppOptions } from './app.js';
import { systemClock } from './machine.js';
import { once } from './once.js';
import { openServing } from './serving.js';
import { webFiles } from './web.js';
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
  const app = once(() => openApp({ ...options, signal: life.signal }));
  const answering = once(async () =>
    openServing(await app(), {
      ...{ worker, told: lookupLine(log), noted: cultureLine(log) },
      refunded: (debits) => log({ level: 'info', event: 'refunded', debits }),
    }),
  );
  const recommender = once(async () => {
    const { openDayRecommender } = await import('./recommender.js');
    return openDayRecommender(await app());
  });
  const living = <T>(open: () => Promise<T>) =>
    life.signal.aborted ? Promise.reject(interrupted()) : open();
  const server = openServer({
    openStore: () => living(async () => (await app()).store),
    openAnswering: () => living(answering),
    openRecommender: () => living(recommender),
    access: (store) => openAccess(accessDeps({ store, config })),
    settings: config.server,
    allowAnonymous,
    ownSecret,
    wantsModel: config.llm.provider !== 'none',
    version: version(),
    web: webFiles(),
    clock: systemClock,
    log,
  });
  return {
    listen: () => server.listen(),
    async close() {
      await server.close();
      life.abort();
      await (await answering.opened())?.close();
      await (await app.opened())?.close();
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
