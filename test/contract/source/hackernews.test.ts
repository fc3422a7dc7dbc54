import { openHackerNews } from '../../../src/lib/adapters/sources/hackernews/factory.js';
import { hackerNewsServer } from '../../fixtures/hackernews/server.js';
import { partitionedSourceContract } from './partitioned-contract.js';

partitionedSourceContract({
  name: 'Hacker News',
  batch: 100,
  secrets: [],
  async open(posts, clock) {
    const service = await hackerNewsServer(posts);
    const asked = { url: `${service.url}/api/v1`, queries: ['tide'], tags: ['story'] as const };
    return { source: openHackerNews({ ...asked, clock, pageSize: 3 }), service };
  },
});
