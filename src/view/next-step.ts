import type { App } from '../lib/app/app.js';
import { committedClustering } from '../lib/stages/committed.js';

export const NO_PAGES = 'No pages yet: gibsey ingest pages FILE';

/** The command that a stage without any unit is waiting for. */
export async function nextStep(app: Pick<App, 'store' | 'embedder'>): Promise<string> {
  const { pages, vectors, memo } = app.store;
  if ((await pages.count()) === 0) return NO_PAGES;
  const { space } = await app.embedder();
  if ((await vectors.count(space)).pages === 0) return 'No page has a vector yet: gibsey embed';
  const clustered = await committedClustering(memo, 'pages');
  return clustered ? 'What the store holds: gibsey status' : 'No clusters yet: gibsey cluster';
}
