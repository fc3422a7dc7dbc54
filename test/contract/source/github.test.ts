import { openGitHub } from '../../../src/lib/adapters/sources/github/factory.js';
import { GITHUB_TOKEN, githubServer, REPO } from '../../fixtures/github/server.js';
import { partitionedSourceContract } from './partitioned-contract.js';

for (const [name, asked] of [
  ['GitHub, a repository', { repos: [REPO], queries: [] }],
  ['GitHub, a search', { repos: [], queries: ['tide'] }],
] as const)
  partitionedSourceContract({
    name,
    batch: 30,
    secrets: [GITHUB_TOKEN],
    async open(posts, clock) {
      const service = await githubServer(posts);
      const { url } = service;
      return {
        source: openGitHub({ url, token: GITHUB_TOKEN, ...asked, clock, pageSize: 3 }),
        service,
      };
    },
  });
