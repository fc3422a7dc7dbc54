import type { Json } from '../../domain/values.js';
import type { Store } from '../../ports/index.js';
import type { Stage } from '../stage.js';
import { unitKey, UNIT_PREFIX } from './artefact.js';
import { currentClustering, tellingSource } from './corpus.js';
import { planSummaries } from './plan.js';
import { Titles } from './titles.js';
import type { SummaryOutcome, SummaryUnit } from './unit.js';
import { SummaryWriter, type WriterDeps } from './writer.js';

export interface SummarizeDeps extends Omit<WriterDeps, 'titles'> {
  store: Store;
  /** Marks the texts that are written anew under `force`. */
  runId: string;
  /** Summaries written at the same time. */
  concurrency: number;
  /** Clusters that the clustering may find; null when it decides by itself. */
  mostClusters?: number | null;
}

const VERSION = 1;

/** A title and a summary for each cluster of pages, by a language model or from the pages' own sentences. */
export function summarizeStage(deps: SummarizeDeps): Stage<SummaryUnit, SummaryOutcome> {
  const { store, runId, concurrency } = deps;
  const titles = new Titles();
  const writer = new SummaryWriter({ ...deps, titles });
  const telling = tellingSource(store);
  return {
    name: 'summarize',
    version: VERSION,
    needs: ['cluster'],
    limits: { concurrency, batch: 1 }, // a summary may have taken a minute: none waits to be stored
    most: () => deps.mostClusters ?? null,
    plan: (options) =>
      planSummaries({
        ...options,
        store,
        runId,
        telling,
        titles,
        settings: { version: VERSION, maxWords: writer.maxWords },
        writer: writer.identity(),
      }),
    compute: (unit, signal) => writer.write(unit, signal),
    async commit(results) {
      for (const { unit, value } of results) {
        const artefact: Json = { ...value.summary };
        await store.memo.putFirst('summarize', unit.key, value.input, artefact);
      }
    },
    finish: () => forgetRetired(store),
    shortfall: () => writer.shortfall(),
  };
}

/** Units of clusters that are no more; their artefacts stay as long as a generation shows them. */
async function forgetRetired(store: Store): Promise<void> {
  const clustering = await currentClustering(store);
  if (!clustering) return;
  const live = new Set(clustering.clusters.map(({ clusterId }) => unitKey(clusterId)));
  const keys = await store.memo.keys('summarize');
  const gone = keys.filter((key) => key.startsWith(UNIT_PREFIX) && !live.has(key));
  if (gone.length > 0) await store.memo.forget('summarize', gone);
}
