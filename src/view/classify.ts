/** What `gibsey classify` shows: how many texts have each label, and with --show which. */
import { CLASSIFIED, type Classification, type Classified } from '../lib/domain/classification.js';
import type { Store } from '../lib/ports/index.js';
import type { ClassifyStage } from '../lib/stages/classify/stage.js';
import { columns } from './columns.js';
import { count, plural, shorten } from './format.js';

type LabelledText = Classification & { text: string };

const SHOWN = 50;
const TEXT_WIDTH = 44;

export async function classifyResult(store: Store, stage: ClassifyStage, show: boolean) {
  const counts = await countsOf(store, stage.collections);
  const left = stage.left();
  const texts = show ? await shownTexts(stage) : null;
  const lines = [
    countsText(counts),
    ...(left > 0 ? [`  ${plural(left, 'text')} left by --limit: gibsey classify`] : []),
    ...(texts ? ['', textsText(texts)] : []),
  ];
  const json = {
    labels: Object.fromEntries(counts),
    left,
    ...(texts ? { classifications: texts.map(classificationJson) } : {}),
  };
  return { json, text: lines.join('\n') };
}

export type LabelCounts = [Classified, { label: string; count: number }[]][];

/** Of all texts that have a label, whenever it was given. */
export function countsOf(
  store: Store,
  collections: readonly Classified[] = CLASSIFIED,
): Promise<LabelCounts> {
  return Promise.all(
    collections.map(async (each): Promise<LabelCounts[number]> => [
      each,
      await store.classifications.counts(each),
    ]),
  );
}

/** `conversations: 12 question, 3 casual`; empty while nothing has a label. */
export const countsLine = (counts: LabelCounts): string =>
  counts
    .filter(([, labels]) => labels.length > 0)
    .map(([collection, labels]) => {
      const each = labels.map(({ label, count: texts }) => `${count(texts)} ${label}`);
      return `${collection}: ${each.join(', ')}`;
    })
    .join('; ');

function countsText(counts: LabelCounts): string {
  const rows = counts.flatMap(([collection, labels]) =>
    labels.map(({ label, count: texts }) => [collection, label, count(texts)]),
  );
  return columns(rows, { head: ['collection', 'label', 'texts'], right: [2] });
}

/** Newest label first, ties by id. */
async function shownTexts(stage: ClassifyStage): Promise<LabelledText[]> {
  const all: LabelledText[] = [];
  for await (const batch of stage.labelled()) all.push(...batch);
  return all.sort((a, b) => b.classifiedAt - a.classifiedAt || (a.id < b.id ? -1 : 1));
}

function textsText(texts: readonly LabelledText[]): string {
  const rows = texts
    .slice(0, SHOWN)
    .map(({ label, confidence, method, text }) => [
      ...[label, confidence.toFixed(2), method, shorten(text, TEXT_WIDTH)],
    ]);
  const more = texts.length - rows.length;
  const rest = more > 0 ? [`  …${count(more)} more: gibsey classify --show --json`] : [];
  const head = ['label', 'sure', 'method', 'text'];
  return [columns(rows, { head, right: [1] }), ...rest].join('\n');
}

const classificationJson = (row: LabelledText) => ({
  collection: row.collection,
  id: row.id,
  label: row.label,
  confidence: row.confidence,
  method: row.method,
  model: row.model,
  classified_at: new Date(row.classifiedAt).toISOString(),
  text: row.text,
});

/** The command that a run without any text is waiting for. */
export async function nothingToClassify(store: Store): Promise<string> {
  return (await store.conversations.count()) === 0
    ? 'No conversations yet: gibsey ingest conversations FILE'
    : 'Nobody said anything of late: gibsey classify --days 30';
}
