/** Books into knowledge: pages → vectors → clusters with lasting ids → a summary of each → one generation. */
import { resolve } from 'node:path';
import type { Stage } from '../stages/stage.js';
import type { Kit, PagesSpec, Pipeline } from './pipeline.js';

export const SCOPE = 'pages';

export const pages: Pipeline = {
  name: 'pages',
  stageNames: ['ingest', 'embed', 'cluster', 'summarize', 'publish'],
  after: [],
  stages: async (kit, { texts }) => [
    ...(texts
      ? [texts.pages]
      : await Promise.all(configured(kit).map((spec) => ingest(kit, spec)))),
    await embed(kit),
    await cluster(kit),
    await summarize(kit),
    await publish(kit),
  ],
};

function configured({ config, root }: Kit): PagesSpec[] {
  return config.sources.map(({ pages, rest, ...spec }) =>
    pages === undefined ? { ...spec, rest: rest ?? '' } : { ...spec, path: resolve(root, pages) },
  );
}

export async function ingest(kit: Kit, spec: PagesSpec): Promise<Stage> {
  const { ingestStage } = await import('../stages/ingest/stage.js');
  const once = 'path' in spec && (spec.path === '-' || Boolean(spec.follow));
  const source = await kit.openPages(spec);
  const { store, clock } = kit;
  return ingestStage({ pages: store.pages, source, replace: spec.replace, once, clock });
}

export async function embed({ store, embedder, concurrency }: Kit): Promise<Stage> {
  const [{ embedStage }, { pagesToEmbed }] = await Promise.all([
    import('../stages/embed/stage.js'),
    import('../collections/pages.js'),
  ]);
  const how = { collection: pagesToEmbed(store), embedder: await embedder(), concurrency };
  return embedStage({ name: 'embed', needs: ['ingest'], ...how });
}

export async function cluster({ store, config, embedder }: Kit): Promise<Stage> {
  const [{ clusterStage }, { pageGrouping }, { pagePoints }] = await Promise.all([
    import('../stages/cluster/stage.js'),
    import('../stages/cluster/page-grouping.js'),
    import('../collections/pages.js'),
  ]);
  const { seed } = config.clustering;
  const grouping = pageGrouping(config.clustering);
  return clusterStage({
    ...{ name: 'cluster', version: 3, needs: ['embed'], scope: SCOPE },
    ...{ store, points: pagePoints(store), space: (await embedder()).space, grouping, seed },
    signature: [...Object.values(grouping), seed],
    reasons: {
      changed: 'pages or settings changed',
      forced: 'forced',
      overtaken: 'another night was published since',
    },
  });
}

export async function summarize(kit: Kit): Promise<Stage> {
  const { summarizeStage } = await import('../stages/summarize/stage.js');
  const { store, clock, report, runId, config } = kit;
  const { algorithm, k } = config.clustering;
  const given = algorithm === 'kmeans' || algorithm === 'graph';
  return summarizeStage({
    ...config.summaries,
    mostClusters: given && k !== 'auto' ? k : null,
    ...{ store, model: await kit.model(), clock, report, runId },
  });
}

export async function publish({ store, clock, runId, config }: Kit): Promise<Stage> {
  const [{ publishStage }, { summaryEntries }] = await Promise.all([
    import('../stages/publish/stage.js'),
    import('../stages/publish/summaries.js'),
  ]);
  const { generations, clusterings, memo, vectors, curated } = store;
  return publishStage({
    ...{ name: 'publish', needs: ['summarize'], scope: SCOPE },
    ...{ generations, clusterings, memo, clock, runId, keep: config.generations.keep },
    manifest: (clustering, previous) => summaryEntries(clustering, previous, store),
    async dropSpace(space) {
      await vectors.drop(space);
      await curated.dropVectors(space); // their answers are asked in the space of the pages
    },
  });
}
