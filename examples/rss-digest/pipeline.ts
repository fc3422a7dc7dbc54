/** A pipeline of one's own: the entries of a feed → vectors → clusters of a week → a digest in Markdown. */
import { writeFile } from 'node:fs/promises';
import { extractiveSummary } from '../../src/lib/algorithms/text/extractive.js';
import { hashParts } from '../../src/lib/algorithms/text/hashing.js';
import { pagePoints } from '../../src/lib/collections/pages.js';
import { embed } from '../../src/lib/pipelines/pages.js';
import type { Kit, Pipeline } from '../../src/lib/pipelines/pipeline.js';
import type { Points } from '../../src/lib/ports/index.js';
import { clusterStage } from '../../src/lib/stages/cluster/stage.js';
import { committedClustering } from '../../src/lib/stages/committed.js';
import { ingestStage } from '../../src/lib/stages/ingest/stage.js';
import type { Stage } from '../../src/lib/stages/stage.js';
import { rss } from './feed.js';

export const rssDigest = (feed: string, week: string, file: string): Pipeline => ({
  name: 'rss-digest',
  stageNames: ['ingest', 'embed', 'cluster', 'digest'],
  after: [],
  async stages(kit) {
    const { store, clock } = kit;
    const { space } = await kit.embedder();
    const scope = `rss/${week}`;
    const source = rss(feed);
    const cluster = clusterStage({
      ...{ name: 'cluster', version: 1, needs: ['embed'], scope, store, space, seed: 42 },
      ...{ points: ofWeek(pagePoints(store), week), signature: ['kmeans'] },
      grouping: (entries) => ({ algorithm: 'kmeans', k: Math.ceil(Math.sqrt(entries / 2)) }),
      reasons: { changed: 'entries changed', forced: 'forced', overtaken: 'entries changed' },
    });
    return [
      ingestStage({ pages: store.pages, source, replace: false, once: false, clock }),
      ...[await embed(kit), cluster, digestStage(kit, scope, file)],
    ];
  },
});

const ofWeek = (points: Points, week: string): Points => ({
  async *scan(space) {
    for await (const all of points.scan(space)) yield all.filter(({ id }) => id.startsWith(week));
  },
});

/** One unit, the week; written anew when its clusters are. */
function digestStage({ store }: Kit, scope: string, file: string): Stage {
  return {
    ...{ name: 'digest', version: 1, needs: ['cluster'], limits: { concurrency: 1, batch: 1 } },
    most: () => 1,
    async *plan({ force }) {
      const clustering = (await committedClustering(store.memo, scope))?.clustering;
      if (clustering === undefined) return;
      const unit = { key: scope, input: hashParts([1, file, clustering]) };
      const done = (await store.memo.get('digest', [scope])).get(scope)?.input === unit.input;
      if (done && !force) yield { unit, action: 'skip', reason: 'unchanged' };
      else yield { unit, action: 'run', reason: 'clusters changed' };
    },
    compute: () => digest(store, scope),
    async commit([made]) {
      await writeFile(file, String(made!.value));
      await store.memo.putFirst('digest', scope, made!.unit.input, null);
    },
  };
}

/** For each subject, the largest first: its name, and what its entries say in two sentences. */
async function digest({ memo, clusterings, pages }: Kit['store'], scope: string): Promise<string> {
  const { clustering } = (await committedClustering(memo, scope))!;
  const { clusters = [] } = (await clusterings.get(clustering)) ?? {};
  const parts = clusters.map(async ({ clusterId, size }) => {
    const members = await clusterings.members(clustering, clusterId);
    const entries = await pages.get(members.map(({ id }) => id));
    const texts = entries.map(({ id, body: text }) => ({ id, text }));
    const { text } = extractiveSummary(texts, { maxWords: 60, maxSentences: 2 });
    return { size, text: `## ${entries[0]?.title} (${size})\n\n${text}\n` };
  });
  const subjects = (await Promise.all(parts)).sort((a, b) => b.size - a.size);
  return ['# The week\n', ...subjects.map(({ text }) => text)].join('\n');
}
