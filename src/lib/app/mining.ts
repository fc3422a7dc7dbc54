/** Where people complain in public: the part of the composition root that opens the sources of issue mining. */
import type { ConditionalCache } from '../adapters/http/conditional.js';
import { systemClock } from '../adapters/clock/system.js';
import type { Config } from '../config/schema.js';
import { ITEM_SOURCES, type ItemSource, type RawItem } from '../domain/item.js';
import type { Kit } from '../pipelines/pipeline.js';
import type { Clock, PartitionedSource, TableStore } from '../ports/index.js';
import { MARKED_REPLIES } from '../ports/store/tables/collecting.js';
import { openIssueSink } from './sinks.js';

export type MiningConfig = Pick<Config, ItemSource>;
type ItemPort = PartitionedSource<RawItem>;

export interface MiningDeps {
  clock?: Clock;
  /** Replies that may still be true; default: none are kept. */
  cache?: ConditionalCache;
}

/** The sources that are asked for anything. */
export function configuredSources(config: MiningConfig): ItemSource[] {
  const asked: Record<ItemSource, number> = {
    github: config.github.repos.length + config.github.queries.length,
    stackoverflow: config.stackoverflow.tags.length,
    reddit: config.reddit.subreddits.length,
    hackernews: config.hackernews.queries.length,
  };
  return ITEM_SOURCES.filter((source) => asked[source] > 0);
}

/** One source as the configuration has it. Nothing is asked of it before it is read. */
export async function openItemSource(
  source: ItemSource,
  config: MiningConfig,
  { clock = systemClock, cache }: MiningDeps = {},
): Promise<ItemPort> {
  switch (source) {
    case 'github': {
      const { openGitHub } = await import('../adapters/sources/github/factory.js');
      return openGitHub({ ...config.github, clock, cache });
    }
    case 'stackoverflow': {
      const { openStackOverflow } = await import('../adapters/sources/stackoverflow/factory.js');
      return openStackOverflow({ ...config.stackoverflow, clock });
    }
    case 'reddit': {
      const { openReddit } = await import('../adapters/sources/reddit/factory.js');
      return openReddit({ ...config.reddit, clock });
    }
    case 'hackernews': {
      const { openHackerNews } = await import('../adapters/sources/hackernews/factory.js');
      return openHackerNews({ ...config.hackernews, clock });
    }
  }
}

/** Posts of Reddit from a file, for whoever has no credentials. */
export async function openRedditFile(path: string, clock: Clock = systemClock): Promise<ItemPort> {
  const { openRedditDump } = await import('../adapters/sources/reddit/dump.js');
  return openRedditDump({ path, clock });
}

/** What the pipeline of issues reads from. */
export function itemOpeners(
  config: MiningConfig & Pick<Config, 'pocketbase'>,
  clock: Clock,
  tables: TableStore,
): Pick<Kit, 'itemSources' | 'openItems' | 'issueSink'> {
  return {
    itemSources: () => configuredSources(config),
    issueSink: () => openIssueSink(config),
    openItems: ({ source, path }) =>
      path === undefined
        ? openItemSource(source, config, { clock, cache: keptReplies(tables, clock) })
        : openRedditFile(path, clock),
  };
}

const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

/** Replies that outlive the process. */
function keptReplies(tables: TableStore, clock: Clock): ConditionalCache {
  const replies = tables.of(MARKED_REPLIES);
  return {
    get: async (address) => (await replies.get([{ address }]))[0],
    set: (address, reply) => replies.put([{ address, ...reply, keptOn: dayOf(clock.now()) }]),
  };
}
