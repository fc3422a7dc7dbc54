/** What a server answers with: the index, a chat whose model may come and go, and a worker inside. */
import type { Chat } from '../answering/chat/turn.js';
import type { GoldenCache } from '../answering/prepared/lookup/cache.js';
import type { Retriever } from '../answering/retrieval/retriever.js';
import { openChatModel, type ModelDeps } from './models.js';
import { asGibseyError, GibseyError } from '../domain/errors.js';
import type { TurnDesk } from '../engine/turn-desk.js';
import type { WorkerStats } from '../engine/worker/worker.js';
import type { ChatModel } from '../ports/index.js';
import { Part } from '../server/part.js';
import type { Answering } from '../server/answering.js';

export interface AnsweringDeps {
  retriever: Retriever;
  /** Null while no question can be embedded. */
  openGolden: () => Promise<GoldenCache | null>;
  /** Closed with the rest. */
  desk: Pick<TurnDesk, 'close'>;
  modelDeps: ModelDeps;
  /** A new chat with that model, or with extractive answers. */
  openChat: (model: ChatModel | null, golden: Pick<GoldenCache, 'lookup'>) => Promise<Chat>;
  /** Runs until the signal aborts, and tells how far it is; null: no worker is wanted, or there can be none. */
  runWorker:
    ((report: (stats: WorkerStats) => void, signal: AbortSignal) => Promise<WorkerStats>) | null;
}

export interface OpenAnswering extends Answering {
  close: () => Promise<void>;
}

/** A worker that ended without being told to starts again after this long, ms. */
const WORKER_RETRY_MS = 5_000;

export async function openAnswering(deps: AnsweringDeps): Promise<OpenAnswering> {
  const { retriever } = deps;
  const over = new AbortController();
  const golden = await openPrepared(deps, over.signal);
  const talk = await openTalk(deps, golden, over.signal);
  const work = followChanges(deps, over.signal);
  return {
    retriever,
    get golden() {
      return golden();
    },
    chat: talk.chat,
    model: talk.model,
    workerLag: work.lag,
    async close() {
      over.abort();
      await work.ended;
      await deps.desk.close();
    },
  };
}

const NOT_FOUND = { hit: false, reason: 'empty', decision: null } as const;

/** The prepared answers, opened again and again while no question can be embedded. */
async function openPrepared(
  { openGolden, modelDeps: { clock } }: AnsweringDeps,
  signal: AbortSignal,
): Promise<() => GoldenCache | null> {
  const first = await openGolden();
  if (first) return () => first;
  const open = async () => {
    const cache = await openGolden();
    if (cache) return cache;
    throw new GibseyError('SERVICE_UNREACHABLE', 'No question can be embedded.');
  };
  const part = new Part({ name: 'prepared answers', open, clock, signal });
  return () => (part.state.phase === 'ready' ? part.state.value : null);
}

/** A chat whose model may go and come back; that it is away is said once. */
async function openTalk(
  { modelDeps, openChat }: AnsweringDeps,
  golden: () => GoldenCache | null,
  signal: AbortSignal,
) {
  const model = await openChatModel({ ...modelDeps, report: () => undefined });
  const chat = await openChat(model, {
    lookup: async (asked, stop) => (await golden()?.lookup(asked, stop)) ?? NOT_FOUND,
  });
  const reason = model && (await model.unavailable(signal));
  if (reason) modelDeps.report({ type: 'warning', message: `${reason}: answers are extractive` });
  return {
    chat,
    model: async () => (model && (await model.unavailable(signal)) === null ? model.name : null),
  };
}

/** A worker inside; it starts again when it fails. */
function followChanges({ runWorker, modelDeps }: AnsweringDeps, signal: AbortSignal) {
  const { clock, report } = modelDeps;
  let stats: WorkerStats | null = null;
  const told = (now: WorkerStats) => void (stats = now);
  async function work(run: NonNullable<AnsweringDeps['runWorker']>): Promise<void> {
    while (!signal.aborted) {
      await run(told, signal).catch((thrown: unknown) =>
        report({ type: 'warning', message: `worker: ${asGibseyError(thrown).message}` }),
      );
      await clock.sleep(WORKER_RETRY_MS, signal).catch(() => undefined); // told to stop
    }
  }
  const ended = runWorker ? work(runWorker) : Promise.resolve();
  return { lag: () => Promise.resolve(stats?.lag ?? null), ended };
}
