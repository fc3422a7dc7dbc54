/** What people complain about in public into issues: items → vectors → clusters of each day → labels → issues over days. */
import { ITEM_SOURCES, type ItemSource } from '../domain/item.js';
import type { Scope } from '../domain/values.js';
import { GibseyError } from '../domain/errors.js';
import type { Stage } from '../stages/stage.js';
import type { DaySpan, ItemsSpec, Kit, NightOptions, Pipeline } from './pipeline.js';

const SCOPE = 'issues';
const DAY_MS = 86_400_000;

export const issues: Pipeline = {
  name: 'issues',
  stageNames: [
    ...ITEM_SOURCES.map((source) => `ingest-${source}`),
    ...['embed-items', 'merge-items', 'cluster-items', 'summarize-items'],
    ...['label', 'join', 'publish-issues'],
  ],
  after: [],
  async stages(kit, night) {
    const sources = kit.itemSources();
    if (sources.length === 0 && !(await hasPosts(kit))) return [];
    const { window, days } = await daysOf(kit, await caughtUp(kit, sources, night));
    const reached = await reachedFrom(kit, days);
    return [
      // A day that was read to its end is not read again by night.
      ...(await Promise.all(
        sources.map((source) => ingest(kit, { source, days: window, again: false })),
      )),
      await embed(kit, days),
      await merge(kit, reached),
      await cluster(kit, reached),
      await summarize(kit, reached),
      await label(kit, reached),
      await join(kit, reached),
      ...(await publish(kit, reached)),
    ];
  },
};

/** Posts may have come from a file, with no source that is asked by night. */
async function hasPosts({ store }: Kit): Promise<boolean> {
  const { RAW_ITEMS } = await import('../ports/store/tables/issues.js');
  for await (const posts of store.tables.of(RAW_ITEMS).all()) if (posts.length > 0) return true;
  return false;
}

/** A part for each day, which is that of posting: however late it is looked at, it is the same. */
const scopeOf = (day: string): Scope => `${SCOPE}/${day}`;

/** A night that is not told its days makes up for those that were missed. */
async function caughtUp(
  { store, clock }: Kit,
  sources: readonly ItemSource[],
  night: NightOptions,
): Promise<NightOptions> {
  if (night.days?.from !== undefined || night.days?.to !== undefined) return night;
  const [{ firstOpenDay }, { yesterday }] = await Promise.all([
    import('../stages/ingest/open-days.js'),
    import('../collections/window.js'),
  ]);
  const last = yesterday(clock);
  const open = sources.map((source) => firstOpenDay(store.tables, source, last));
  const [from = last] = (await Promise.all(open)).sort();
  return { ...night, days: { from, to: last } };
}

async function daysOf({ clock }: Kit, { days: asked = {} }: NightOptions) {
  const { daysIn, yesterday } = await import('../collections/window.js');
  const last = yesterday(clock);
  const window = { from: asked.from ?? asked.to ?? last, to: asked.to ?? last };
  if (window.from > window.to) {
    const message = `${window.from} is after ${window.to}: no day is asked for.`;
    throw new GibseyError('USAGE', message, { hint: `--from ${window.to} --to ${window.from}` });
  }
  return { window, days: daysIn(window) };
}

/**
 * The days, and those around them that were mined: what comes in on one may say the same as a post of another, and
 * what was labelled while the model was away is labelled again.
 */
async function reachedFrom({ store }: Kit, days: readonly string[]): Promise<string[]> {
  const [{ daysIn }, { MERGE_ITEMS, MERGES_BACK }] = await Promise.all([
    import('../collections/window.js'),
    import('../stages/issues/duplicates.js'),
  ]);
  const around = (day: string, by: number) =>
    new Date(Date.parse(day) + by * DAY_MS).toISOString().slice(0, 10);
  const span = { from: around(days[0]!, -MERGES_BACK), to: around(days.at(-1)!, MERGES_BACK) };
  const mined = new Set([...(await store.memo.keys(MERGE_ITEMS)), ...days]);
  return daysIn(span).filter((day) => mined.has(day));
}

/** @throws USAGE when nothing is configured of the source */
export async function ingest(
  kit: Kit,
  { days = {}, again = true, ...spec }: ItemsSpec & { days?: DaySpan; again?: boolean },
): Promise<Stage> {
  const [{ ingestItemsStage }, { collectedDay, isDone }] = await Promise.all([
    import('../stages/ingest/items.js'),
    import('../stages/ingest/open-days.js'),
  ]);
  if (spec.path === undefined && !kit.itemSources().includes(spec.source)) throw unasked(spec);
  const { store, clock } = kit;
  const source = await kit.openItems(spec);
  const { tables } = store;
  const { window, days: asked } = await daysOf(kit, { days });
  const collected = await Promise.all(asked.map((day) => collectedDay(tables, source.name, day)));
  const once = again || !collected.every(isDone);
  return ingestItemsStage({ source, tables, clock, again, once, window });
}

