import { randomUUID } from 'node:crypto';
import type { Access } from '../answering/access/access.js';
import type { Recommender } from '../answering/recommend/recommender.js';
import { GibseyError } from '../domain/errors.js';
import type { Clock, Store } from '../ports/index.js';
import { isLoopback, type Door } from './access.js';
import { Health } from './health.js';
import { buildHttp, type HttpSettings } from './http.js';
import { InFlight } from './in-flight.js';
import type { ServerLog } from './log.js';
import { ServerMetrics } from './metrics.js';
import { operationsWith } from './operations/index.js';
import { Part, type PartState } from './part.js';
import type { Answering } from './answering.js';
import type { Rooms, WebFiles } from './rooms.js';
import { pageMaps } from '../answering/reading/page-map.js';

export interface ServerSettings extends HttpSettings {
  host: string;
  port: number;
  turns: number;
  chatAliases: readonly string[];
  heartbeatMs: number;
  shutdownMs: number;
}

export interface ServerDeps {
  /** Called until it succeeds; the server answers meanwhile, and says that it cannot do much. */
  openStore: () => Promise<Store>;
  /** Called until it succeeds, once there is a store. */
  openAnswering: () => Promise<Answering>;
  /** Called until it succeeds, once there is a store; without it nothing is recommended. */
  openRecommender?: () => Promise<Recommender>;
  access: (store: Store) => Access;
  settings: ServerSettings;
  /** Whoever has no token reads and chats, also from other machines. */
  allowAnonymous: boolean;
  /** Of gibsey's own commands, `gib_…`: whoever sends it as a token is the account `local`. */
  ownSecret: string;
  /** A language model is configured. */
  wantsModel: boolean;
  version: string;
  /** The web page; default: none. */
  web?: WebFiles;
  clock: Clock;
  log: ServerLog;
}

export interface Server {
  /**
   * Takes requests from now on.
   * @throws ADDRESS_TAKEN, USAGE for an address that is none of this machine or that needs tokens
   */
  listen(): Promise<{ url: string }>;
  /** Takes no more requests, lets the answers in the making end within the limit, aborts the others. */
  close(): Promise<void>;
}

/** An index that is being loaded is waited for; a store that answers slowly, too. */
const PATIENCE_MS = 15_000;

/** A server whose parts open in the background. It closes what listens; whoever opened the parts closes them. */
export function openServer(deps: ServerDeps): Server {
  const { http, parts, rooms, opening } = assemble(deps);
  const { settings } = deps;
  return {
    async listen() {
      if (!deps.allowAnonymous && !isLoopback(settings.host)) await demandTokens(deps, parts.store);
      const { host, port } = settings;
      const url = await http.listen({ host, port }).catch((thrown: unknown) => {
        throw unlistenable(thrown, settings);
      });
      return { url };
    },
    async close() {
      rooms.health.stopping = true;
      opening.abort();
      const closed = http.close();
      await rooms.inFlight.drain(settings.shutdownMs);
      http.server.closeIdleConnections();
      await Promise.race([closed, deps.clock.sleep(500)]);
      http.server.closeAllConnections();
      await closed;
    },
  };
}

/** The HTTP side of a server without its socket, for tests by injection. */
export function assemble(deps: ServerDeps) {
  const { clock, settings } = deps;
  const opening = new AbortController();
  const { rooms, parts } = openRooms(deps, opening.signal);
  const http = buildHttp({
    operations: operationsWith(settings.chatAliases),
    rooms,
    door: door(deps, rooms),
    settings,
    loopback: isLoopback(settings.host),
    allowAnonymous: deps.allowAnonymous,
    ownSecret: deps.ownSecret,
    clock,
    log: deps.log,
  });
  return { http, rooms, parts, opening };
}

export type RoomsDeps = Omit<ServerDeps, 'access' | 'allowAnonymous' | 'ownSecret'>;

/** What operations work with, opened in the background until the signal aborts. */
export function openRooms(deps: RoomsDeps, signal: AbortSignal) {
  const { clock, settings, version, wantsModel } = deps;
  const told = (name: string) => (state: PartState<unknown>) => tell(deps.log, name, state);
  const part = <T>(name: string, open: () => Promise<T>) =>
    new Part<T>({ name, open, clock, signal, told: told(name) });
  const store = part('store', deps.openStore);
  const answering = part('index', async () => {
    await store.get(PATIENCE_MS);
    return deps.openAnswering();
  });
  const { openRecommender } = deps;
  const recommender =
    openRecommender &&
    part('recommender', async () => {
      await store.get(PATIENCE_MS);
      return openRecommender();
    });
  const rooms: Rooms = {
    store: () => store.get(PATIENCE_MS),
    answering: () => answering.get(PATIENCE_MS),
    recommender: async () => {
      if (!recommender) throw new GibseyError('USAGE', 'Nothing is recommended here.');
      return recommender.get(PATIENCE_MS);
    },
    version,
    web: deps.web ?? new Map(),
    pageMap: pageMaps(() => store.get(PATIENCE_MS)),
    health: new Health({ store, answering, clock, version, wantsModel }),
    metrics: new ServerMetrics(),
    inFlight: new InFlight(settings.turns, clock),
    clock,
    newId: randomUUID,
    heartbeatMs: settings.heartbeatMs,
  };
  return { rooms, parts: { store, answering } };
}

/** The accounts of the store of now. */
function door({ access }: ServerDeps, rooms: Rooms): Door {
  const open = async () => access(await rooms.store());
  return {
    authenticate: async (secret) => (await open()).authenticate(secret),
    account: async (id, role) => (await open()).account(id, role),
  };
}

/** A store that cannot be opened lets nobody in either: that is no reason not to start. */
async function demandTokens({ access, settings }: ServerDeps, part: Part<Store>): Promise<void> {
  const store = await part.get(PATIENCE_MS).catch(() => null);
  if (!store || (await access(store).hasTokens())) return;
  throw new GibseyError(
    'USAGE',
    `On ${settings.host} others reach the server, and the store holds no token to tell them apart.`,
    { hint: 'gibsey tokens create ACCOUNT, or gibsey serve --allow-anonymous' },
  );
}

function unlistenable(thrown: unknown, { host, port }: ServerSettings): Error {
  const { code, message } = thrown as NodeJS.ErrnoException;
  if (code === 'EADDRINUSE') {
    const taken = `Port ${port} of ${host} is taken by another process.`;
    return new GibseyError('ADDRESS_TAKEN', taken, { cause: thrown });
  }
  return new GibseyError('USAGE', `${host}:${port} cannot be listened on: ${message}.`, {
    hint: 'gibsey serve --host 127.0.0.1 --port 8080',
    cause: thrown,
  });
}

function tell(log: ServerLog, part: string, state: PartState<unknown>): void {
  if (state.phase === 'opening') return;
  if (state.phase === 'ready') return log({ level: 'info', event: 'ready', part });
  const { code, message, hint } = state.error;
  log({ level: 'warning', event: 'not-ready', part, code, message, hint });
}
