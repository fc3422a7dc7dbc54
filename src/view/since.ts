import { changesSince, type ClusterChange } from '../lib/answering/changes.js';
import { generationThen, type Then } from '../lib/answering/then.js';
import type { App } from '../lib/app/app.js';
import type { Generation } from '../lib/domain/generation.js';
import { columns } from './columns.js';
import { count, moment, plural, shorten } from './format.js';
import { NOTHING } from './status.js';

/** Wide enough for a title to be known by; the table stays within 80 columns. */
const TITLE = 24;
const SOURCES_SHOWN = 2;

/** What became of every published cluster since then. */
export async function since({ store }: Pick<App, 'store'>, then: Then) {
  const now = await store.generations.published('pages');
  if (!now) return { json: { since: null, published: null, clusters: [] }, text: NOTHING };
  const before = await generationThen(store, now, then);
  const changes = await changesSince(store, before, now);
  const json = {
    since: before && generationJson(before),
    published: generationJson(now),
    clusters: changes.map(changeJson),
  };
  return { json, text: sinceText(before, now, changes) };
}

const generationJson = ({ id, number, runId, createdAt }: Generation) => ({
  generation: id,
  number,
  run_id: runId,
  published_at: new Date(createdAt).toISOString(),
});

function changeJson({ clusterId, before, now, ...rest }: ClusterChange) {
  const { title, lineage, from, into, came, left, summary } = rest;
  return {
    cluster_id: clusterId,
    title,
    lineage,
    from,
    into,
    pages_before: before,
    pages: now,
    pages_came: came,
    pages_left: left,
    summary,
  };
}

function sinceText(
  before: Generation | null,
  now: Generation,
  changes: readonly ClusterChange[],
): string {
  if (before?.id === now.id) return `Nothing has changed since ${named(now)}.`;
  const changed = changes.filter(hasChanged);
  const rest = changes.length - changed.length;
  return [
    before
      ? `From ${named(before)}, to ${named(now)}`
      : `Nothing was published then; now ${named(now)}`,
    '',
    changed.length > 0 ? columns(changed.map(row), { head: HEAD, right: [3] }) : '',
    rest > 0 ? `  ${plural(rest, 'more cluster')} as ${rest === 1 ? 'it was' : 'they were'}` : '',
  ]
    .filter((line, i) => line || i === 1)
    .join('\n');
}

const named = ({ number, createdAt }: Generation) => `generation ${number}, ${moment(createdAt)}`;

const hasChanged = ({ lineage, came, left, summary }: ClusterChange) =>
  lineage !== 'continued' || came + left > 0 || summary !== 'unchanged';

const HEAD = ['id', 'title', 'since then', 'pages', 'summary'];

const row = (change: ClusterChange): string[] => [
  `#${change.clusterId}`,
  shorten(change.title ?? '', TITLE),
  became(change),
  pages(change),
  change.lineage === 'retired' ? '' : change.summary,
];

function became({ clusterId, lineage, from, into }: ClusterChange): string {
  if (lineage === 'retired') return into === null ? 'retired' : `merged into #${into}`;
  const others = from.filter((id) => id !== clusterId).map((id) => `#${id}`);
  if (others.length === 0) return lineage;
  const more = others.length > SOURCES_SHOWN ? '…' : '';
  const named = `${others.slice(0, SOURCES_SHOWN).join(', ')}${more}`;
  return lineage === 'split' ? `split from ${named}` : `took in ${named}`;
}

/** `17 → 19`; one number when the same pages are in it, or when there was no such cluster. */
function pages({ before, now, came, left }: ClusterChange): string {
  if (now === null) return count(before ?? 0);
  if (before === null || came + left === 0) return count(now);
  return `${count(before)} → ${count(now)}`;
}
