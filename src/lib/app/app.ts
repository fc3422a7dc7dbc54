/** The composition root: what a command works with, each part opened when it is first needed. */
import { randomBytes } from 'node:crypto';
import { availableParallelism } from 'node:os';
import type { GoldenCache } from '../answering/prepared/lookup/cache.js';
import type { Retriever } from '../answering/retrieval/retriever.js';
import type { Config } from '../config/schema.js';
import { version } from '../config/version.js';
import { ulid } from '../engine/ulid.js';
import type { Kit } from '../pipelines/pipeline.js';
import { usageMeter } from '../policies/metered.js';
import type { ChatModel, Clock, Embedder, Reporter, Store, UsageMeter } from '../ports/index.js';
import { systemClock } from './machine.js';
import { itemOpeners } from './mining.js';
import { once } from './once.js';
import type { PreparedOptions } from './prepared.js';
import { signalOpeners } from './signals.js';
import { sourceOpeners } from './sources.js';
import { openStore, type StoreOptions } from './store.js';

export interface AppOptions extends StoreOptions {
  signal: AbortSignal;
  report: Reporter;
  /** A run that is continued; default: a new one. */
  runId?: string | undefined;
}

/**
 * Parts, and nothing that is done with them: the functions beside this file do that, and say by their types what
 * they take of it.
 */
export interface App {
  readonly store: Store;
  readonly config: Config;
  readonly clock: Clock;
  /** That of the command. */
  readonly signal: AbortSignal;
  readonly report: Reporter;
  readonly runId: string;
  /** Nothing is written, nor recorded. */
  readonly readonly: boolean;
  /** What was asked of language models. */
  readonly meter: UsageMeter;
  /** Every warning that was reported. */
  readonly warnings: string[];
  /** What stages are made from. */
  readonly kit: Kit;
  embedder: () => Promise<Embedder>;
  /** Finds pages and their quotes; follows the store until the app is closed. */
  retriever: () => Promise<Retriever>;
  /** The answers that the night has prepared; null while no question can be embedded. */
  golden: (options?: PreparedOptions) => Promise<GoldenCache | null>;
  /** Waits for what is still being opened: none of it may outlive the store. */
  close: () => Promise<void>;
}

export async function openApp(options: AppOptions): Promise<App> {
  const core = { ...coreOf(options), store: await openStore(options, systemClock) };
  const parts = partsOf(core);
  const kit = kitOf(core, parts, options.loaded.root);
  const { embedder, retriever, golden } = parts;
  return { ...core, embedder, retriever, golden, kit, close: () => close(core.store, parts) };
}

function coreOf({ loaded: { config }, signal, report: told, readonly, ...options }: AppOptions) {
  const warnings: string[] = [];
  const report: Reporter = (event) => {
    if (event.type === 'warning') warnings.push(event.message);
    told(event);
  };
  const [clock, meter] = [systemClock, usageMeter()];
  const runId = options.runId ?? newId();
  return { config, clock, signal, report, runId, readonly, meter, warnings };
}

const newId = () => ulid(systemClock.now(), randomBytes(10));

type Core = ReturnType<typeof coreOf> & Pick<App, 'store'>;

/** What takes long to open. */
function partsOf(core: Core) {
  const embedder = once(async () => (await import('./models.js')).openEmbedder(core.config));
  const model = once(async (instead?: string): Promise<{ model: ChatModel | null }> => ({
    model: await (await import('./models.js')).openModel(core, instead), // none is an answer, too
  }));
  const day = { ...core, embedder };
  const retriever = once(async () => (await import('./day.js')).openDayRetriever(day));
  let missed = false;
  const golden = once(async (options: PreparedOptions = {}) => {
    const { openPrepared } = await import('./prepared.js');
    const cache = await openPrepared({ ...day, retriever }, { ...options, again: missed });
    missed ||= cache === null;
    return cache;
  });
  return { embedder, model, retriever, golden };
}

type Parts = ReturnType<typeof partsOf>;

function kitOf(core: Core, { embedder, model, retriever }: Parts, root: string): Kit {
  const { store, config, clock, report, runId } = core;
  return {
    ...{ store, config, root, clock, report, runId, newId, embedder, retriever },
    release: version(),
    concurrency: 2 * (config.embedding.threads ?? availableParallelism()),
    model: async (instead) => (await model(instead)).model,
    ...sourceOpeners(config.rest, clock, report),
    ...itemOpeners(config, clock, store.tables),
    ...signalOpeners(config, root, clock),
  };
}

async function close(store: Store, { golden, retriever, embedder }: Parts): Promise<void> {
  for (const part of [golden, retriever, embedder]) await (await part.opened())?.close();
  await store.close();
}
