import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openRedditDump } from '../../../src/lib/adapters/sources/reddit/dump.js';
import { openReddit } from '../../../src/lib/adapters/sources/reddit/factory.js';
import type { Posted } from '../../fixtures/http/posted.js';
import {
  CLIENT,
  listingOf,
  postOf,
  redditServer,
  SUBREDDIT,
} from '../../fixtures/reddit/server.js';
import { partitionedSourceContract } from './partitioned-contract.js';

partitionedSourceContract({
  name: 'Reddit',
  batch: 60,
  secrets: [CLIENT.clientSecret, 'planted-token'],
  async open(posts, clock) {
    const service = await redditServer(posts);
    const { url } = service;
    const where = { url, tokenUrl: `${url}/api/v1/access_token`, subreddits: [SUBREDDIT] };
    return { source: openReddit({ ...where, ...CLIENT, clock, pageSize: 3 }), service };
  },
});

const FORMS: [string, (posts: readonly Posted[]) => string][] = [
  ['a listing', (posts) => JSON.stringify(listingOf(posts))],
  ['a listing over lines', (posts) => JSON.stringify(listingOf(posts), null, 2)],
  ['JSON Lines', (posts) => posts.map((post) => `${JSON.stringify(postOf(post))}\n`).join('')],
];

for (const [form, content] of FORMS)
  partitionedSourceContract({
    name: `Reddit, a dump, ${form}`,
    batch: 0,
    secrets: [],
    open: async (posts, clock) => {
      const path = join(mkdtempSync(join(tmpdir(), 'gibsey-dump-')), 'posts.json');
      writeFileSync(path, content(posts));
      return { source: openRedditDump({ path, clock }), service: null };
    },
  });
