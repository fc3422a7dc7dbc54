import type { App } from '../lib/app/app.js';
import type { DaySpan } from '../lib/pipelines/pipeline.js';
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

/** The command that days without any issue are waiting for. */
export function nothingMined({ from, to }: DaySpan): string {
  const span = Object.entries({ from, to }).flatMap(([flag, day]) =>
    day ? [`--${flag} ${day}`] : [],
  );
  return `Nothing was mined of these days: ${['gibsey nightly --only issues', ...span].join(' ')}`;
}
