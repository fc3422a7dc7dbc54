/** A source of one's own: the entries of an RSS feed as pages. */
import { readFile } from 'node:fs/promises';
import { parseFeed } from 'htmlparser2';
import type { Source } from '../../src/lib/ports/index.js';

const DAY_MS = 86_400_000;

/** The Monday of a week, `YYYY-MM-DD`, which the ids of its entries begin with. */
const weekOf = (date: Date): string => {
  const sinceMonday = (date.getUTCDay() + 6) % 7;
  return new Date(date.getTime() - sinceMonday * DAY_MS).toISOString().slice(0, 10);
};

export const rss = (feed: string): Source => ({
  name: feed,
  async *read() {
    const entries = parseFeed(await readFile(feed, 'utf8'))?.items ?? [];
    for (const { id, title = '', description: body, pubDate } of entries) {
      if (!id || !body || !pubDate) {
        yield { problem: { where: feed, reason: `"${title}" lacks an id, a text or a date` } };
        continue;
      }
      const said = { id: `${weekOf(pubDate)}/${id}`, title, body, updatedAt: pubDate.getTime() };
      const unused = { chapter: null, position: null, charId: null, metadata: {} };
      yield { where: feed, page: { ...said, ...unused, source: feed } };
    }
  },
});
