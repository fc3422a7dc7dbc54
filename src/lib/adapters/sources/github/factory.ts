import type { RawItem } from '../../../domain/item.js';
import type { PartitionedSource } from '../../../ports/index.js';
import { daysOf, stretchOf } from '../days.js';
import { inTurn, type Target } from '../items.js';
import { GitHubClient } from './client.js';
import { LISTED_DAYS, type GitHubOptions } from './config.js';
import { listedTarget } from './listing.js';
import { searchedTarget } from './search.js';

/**
 * Issues of GitHub by the day on which they were opened: those of repositories, and those that searches find. Pull
 * requests are none. A repository or search that GitHub refuses is a problem; the others are read.
 */
export function openGitHub(options: GitHubOptions): PartitionedSource<RawItem> {
  const client = new GitHubClient(options);
  const { clock } = options;
  return {
    name: 'github',
    partitions: (window, signal) => daysOf(window, clock.now(), signal),
    read: (day, from, signal) => inTurn(targetsOf(day, client, options), from, signal),
  };
}

/** A listing runs backwards from today, so days long past are found by a search; both give the same issues. */
function targetsOf(day: string, client: GitHubClient, options: GitHubOptions): Target[] {
  const { repos, queries, clock, pageSize = 100 } = options;
  const stretch = stretchOf(day);
  const isLong = clock.now() / 1000 - stretch.until > LISTED_DAYS * 86_400;
  const asked = { client, stretch, pageSize };
  return [
    ...repos.map((repo) =>
      isLong ? searchedTarget(`repo:${repo}`, asked) : listedTarget(repo, asked),
    ),
    ...queries.map((query) => searchedTarget(query, asked)),
  ];
}
