/** What the stages of a pipeline are made from in tests: a store, an embedder, and defaults for the rest. */
import { systemClock } from '../../src/lib/adapters/clock/system.js';
import { loadConfig } from '../../src/lib/config/load.js';
import type { Config } from '../../src/lib/config/schema.js';
import type { Space } from '../../src/lib/domain/values.js';
import { embed } from '../../src/lib/pipelines/pages.js';
import type { Kit } from '../../src/lib/pipelines/pipeline.js';
import type { Embedder, Store } from '../../src/lib/ports/index.js';

type Settings = { [Section in 'clustering' | 'answers']?: Partial<Config[Section]> };

/** Where only the space of the vectors matters. */
export const embedderOf = (space: Space): Embedder => ({
  space,
  window: 100,
  countTokens: (text) => text.length,
  embed: () => Promise.reject(new Error('nothing is embedded here')),
  close: async () => undefined,
});

const unopened = () => Promise.reject(new Error('not opened in this test'));

export function kitOf(
  store: Store,
  embedder: Embedder,
  { settings = {}, ...more }: Partial<Kit> & { settings?: Settings } = {},
): Kit {
  const { config, root } = loadConfig({ cwd: '/', env: {} });
  const clustering = { ...config.clustering, ...settings.clustering };
  const answers = { ...config.answers, ...settings.answers };
  return {
    ...{ store, config: { ...config, clustering, answers }, root, clock: systemClock },
    ...{ runId: 'run', release: '0', concurrency: 2, newId: () => 'id', report: () => undefined },
    ...{ embedder: async () => embedder, model: async () => null, retriever: unopened },
    ...{ openPages: unopened, openConversations: unopened },
    ...{ itemSources: () => [], openItems: unopened, issueSink: async () => null },
    ...{ openTasks: async () => null, openReactions: unopened },
    ...more,
  };
}

export const embedPages = (store: Store, embedder: Embedder) => embed(kitOf(store, embedder));
