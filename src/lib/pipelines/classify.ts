/** A job of its own beside the night: labels for recent texts. */
import type { Classified } from '../domain/classification.js';
import type { ClassifyStage } from '../stages/classify/stage.js';
import type { Kit } from './pipeline.js';

export interface ClassifySpec {
  /** One collection; default: all that have labels. */
  only?: Classified | undefined;
  limit?: number | undefined;
}

export async function classify(kit: Kit, { only, limit }: ClassifySpec): Promise<ClassifyStage> {
  const [{ classifyStage }, { labelledCollections }, { windowStart }] = await Promise.all([
    import('../stages/classify/stage.js'),
    import('../stages/classify/collections.js'),
    import('../collections/window.js'),
  ]);
  const { store, clock, config } = kit;
  const { method, days, ...labels } = config.classify;
  const collections = labelledCollections(labels, only);
  const keepModels = method === 'auto';
  const model = keepModels ? await kit.model('prototypes give the labels') : null;
  const concurrency = model ? config.summaries.concurrency : kit.concurrency;
  return classifyStage({
    ...{ ...store, collections, embedder: await kit.embedder(), model, keepModels },
    ...{ since: () => windowStart(clock, days), limit: limit ?? null, clock, concurrency },
  });
}
