/** The day's part of the composition root: what answers, opened from what App holds. */
import { randomBytes } from 'node:crypto';
import { isDeadHere, thisHost } from '../adapters/process/identity.js';
import type { Chat } from '../answering/chat/turn.js';
import type { Auditor } from '../answering/prepared/audit/auditor.js';
import type { GoldenCache } from '../answering/prepared/lookup/cache.js';
import type { GoldenWriter } from '../answering/prepared/writing/writer.js';
import type { CulturalUse } from '../answering/culture/culture.js';
import type { Retriever } from '../answering/retrieval/retriever.js';
import { openStoreChanges, openWorkerChanges } from './changes.js';
import type { ModelDeps } from './models.js';
import type { LoadedConfig } from '../config/load.js';
import type { Config } from '../config/schema.js';
import { asGibseyError } from '../domain/errors.js';
import type { Lookup } from '../domain/lookup.js';
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
  const source = openStoreChanges(store);
  return openRetriever({ store, source, embedder, reopen: deps.embedder, clock, warn }, signal);
}

export interface DayGoldenDeps extends DayDeps {
  /** Look-ups are written down, and some of them drawn for the audit. */
  record: boolean;
  /** It was tried before, and said that it failed. */
  again: boolean;
  /** It is opened once all curated questions can be found; else they are embedded behind it. */
  complete: boolean;
  told?: (lookup: Lookup) => void;
  auditRate: number;
  retriever: () => Promise<Retriever>;
  modelDeps: ModelDeps;
}

/** Null, with a warning, while the host of the embedder is out of reach: the pages answer then. */
export async function openDayGolden(deps: DayGoldenDeps): Promise<GoldenCache | null> {
  const { store, clock, report, signal } = deps;
  const { openGoldenCache } = await import('../answering/prepared/lookup/cache.js');
  const warn = (message: string) => report({ type: 'warning', message });
  const embedder = await deps.embedder().catch((thrown: unknown) => {
    const { code, message } = asGibseyError(thrown);
    if (code !== 'SERVICE_UNREACHABLE') throw thrown;
    if (!deps.again) warn(`${message} No prepared answer is looked for.`);
    return null;
  });
  if (!embedder) return null;
  const { record, told, complete } = deps;
  const auditor = record && deps.auditRate > 0 ? { auditor: await openAuditor(deps, warn) } : {};
  const more = { record, keep: record, complete, ...(told ? { told } : {}), ...auditor };
  return openGoldenCache({ store, embedder, clock, warn, ...more }, signal);
}

/** What the full path takes is opened when the first look-up is drawn. */
async function openAuditor(deps: DayGoldenDeps, warn: (message: string) => void): Promise<Auditor> {
  const { Auditor } = await import('../answering/prepared/audit/auditor.js');
  const { store, clock, auditRate: rate } = deps;
  let writer: Promise<GoldenWriter> | null = null;
  const write = async (question: string, signal: AbortSignal) => {
    writer ??= openDayWriter(deps, warn).catch((thrown: unknown) => {
      writer = null; // the next one tries again
      throw thrown;
    });
    const draft = await (await writer).write(question, signal);
    return draft === 'unsure' ? null : draft;
  };
  return new Auditor({ audits: store.audits, clock, rate, write, warn });
}

async function openDayWriter(
  { store, clock, retriever, modelDeps }: DayGoldenDeps,
  warn: (message: string) => void,
): Promise<GoldenWriter> {
  const [{ openGoldenWriter }, { openChatModel }] = await Promise.all([
    import('../answering/prepared/writing/writer.js'),
    import('./models.js'),
  ]);
  const model = await openChatModel({ ...modelDeps, report: () => undefined });
  const newId = () => ulid(clock.now(), randomBytes(10));
  return openGoldenWriter({ ...store, retriever: await retriever(), model, clock, newId, warn });
}

export interface WorkerOptions {
  /** Ends when everything that is in the feed is done; default: when the signal aborts. */
  once?: boolean;
  report?: (stats: WorkerStats) => void;
}

/** Runs a worker on the changes that the settings name to its end. */
export async function runDayWorker(
  { store, embedder, clock, signal }: DayDeps,
  loaded: LoadedConfig,
  options: WorkerOptions & { concurrency: number },
): Promise<WorkerStats> {
  const { runWorker } = await import('../engine/worker/worker.js');
  const source = await openWorkerChanges(store, loaded, clock);
  const { maxBytesPerSecond } = loaded.config.worker;
  const deps = { store, source, embedder: await embedder(), clock, maxBytesPerSecond, ...options };
  return runWorker(deps, signal);
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

/** Conversation at this machine, with a model opened for it; that one is away shows in the answers. */
export async function openLocalChat({
  modelDeps,
  retriever,
  golden,
  ...deps
}: Omit<DayChatDeps, 'retriever' | 'model' | 'golden'> & {
  golden: Promise<GoldenCache | null>;
  modelDeps: ModelDeps;
  retriever: Promise<Retriever>;
}): Promise<Chat> {
  const { openChatModel } = await import('./models.js');
  const model = await openChatModel({ ...modelDeps, report: () => undefined });
  return openDayChat({ ...deps, model, retriever: await retriever, golden: await golden });
}
