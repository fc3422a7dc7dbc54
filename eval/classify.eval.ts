/**
 * How often do the shipped prototypes find the label that a person gave? The texts were written for this evaluation, in
 * six languages, after the labels and without the prototypes in sight; one person wrote all of them, so that they may
 * resemble the prototypes more than those of real users do. The constants were chosen on `classify-tuning.jsonl` and
 * looked at nothing else (decision 0028). The open data sets have other labels: those of their intents that can only be
 * one of ours are taken.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openMiniLm } from '../src/lib/adapters/embedding/minilm/factory.js';
import type { Label, LabelSet } from '../src/lib/domain/classification.js';
import type { Embedder } from '../src/lib/ports/index.js';
import { INTENTS } from '../src/lib/stages/classify/labels/intents.js';
import { ISSUES } from '../src/lib/stages/classify/labels/issues.js';
import {
  NearestPrototypes,
  type Labelled,
  type NearestOptions,
} from '../src/lib/stages/classify/prototypes.js';
import { MODEL_DIR } from './embedded.js';
import type { DataFolder, Evaluation, Figure } from './harness.js';

interface Row {
  label: string;
  text: string;
  language?: string;
  collection?: LabelSet | 'conversations';
}
type Judged = Row & { found: Labelled };

const CLINC: Readonly<Record<string, readonly string[]>> = {
  casual: ['greeting', 'goodbye', 'thank_you'],
  question: [
    'meaning_of_life',
    'distance',
    'calories',
    'oil_change_how',
    'definition',
    'cook_time',
  ],
  request: ['alarm', 'reminder_update', 'play_music', 'shopping_list_update', 'make_call', 'text'],
};
const BANKING = 500;
const LEAST_SURE = 0.6;

export default {
  name: 'classify',
  needs: ['clinc150_lookups.jsonl', 'banking77_lookups.jsonl'],
  async run(data) {
    const embedder = await openMiniLm({ modelDir: MODEL_DIR });
    try {
      return [...(await ofIntents(embedder, data)), ...(await ofIssues(embedder, data))];
    } finally {
      await embedder.close();
    }
  },
} satisfies Evaluation;

async function ofIntents(embedder: Embedder, data: DataFolder): Promise<Figure[]> {
  const judge = judgeOf(embedder, INTENTS);
  const tuning = await judge(own('tuning').filter((row) => row.collection === 'conversations'));
  const judged = await judge(own('conversations'));
  const others = await variants(
    embedder,
    INTENTS,
    own('tuning').filter((row) => row.collection === 'conversations'),
  );
  const sure = judged.filter(({ found }) => found.confidence >= LEAST_SURE);
  const languages = [...new Set(judged.map(({ language }) => language))];
  const labels = INTENTS.map(({ label }) => label);
  const strangers = await judge(await clinc(data));
  return [
    { what: 'intents: right, tuning (90)', value: right(tuning) },
    ...others.map((each) => ({ ...each, what: `intents: right, tuning, ${each.what}` })),
    {
      what: 'intents: right (180 texts, 6 languages, 5 labels)',
      value: right(judged),
      atLeast: 0.6,
    },
    ...languages.map((each) => ({
      what: `intents: right, ${each}`,
      value: right(judged.filter(({ language }) => language === each)),
    })),
    ...labels.map((each) => ({
      what: `intents: found of those that are “${each}”`,
      value: right(judged.filter(({ label }) => label === each)),
    })),
    {
      what: `intents: right where it is at least ${LEAST_SURE} sure`,
      value: right(sure),
      atLeast: 0.7,
    },
    { what: `intents: share of which it is so sure`, value: sure.length / judged.length },
    { what: 'intents: error of the confidence (ECE, 5 bins)', value: ece(judged), atMost: 0.15 },
    ...Object.keys(CLINC).map((each) => ({
      what: `CLINC150: found of those that are “${each}”`,
      value: right(strangers.filter(({ label }) => label === each)),
    })),
  ];
}

async function ofIssues(embedder: Embedder, data: DataFolder): Promise<Figure[]> {
  const judge = judgeOf(embedder, ISSUES);
  const tuning = await judge(own('tuning').filter((row) => row.collection === 'issues'));
  const judged = await judge(own('issues'));
  const others = await variants(
    embedder,
    ISSUES,
    own('tuning').filter((row) => row.collection === 'issues'),
  );
  const bank: Row[] = [];
  for await (const { text } of data.rows<{ text: string }>('banking77_lookups.jsonl')) {
    if (bank.length < BANKING) bank.push({ text, label: 'finance' });
  }
  return [
    { what: 'issues: right, tuning (24)', value: right(tuning) },
    ...others.map((each) => ({ ...each, what: `issues: right, tuning, ${each.what}` })),
    { what: 'issues: right (48 texts, 8 labels)', value: right(judged), atLeast: 0.75 },
    { what: 'issues: error of the confidence (ECE, 5 bins)', value: ece(judged) },
    { what: `Banking77: found of ${BANKING} that are “finance”`, value: right(await judge(bank)) },
  ];
}

/** What was not chosen. */
const VARIANTS: Readonly<Record<string, NearestOptions>> = {
  'the nearest alone, by meaning': { form: 0, nearest: 1 },
  'the nearest three, by meaning': { form: 0 },
  'the nearest alone': { nearest: 1 },
  'more of form (0.5)': { form: 0.5 },
};

async function variants(embedder: Embedder, labels: readonly Label[], rows: readonly Row[]) {
  const figures: Figure[] = [];
  for (const [what, options] of Object.entries(VARIANTS)) {
    figures.push({ what, value: right(await judgeOf(embedder, labels, options)(rows)) });
  }
  return figures;
}

function own(name: string): Row[] {
  const text = readFileSync(join(import.meta.dirname, `classify-${name}.jsonl`), 'utf8');
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Row);
}

async function clinc(data: DataFolder): Promise<Row[]> {
  const labelOf = new Map(
    Object.entries(CLINC).flatMap(([label, intents]) => intents.map((each) => [each, label])),
  );
  const rows: Row[] = [];
  for await (const row of data.rows<{ text: string; intent: string }>('clinc150_lookups.jsonl')) {
    const label = labelOf.get(row.intent);
    if (label !== undefined) rows.push({ text: row.text, label });
  }
  return rows;
}

function judgeOf(embedder: Embedder, labels: readonly Label[], options?: NearestOptions) {
  const nearest = new NearestPrototypes(embedder, labels, options);
  const never = new AbortController().signal;
  return async (rows: readonly Row[]): Promise<Judged[]> => {
    const judged: Judged[] = [];
    for (const row of rows) judged.push({ ...row, found: await nearest.label(row.text, never) });
    return judged;
  };
}

const right = (rows: readonly Judged[]): number =>
  rows.filter(({ label, found }) => label === found.label).length / rows.length;

/** Expected calibration error (Guo et al. 2017): mean distance of confidence and share right, over bins of equal width. */
function ece(rows: readonly Judged[], bins = 5): number {
  let error = 0;
  for (let bin = 0; bin < bins; bin++) {
    const own = rows.filter(
      ({ found }) => Math.min(bins - 1, Math.floor(found.confidence * bins)) === bin,
    );
    if (own.length === 0) continue;
    const sure = own.reduce((sum, { found }) => sum + found.confidence, 0) / own.length;
    error += (own.length / rows.length) * Math.abs(sure - right(own));
  }
  return error;
}