const ASKED_BY: Record<ItemSource, string> = {
  github: 'github.repos or github.queries',
  stackoverflow: 'stackoverflow.tags',
  reddit: 'reddit.subreddits',
  hackernews: 'hackernews.queries',
};

const unasked = ({ source }: ItemsSpec) =>
  new GibseyError(
    'CONFIG_INVALID',
    `Nothing is asked of ${source}: ${ASKED_BY[source]} is empty.`,
    {
      hint: `set ${ASKED_BY[source]} in gibsey.config.json`,
    },
  );

async function embed(kit: Kit, days: readonly string[]): Promise<Stage> {
  const [{ embedStage }, { itemsToEmbed }] = await Promise.all([
    import('../stages/embed/stage.js'),
    import('../collections/items.js'),
  ]);
  const { store, clock, concurrency } = kit;
  const collection = itemsToEmbed(store.tables, { days, clock });
  const how = { collection, embedder: await kit.embedder(), concurrency };
  return embedStage({
    name: 'embed-items',
    needs: ITEM_SOURCES.map((source) => `ingest-${source}`),
    ...how,
  });
}

async function merge({ store, embedder }: Kit, days: readonly string[]): Promise<Stage> {
  const { duplicatesStage } = await import('../stages/issues/duplicates.js');
  return duplicatesStage({ days, store, space: (await embedder()).space });
}

/** Clusters of a day: one for a hundred items, and at least ten. Never more than items: the algorithm sees to it. */
export const groupingOf = (items: number) => ({
  algorithm: 'minibatch-kmeans' as const,
  k: Math.max(10, Math.floor(items / 100)),
});

async function cluster({ store, config, embedder }: Kit, days: readonly string[]): Promise<Stage> {
  const [{ clusterStage }, { inOne }, { itemPoints }] = await Promise.all([
    import('../stages/cluster/stage.js'),
    import('../stages/in-one.js'),
    import('../collections/items.js'),
  ]);
  const { seed } = config.clustering;
  const { space } = await embedder();
  const changed = 'items or settings changed';
  const ofDay = (day: string) =>
    clusterStage({
      ...{ name: 'cluster-items', version: 1, needs: ['merge-items'], scope: scopeOf(day) },
      ...{ store, points: itemPoints(store.tables, day), space, grouping: groupingOf, seed },
      signature: ['minibatch-kmeans', 10, 100, seed],
      reasons: { changed, forced: 'forced', overtaken: changed },
    });
  return inOne('cluster-items', days.map(ofDay));
}

async function summarize({ store, embedder }: Kit, days: readonly string[]): Promise<Stage> {
  const { summariesStage } = await import('../stages/issues/summaries.js');
  const { space } = await embedder();
  return summariesStage({ days, scopeOf, store, space });
}

/** Labels asked for at once, whatever the settings of summaries allow. */
const MOST_AT_ONCE = 8;

async function label(kit: Kit, days: readonly string[]): Promise<Stage> {
  const [{ labelStage }, { issueLabeller }, { payQuote }] = await Promise.all([
    import('../stages/issues/label.js'),
    import('../stages/label/labeller.js'),
    import('../algorithms/issues/pay-quote.js'),
  ]);
  const { store, config } = kit;
  const embedder = await kit.embedder();
  const model = await kit.model('rules label issues');
  const concurrency = Math.min(MOST_AT_ONCE, config.summaries.concurrency);
  const labeller = issueLabeller({ embedder, model });
  const { space } = embedder;
  return labelStage({ days, scopeOf, store, space, labeller, payQuote, concurrency });
}

async function join({ store }: Kit, days: readonly string[]): Promise<Stage> {
  const [{ joinStage }, { joinDay, JOINING, JOINING_VERSION }] = await Promise.all([
    import('../stages/issues/join.js'),
    import('../algorithms/issues/joining.js'),
  ]);
  const joiner = { signature: [JOINING_VERSION, ...Object.values(JOINING)], join: joinDay };
  return joinStage({ days, scopeOf, store, joiner });
}

/** Nothing where issues are shown nowhere else. */
async function publish({ store, clock, issueSink }: Kit, days: readonly string[]) {
  const sink = await issueSink();
  if (sink === null) return [];
  const { publishIssuesStage } = await import('../stages/issues/publish.js');
  return [publishIssuesStage({ days, store, sink, clock }) as Stage];
}

/** Labels by hand: without the joining behind it nobody could look an issue up. */
export async function labelling(kit: Kit, span: DaySpan): Promise<Stage[]> {
  const { days } = await daysOf(kit, { days: span });
  return [await label(kit, days), await join(kit, days)];
}

/** Publishing by hand. @throws CONFIG_INVALID where there is no place to show issues */
export async function publishing(kit: Kit, span: DaySpan): Promise<Stage> {
  const { days } = await daysOf(kit, { days: span });
  const [stage] = await publish(kit, days);
  if (stage) return stage;
  throw new GibseyError('CONFIG_INVALID', 'No place is configured to show issues in.', {
    hint: 'set pocketbase.url in gibsey.config.json; here: gibsey issues',
  });
}
