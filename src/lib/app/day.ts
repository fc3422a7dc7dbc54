/** The day's part of the composition root: what answers, opened from the parts of an app. */
import { randomBytes } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { isDeadHere, thisHost } from '../adapters/process/identity.js';
import type { Chat } from '../answering/chat/turn.js';
import type { GoldenCache } from '../answering/prepared/lookup/cache.js';
import type { CulturalUse } from '../answering/culture/culture.js';
import type { Retriever } from '../answering/retrieval/retriever.js';
import type { ModelDeps } from './models.js';
import type { Config } from '../config/schema.js';
import { asGibseyError } from '../domain/errors.js';
import type { TurnDesk } from '../engine/turn-desk.js';
import type { WorkerStats } from '../engine/worker/worker.js';
import { ulid } from '../engine/ulid.js';
import type { ChatModel, Clock, Embedder, Reporter, Store } from '../ports/index.js';

export interface DayDeps {
  store: Store;
  embedder: () => Promise<Embedder>;
  clock: Clock;
  report: Reporter;
  signal: AbortSignal;
}

/**
 * Pages by words and meaning; by words alone, with a warning, while the host of the embedder is out of reach, which is
 * asked again until it answers.
 */
export async function openDayRetriever(deps: DayDeps): Promise<Retriever> {
  const { store, clock, report, signal } = deps;
  const { openRetriever } = await import('../answering/retrieval/retriever.js');
  const warn = (message: string) => report({ type: 'warning', message });
  const embedder = await deps.embedder().catch((thrown: unknown) => {
    const { code, message } = asGibseyError(thrown);
    if (code !== 'SERVICE_UNREACHABLE') throw thrown;
    warn(`${message} Pages are found by their words alone.`);
    return null;
  });
  return openRetriever({ store, embedder, reopen: deps.embedder, clock, warn }, signal);
}

export interface WorkerOptions {
  /** Ends when everything that is in the feed is done; default: when the signal aborts. */
  once?: boolean;
  report?: (stats: WorkerStats) => void;
}

export interface WorkerDeps extends Pick<DayDeps, 'store' | 'embedder' | 'clock' | 'signal'> {
  config: Pick<Config, 'worker' | 'embedding'>;
}

/** Keeps vectors those of their texts, as the change feed tells of them, until there is nothing to do or `signal` aborts. */
export async function runDayWorker(
  { store, embedder, clock, signal, config }: WorkerDeps,
  options: WorkerOptions = {},
): Promise<WorkerStats> {
  const { runWorker } = await import('../engine/worker/worker.js');
  const { maxBytesPerSecond } = config.worker;
  const concurrency = config.embedding.threads ?? availableParallelism();
  const how = { ...options, concurrency, maxBytesPerSecond };
  return runWorker({ store, embedder: await embedder(), clock, ...how }, signal);
}

/** Where the turns of this process are paid, until it is closed. */
export async function openTurnDesk(
  { store, clock, report }: Pick<DayDeps, 'store' | 'clock' | 'report'>,
  {
    runId,
    staleMs,
    refunded,
  }: { runId: string; staleMs: number; refunded?: (debits: number) => void },
): Promise<TurnDesk> {
  const { TurnDesk } = await import('../engine/turn-desk.js');
  return new TurnDesk({
    ...{ store, clock, staleMs, isDead: isDeadHere, ...(refunded ? { refunded } : {}) },
    owner: { runId, pid: process.pid, host: thisHost(), command: 'serve' },
    warn: (message) => report({ type: 'warning', message }),
  });
}

export interface DayChatDeps extends Pick<DayDeps, 'store' | 'embedder' | 'clock' | 'report'> {
  retriever: Retriever;
  model: ChatModel | null;
  /** Null: no prepared answer is looked for. */
  golden: Pick<GoldenCache, 'lookup'> | null;
  /** Whether the use of cultural chunks is counted, and who is told of it. */
  record: boolean;
  noted?: (use: CulturalUse) => void;
  keepAll: boolean;
  /** The lock by which others see that this process lives; default: its debits are not looked after. */
  holder?: () => Promise<string | null>;
  config: Pick<Config, 'chat' | 'credits'>;
}

/** Conversation on what the retriever finds; without a model the book answers in its own words. */
export async function openDayChat({
  store,
  embedder,
  report,
  config: { chat, credits },
  golden,
  record,
  noted: note,
  ...deps
}: DayChatDeps): Promise<Chat> {
  const [{ openChat }, { openCulture }] = await Promise.all([
    import('../answering/chat/turn.js'),
    import('../answering/culture/culture.js'),
  ]);
  const warn = (message: string) => report({ type: 'warning', message });
  const { pages, ledger, characters, conversations } = store;
  return openChat({
    ...deps,
    ...chat,
    ...(golden ? { golden } : {}),
    price: credits.perAnswer,
    pages,
    ledger,
    characters,
    conversations,
    newId: () => ulid(deps.clock.now(), randomBytes(10)),
    manners: openCulture({
      ...{ store: store.culture, embedder, clock: deps.clock, warn, record },
      ...(note ? { note } : {}),
    }),
    warn,
  });
}

export interface LocalChatDeps extends DayDeps, ModelDeps {
  retriever: () => Promise<Retriever>;
  golden: () => Promise<GoldenCache | null>;
  /** Nothing is counted. */
  readonly: boolean;
}

/** Conversation at this machine, with a model opened for it; that one is away shows in the answers. */
export async function openLocalChat(app: LocalChatDeps): Promise<Chat> {
  const { openChatModel } = await import('./models.js');
  const { store, embedder, clock, report, config, readonly } = app;
  const [retriever, golden] = await Promise.all([app.retriever(), app.golden()]);
  const model = await openChatModel({ ...app, report: () => undefined });
  const kept = { keepAll: false, record: !readonly };
  return openDayChat({
    ...{ store, embedder, clock, report, config, retriever, golden, model },
    ...kept,
  });
}
