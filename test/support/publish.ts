import { systemClock } from '../../src/lib/adapters/clock/system.js';
import type { Store } from '../../src/lib/ports/index.js';
import { publishStage } from '../../src/lib/stages/publish/stage.js';
import { summaryEntries } from '../../src/lib/stages/publish/summaries.js';

/** The stage that shows the clusters and summaries of pages. */
export const publishPages = (store: Store, keep = 7) =>
  publishStage({
    ...store,
    ...{ name: 'publish', needs: ['summarize'], scope: 'pages' },
    manifest: (clustering, previous) => summaryEntries(clustering, previous, store),
    clock: systemClock,
    runId: 'run',
    keep,
    async dropSpace(space) {
      await store.vectors.drop(space);
      await store.curated.dropVectors(space);
    },
  });
