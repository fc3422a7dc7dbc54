import { z } from 'zod';
import type { RawItem } from '../../../domain/item.js';
import type { Json } from '../../../domain/values.js';
import type { PartitionedSource } from '../../../ports/index.js';
import { ApiClient } from '../../http/api-client.js';
import { daysOf, splitInTime, stretchOf, type Stretch } from '../days.js';
import { inTurn, unusable, type Target, type TargetRecord } from '../items.js';
import { invalidReply, refusedTarget } from '../refusals.js';
import { LIMIT, MOST_HITS, type HackerNewsOptions } from './config.js';
import { hitRecord, replyOf } from './hits.js';

/** What was posted on Hacker News, by day, through the search of Algolia. What was deleted is absent from it. */
export function openHackerNews(options: HackerNewsOptions): PartitionedSource<RawItem> {
  const { clock, queries, timeoutMs } = options;
  const client = new ApiClient({ service: 'Hacker News', limit: LIMIT, clock, timeoutMs });
  return {
    name: 'hackernews',
    partitions: (window, signal) => daysOf(window, clock.now(), signal),
    read: (day, from, signal) =>
      inTurn(
        queries.map((query) => targetOf(query, stretchOf(day), client, options)),
        from,
        signal,
      ),
  };
}

function targetOf(
  query: string,
  stretch: Stretch,
  client: ApiClient,
  options: HackerNewsOptions,
): Target {
  const name = `search ${query}`;
  const ask = (part: Stretch, signal: AbortSignal) =>
    searched(query, part, client, options, signal);
  return {
    name,
    read: (state, signal) => refusedTarget(name, () => read(name, stretch, ask, state, signal)),
  };
}

const stateSchema = z.object({ from: z.int() });

async function* read(
  name: string,
  stretch: Stretch,
  ask: (part: Stretch, signal: AbortSignal) => Promise<{ hits: unknown[]; overflows: boolean }>,
  state: Json | null,
  signal: AbortSignal,
): AsyncGenerator<TargetRecord> {
  const from = stateSchema.safeParse(state).data?.from ?? stretch.from;
  for await (const part of splitInTime({ ...stretch, from }, (each) => ask(each, signal))) {
    const { hits, overflows, until } = part;
    yield* hits.map((hit, i) => hitRecord(hit, `Hacker News, ${name}, hit ${i + 1}`));
    if (overflows) yield unusable(`Hacker News, ${name}`, 'it finds more in a second than is told');
    yield { state: { from: until } };
  }
}

async function searched(
  query: string,
  { from, until }: Stretch,
  client: ApiClient,
  { url, tags, pageSize = MOST_HITS }: HackerNewsOptions,
  signal: AbortSignal,
) {
  const address = new URL(`${url.replace(/\/+$/, '')}/search_by_date`);
  address.search = new URLSearchParams({
    query,
    tags: `(${tags.join(',')})`,
    numericFilters: `created_at_i>=${from},created_at_i<${until}`,
    hitsPerPage: String(pageSize),
    typoTolerance: 'false',
  }).toString();
  const reply = replyOf((await client.json(address, { signal })).json);
  if (!reply) throw invalidReply('Hacker News', 'no hits');
  const { hits, nbHits } = reply;
  return { hits, overflows: hits.length >= pageSize || (nbHits ?? 0) > hits.length };
}
