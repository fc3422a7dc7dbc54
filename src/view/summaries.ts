import type { Summary } from '../lib/domain/summary.js';
import type { Store } from '../lib/ports/index.js';
import { committedClustering } from '../lib/stages/committed.js';
import { indented } from './columns.js';
import { plural } from './format.js';

export function summaryJson(summary: Summary & { stale?: boolean }) {
  return {
    cluster_id: summary.clusterId,
    center_page: summary.centerPage,
    title: summary.title,
    summary: summary.summary,
    words: summary.words,
    model: summary.model,
    updated_at: new Date(summary.updatedAt).toISOString(),
    keywords: summary.keywords,
    size: summary.size,
    cohesion: summary.cohesion,
    coverage: summary.coverage,
    ...(summary.stale === undefined ? {} : { stale: summary.stale }),
  };
}

export function summariesText(summaries: readonly Summary[]): string {
  return summaries
    .map(({ clusterId, title, size, summary, model, keywords }) =>
      [
        indented(`#${clusterId} ${title} (${plural(size, 'page')}, ${model})`, 0),
        indented(keywords.join(' · '), 2),
        indented(summary, 2),
      ].join('\n'),
    )
    .join('\n\n');
}

/** The summaries of the clustering that was committed last, published or not. */
export async function summariesResult(store: Store) {
  const committed = await committedClustering(store.memo, 'pages');
  const clustering = committed && (await store.clusterings.get(committed.clustering));
  const keys = clustering?.clusters.map(({ clusterId }) => `pages/${clusterId}`) ?? [];
  const written = await store.memo.get('summarize', keys);
  const summaries = keys.flatMap((key) => {
    const entry = written.get(key);
    return entry ? [entry.value as unknown as Summary] : [];
  });
  return { json: { summaries: summaries.map(summaryJson) }, text: summariesText(summaries) };
}
