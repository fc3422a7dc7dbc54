import { openStackOverflow } from '../../../src/lib/adapters/sources/stackoverflow/factory.js';
import {
  STACKEXCHANGE_KEY,
  stackOverflowServer,
  TAG,
} from '../../fixtures/stackoverflow/server.js';
import { partitionedSourceContract } from './partitioned-contract.js';

for (const key of [STACKEXCHANGE_KEY, undefined])
  partitionedSourceContract({
    name: `Stack Overflow, ${key ? 'with' : 'without'} a key`,
    batch: 30,
    secrets: [STACKEXCHANGE_KEY, encodeURIComponent(STACKEXCHANGE_KEY)],
    async open(posts, clock) {
      const service = await stackOverflowServer(posts);
      const asked = { url: `${service.url}/2.3`, site: 'stackoverflow', tags: [TAG], pageSize: 3 };
      return { source: openStackOverflow({ ...asked, key, clock }), service };
    },
  });
