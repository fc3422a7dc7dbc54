/** Which category do rules give a cluster whose category is known? */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openMiniLm } from '../src/lib/adapters/embedding/minilm/factory.js';
import type { ClusterToLabel } from '../src/lib/domain/issues.js';
import { issueLabeller } from '../src/lib/stages/label/labeller.js';
import type { IssueLabeller } from '../src/lib/ports/index.js';
import { MODEL_DIR } from './embedded.js';
import { grouped } from './grouped.js';
import type { DataFolder, Figure } from './harness.js';

interface Known {
  category: string;
  titles: string[];
}

/** Intents that can only be of one category. */
const CLINC: Readonly<Record<string, readonly string[]>> = {
  finance: [
    ...['bill_balance', 'transfer', 'transactions', 'interest_rate', 'credit_score', 'taxes'],
    ...['account_blocked', 'direct_deposit', 'pay_bill', 'apr', 'routing', 'exchange_rate'],
    ...['report_fraud', 'spending_history', 'credit_limit', 'international_fees'],
  ],
  other: [
    ...['tell_joke', 'greeting', 'weather', 'timer', 'alarm', 'play_music', 'fun_fact', 'recipe'],
    ...['what_song', 'meaning_of_life', 'roll_dice', 'flip_coin', 'date', 'time', 'make_call'],
    ...['whisper_mode'],
  ],
};
const TITLES = 10;

export async function categories(data: DataFolder): Promise<Figure[]> {
  const embedder = await openMiniLm({ modelDir: MODEL_DIR });
  try {
    const labeller = issueLabeller({ embedder, model: null });
    const own = await agreement(labeller, ownTexts());
    const banking = await agreement(
      labeller,
      await clusters(data, 'banking77_lookups.jsonl', () => 'finance'),
    );
    const clinc = await agreement(
      labeller,
      await clusters(data, 'clinc150_lookups.jsonl', categoryOf),
    );
    return [
      {
        what: 'categories by rules: right, single posts (48, 8 categories)',
        value: own.right,
        atLeast: 0.75,
      },
      { what: 'categories by rules: right, the most frequent (baseline)', value: own.majority },
      {
        what: 'categories by rules: Banking77, found to be finance',
        value: banking.right,
        atLeast: 0.6,
      },
      {
        what: 'categories by rules: CLINC150, finance or none of the list',
        value: clinc.right,
        atLeast: 0.8,
      },
      {
        what: 'categories by rules: CLINC150, the most frequent (baseline)',
        value: clinc.majority,
      },
    ];
  } finally {
    await embedder.close();
  }
}

async function agreement(labeller: IssueLabeller, known: readonly Known[]) {
  const never = new AbortController().signal;
  let right = 0;
  for (const { category, titles } of known) {
    const { label } = await labeller.label(clusterOf(titles), never);
    if (label.category === category) right++;
  }
  const counts = [...grouped(known, ({ category }) => category).values()].map(
    ({ length }) => length,
  );
  return { right: right / known.length, majority: Math.max(...counts) / known.length };
}

const clusterOf = (titles: readonly string[]): ClusterToLabel => ({
  ...{ clusterDate: '2026-10-01', clusterId: 0, size: titles.length, confidence: 1, summary: '' },
  items: titles.map((title, i) => ({
    ...{ urlHash: String(i), url: '', source: 'hackernews', collectionDate: '2026-10-01' },
    ...{ title, body: '', createdAt: 0, author: null },
  })),
});

function ownTexts(): Known[] {
  const text = readFileSync(join(import.meta.dirname, 'classify-issues.jsonl'), 'utf8');
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { label: string; text: string })
    .map((row) => ({ category: row.label, titles: [row.text] }));
}

const categoryOf = (intent: string): string | undefined =>
  Object.keys(CLINC).find((category) => CLINC[category]!.includes(intent));

/** A cluster an intent, of its first texts. */
async function clusters(
  data: DataFolder,
  file: string,
  category: (intent: string) => string | undefined,
): Promise<Known[]> {
  const found = new Map<string, Known>();
  for await (const { text, intent } of data.rows<{ text: string; intent: string }>(file)) {
    const own = category(intent);
    if (own === undefined) continue;
    const cluster = found.get(intent) ?? { category: own, titles: [] };
    if (cluster.titles.length < TITLES) cluster.titles.push(text);
    found.set(intent, cluster);
  }
  return [...found.values()];
}
