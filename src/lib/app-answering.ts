/** What a server answers with: the index, a chat whose model may come later, and a worker inside. */
import type { Chat } from './answering/chat/turn.js';
import type { Retriever } from './answering/retrieval/retriever.js';
import { openModel, type ModelDeps } from './app-models.js';
import { asGibseyError } from './domain/errors.js';
import type { WorkerStats } from './pipeline/worker/worker.js';
import type { ChatModel } from './ports.js';
import type { Answering } from './server/rooms.js';

export interface AnsweringDeps {
  retriever: Retriever;
  modelDeps: ModelDeps;
  /** A new chat with that model, or with extractive answers. */
  openChat: (model: ChatModel | null) => Promise<Chat>;
  /** Runs until the signal aborts, and tells how far it is; null: no worker is wanted, or there can be none. */
  runWorker:
    ((report: (stats: WorkerStats) => void, signal: AbortSignal) => Promise<WorkerStats>) | null;
}

export interface OpenAnswering extends Answering {
  close: () => Promise<void>;
}

/** A language model that was away is asked again after this long, ms. */
const MODEL_RETRY_MS = 15_000;
/** A worker that ended without being told to starts again after this long, ms. */
const WORKER_RETRY_MS = 5_000;

export async function openAnswering(deps: AnsweringDeps): Promise<OpenAnswering> {
  const { retriever } = deps;
  const over = new AbortController();
  const talk = await followModel(deps, over.signal);
  const work = followChanges(deps, over.signal);
  return {
    retriever,
    chat: talk.chat,
    model: talk.model,
    workerLag: work.lag,
    async close() {
      over.abort();
      await Promise.all([talk.ended, work.ended]);
    },
  };
}

/** A chat whose model may come later than the server. */
async function followModel({ modelDeps, openChat }: AnsweringDeps, signal: AbortSignal) {
  const { clock, config } = modelDeps;
  let model = await openModel(modelDeps);
  let chat = await openChat(model);
  const quiet = { ...modelDeps, report: () => undefined };
  async function follow(): Promise<void> {
    while (!model && config.llm.provider !== 'none') {
      await clock.sleep(MODEL_RETRY_MS, signal);
      model = await openModel(quiet).catch(() => null);
      if (model) chat = await openChat(model);
    }
  }
  return {
    chat: {
      turn: (...asked: Parameters<Chat['turn']>) => chat.turn(...asked),
      characters: () => chat.characters(),
    },
    model: async () => (model && (await model.unavailable(signal)) === null ? model.name : null),
    ended: follow().catch(() => undefined), // told to stop
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
