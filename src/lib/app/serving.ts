/** What a server answers with, opened from the parts of an app. */
import type { CulturalUse } from '../answering/culture/culture.js';
import { openAnswering, type OpenAnswering } from './answering.js';
import type { App } from './app.js';
import { openDayChat, openTurnDesk, runDayWorker } from './day.js';
import type { PreparedOptions } from './prepared.js';

export interface ServingOptions extends Pick<PreparedOptions, 'told'> {
  /** Vectors follow the texts in this process. */
  worker: boolean;
  /** Told of every use of cultural chunks. */
  noted?: (use: CulturalUse) => void;
  /** Told how many debits of servers that died were given back. */
  refunded?: (debits: number) => void;
}

/** To be closed before the app is. */
export async function openServing(app: App, options: ServingOptions): Promise<OpenAnswering> {
  const { store, embedder, clock, report, config, runId } = app;
  const { told, noted, refunded } = options;
  const retriever = await app.retriever();
  const staleMs = config.night.lockStaleMs;
  const desk = await openTurnDesk(app, { runId, staleMs, ...(refunded ? { refunded } : {}) });
  const turns = {
    ...{ store, embedder, clock, report, config, retriever },
    ...{ record: true, keepAll: config.server.keepConversations, holder: () => desk.holder() },
    ...(noted ? { noted } : {}),
  };
  return openAnswering({
    ...{ retriever, desk, modelDeps: app },
    openGolden: () => app.golden({ complete: false, ...(told ? { told } : {}) }),
    openChat: (model, golden) => openDayChat({ ...turns, model, golden }),
    runWorker: options.worker
      ? (told, signal) => runDayWorker({ ...app, signal }, { report: told })
      : null,
  });
}
