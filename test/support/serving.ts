/** A server on a store of its own, without a socket: what tests of `src/lib/server` inject requests into. */
import type { InjectOptions } from 'fastify';
import { randomBytes, randomUUID } from 'node:crypto';
import { openEmbeddedChanges } from '../../src/lib/adapters/changes/embedded/factory.js';
import { systemClock } from '../../src/lib/adapters/clock/system.js';
import { openAccess } from '../../src/lib/answering/access/access.js';
import { hashOfSecret, newSecret } from '../../src/lib/answering/access/secrets.js';
import { openChat, type Chat } from '../../src/lib/answering/chat/turn.js';
import { openRetriever } from '../../src/lib/answering/retrieval/retriever.js';
import { openRecommender } from '../../src/lib/app/recommender.js';
import { loadConfig } from '../../src/lib/config/load.js';
import { serverSchema } from '../../src/lib/config/server.js';
import type { Role } from '../../src/lib/domain/account.js';
import type { Page } from '../../src/lib/domain/page.js';
import type { Embedder, Store } from '../../src/lib/ports/index.js';
import type { LogLine } from '../../src/lib/observability/log-lines.js';
import type { Answering } from '../../src/lib/server/answering.js';
import { assemble, type ServerDeps } from '../../src/lib/server/server.js';
import { page, temporaryStore } from './store.js';
import { wordEmbedder } from './words.js';

export const PAGES: readonly Page[] = [
  page('tower', {
    body: 'Arieol climbed the tower at dawn. The stairs were wet with rain. Nobody had asked her to.',
    title: 'The tower',
    chapter: 'One',
    position: 1,
  }),
  page('harbour', {
    body: 'The pilot moored the grey ship at high tide. A lantern swung over the water.',
    title: 'The harbour',
    chapter: 'Two',
    position: 2,
  }),
];

export type ServingOptions = Partial<Omit<ServerDeps, 'settings'>> & {
  settings?: Partial<ServerDeps['settings']>;
  chat?: Chat;
  golden?: Answering['golden'];
  embedder?: Embedder;
  initialCredits?: number;
};

export type Serving = Awaited<ReturnType<typeof serving>>;

/** Found by words alone: no test of the server waits for an embedding model. */
export async function serving({
  settings,
  chat,
  golden,
  embedder,
  initialCredits = 100,
  ...deps
}: ServingOptions = {}) {
  const clock = systemClock;
  const store = await temporaryStore();
  await store.pages.put(PAGES);
  const lines: Omit<LogLine, 'ts'>[] = [];
  const signal = new AbortController().signal;
  const ownSecret = newSecret(randomBytes);
  const source = openEmbeddedChanges(store);
  const retriever = await openRetriever(
    { store, source, embedder: embedder ?? null, clock, pollMs: 0 },
    signal,
  );
  const chatting = chat ?? openChat({ ...store, retriever, model: null, clock, newId: randomUUID });
  const accessTo = (opened: Store) => openAccess({ ...opened, clock, initialCredits });
  const all: ServerDeps = {
    openStore: async () => store,
    openAnswering: async () => ({
      retriever,
      golden: golden ?? null,
      chat: chatting,
      workerLag: async () => null,
      model: async () => null,
    }),
    openRecommender: async () => {
      const embedder = async () => wordEmbedder();
      const { config } = loadConfig({ cwd: '/', env: {} });
      return openRecommender({
        store,
        config,
        clock,
        embedder,
        model: null,
        warn: () => undefined,
      });
    },
    access: accessTo,
    ownSecret,
    settings: { ...serverSchema.parse({}), requestsPerMinute: 1_000_000, ...settings },
    allowAnonymous: false,
    wantsModel: false,
    version: '0.0.0',
    clock,
    log: (line) => void lines.push(line),
    ...deps,
  };
  const assembled = assemble(all);
  const { http } = assembled;
  return {
    ...assembled,
    deps: all,
    store,
    retriever,
    access: accessTo(store),
    lines,
    /** Headers of gibsey's own commands. */
    own: { authorization: `Bearer ${ownSecret}` },
    /** As a client of this machine would call, unless headers say otherwise. */
    call: (request: InjectOptions) =>
      http.inject({ ...request, headers: { host: '127.0.0.1:8080', ...request.headers } }),
    async close() {
      assembled.opening.abort();
      await http.close();
      await retriever.close();
      await store.close();
    },
  };
}

/** Headers of a request with a new token of an account of that role. */
export async function tokenOf(
  { accounts, tokens }: Pick<Store, 'accounts' | 'tokens'>,
  role: Role,
  id = `${role}-1`,
  gateway = false,
): Promise<{ authorization: string }> {
  const createdAt = systemClock.now();
  await accounts.put({ id, email: null, role, disabled: false, createdAt });
  const secret = newSecret(randomBytes);
  await tokens.put({
    id: `t-${randomUUID()}`,
    account: id,
    label: 'test',
    hash: hashOfSecret(secret) ?? '',
    gateway,
    createdAt,
    expiresAt: null,
    revokedAt: null,
  });
  return { authorization: `Bearer ${secret}` };
}
