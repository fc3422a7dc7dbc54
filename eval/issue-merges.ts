/** Are posts merged that do not say the same? */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { upperBound } from '../src/lib/algorithms/calibration/binomial.js';
import {
  nearDuplicates,
  SAME,
  type Bounds,
  type Post,
} from '../src/lib/algorithms/issues/near-duplicates.js';
import { meanDirection } from '../src/lib/algorithms/vectors/normalise.js';
import { embedded } from './embedded.js';
import { grouped } from './grouped.js';
import type { DataFolder, Figure } from './harness.js';
import { postsOf, TWIN_KINDS, type LabelledPost } from './issue-pairs.js';
import { passageVectors } from './vectors.js';

interface Labelled {
  posts: Post[];
  statementOf: Map<string, string>;
}

/** Paragraphs a half: every one makes up to nine posts. */
const PARAGRAPHS = 100;
const GRID: readonly Bounds[] = [0.5, 0.6, 0.7, 0.8].flatMap((resemblance) =>
  [0.8, 0.9, 0.95].map((cosine) => ({ resemblance, cosine })),
);
const WRONG = 0.01;
const SURE = 0.05;

export async function merges(data: DataFolder): Promise<Figure[]> {
  const [tuned, held] = await halves(data);
  const texts = await shortTexts(data);
  const chosen = counted(tuned, SAME);
  const found = counted(held, SAME);
  const words = counted(held, { ...SAME, cosine: -1 });
  const short = counted(texts, SAME);
  const pairs = await minimalPairs();
  return [
    ...GRID.flatMap((bounds) => {
      const at = `${bounds.resemblance} / ${bounds.cosine}`;
      const { merged, wrong, copies } = counted(tuned, bounds);
      return [
        { what: `merging, tuned on, ${at}: wrong`, value: wrong / merged },
        { what: `merging, tuned on, ${at}: copies found`, value: (merged - wrong) / copies },
      ];
    }),
    { what: 'merging, tuned on: wrong', value: chosen.wrong / chosen.merged },
    { what: `merging, held back: pairs merged`, value: found.merged },
    { what: 'merging, held back: wrong', value: found.wrong / found.merged, atMost: WRONG },
    {
      what: 'merging, held back: wrong, at most (95 %)',
      value: upperBound(found.wrong, found.merged, SURE),
    },
    {
      what: 'merging, held back: wrong, words alone (baseline)',
      value: words.wrong / words.merged,
    },
    {
      what: 'merging, held back: copies found',
      value: (found.merged - found.wrong) / found.copies,
      atLeast: 0.5,
    },
    ...TWIN_KINDS.map((kind) => ({
      what: `merging, held back: twins merged, ${kind}`,
      value: found.twins.get(kind) ?? 0,
    })),
    { what: 'merging, short texts by intent: pairs merged', value: short.merged },
    {
      what: 'merging, short texts by intent: wrong',
      value: short.wrong / (short.merged || 1),
      atMost: WRONG,
    },
    {
      what: `merging, ${pairs.count} minimal pairs: merged`,
      value: pairs.merged / pairs.count,
      atMost: WRONG,
    },
  ];
}

/** Pairs within merged groups: all, those of two statements, and as many as there are to be found. */
function counted({ posts, statementOf }: Labelled, bounds: Bounds) {
  const twins = new Map<string, number>();
  let [merged, wrong] = [0, 0];
  for (const group of nearDuplicates(posts, bounds).merged) {
    for (const [a, b] of pairsOf(group)) {
      merged++;
      if (statementOf.get(a) === statementOf.get(b)) continue;
      wrong++;
      const kind = TWIN_KINDS.find((each) => `${a} ${b}`.includes(`/${each}`));
      if (kind) twins.set(kind, (twins.get(kind) ?? 0) + 1);
    }
  }
  const groups = grouped(posts, ({ id }) => statementOf.get(id));
  const copies = [...groups.values()].reduce((n, { length }) => n + (length * (length - 1)) / 2, 0);
  return { merged, wrong, copies, twins };
}

const pairsOf = <T>(list: readonly T[]): [T, T][] =>
  list.flatMap((a, i) => list.slice(i + 1).map((b): [T, T] => [a, b]));

/** Articles alternate: no text of one half is about what the other is about. */
async function halves(data: DataFolder): Promise<[Labelled, Labelled]> {
  const articles = new Map<string, { id: string; text: string }[]>();
  type Row = { id: string; article: string; text: string };
  for await (const { id, article, text } of data.rows<Row>('squad_paragraphs.jsonl')) {
    const rows = articles.get(article);
    if (rows) rows.push({ id, text });
    else articles.set(article, [{ id, text }]);
  }
  const half = (odd: number) => {
    const rows = [...articles.values()].filter((_, i) => i % 2 === odd).flatMap((each) => each);
    const step = Math.max(1, Math.floor(rows.length / PARAGRAPHS));
    return rows.filter((_, i) => i % step === 0).slice(0, PARAGRAPHS);
  };
  return [await labelled(postsOf(half(0), 1)), await labelled(postsOf(half(1), 2))];
}

async function labelled(made: readonly LabelledPost[]): Promise<Labelled> {
  const passages = await passageVectors(made.map(({ text }) => text));
  return {
    posts: made.map(({ id, text }, i) => ({
      id,
      text,
      vector: meanDirection(passages[i]!.vectors),
    })),
    statementOf: new Map(made.map(({ id, statement }) => [id, statement])),
  };
}

/** Questions of people: of one intent, they may be one; of two, they are not. */
async function shortTexts(data: DataFolder): Promise<Labelled> {
  const rows: { id: string; text: string; intent: string }[] = [];
  for (const file of ['banking77_lookups.jsonl', 'clinc150_lookups.jsonl']) {
    for await (const row of data.rows<{ text: string; intent: string }>(file))
      if (row.intent !== 'oos') rows.push({ ...row, id: `${file}/${rows.length}` });
  }
  const vectors = await embedded(rows.map(({ text }) => text));
  return {
    posts: rows.map(({ id, text }, i) => ({ id, text, vector: vectors[i]! })),
    statementOf: new Map(rows.map(({ id, intent }) => [id, intent])),
  };
}

/** Two questions that differ in what one of their words makes them ask. */
async function minimalPairs(): Promise<{ count: number; merged: number }> {
  type Row = { stored: string; asked: string; same: boolean };
  const text = readFileSync(join(import.meta.dirname, 'minimal-pairs-counted.jsonl'), 'utf8');
  const rows = text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Row)
    .filter(({ same }) => !same);
  const vectors = await embedded(rows.flatMap(({ stored, asked }) => [stored, asked]));
  const merged = rows.filter(({ stored, asked }, i) => {
    const posts = [stored, asked].map((each, side) => {
      return { id: String(side), text: each, vector: vectors[2 * i + side]! };
    });
    return nearDuplicates(posts).merged.length > 0;
  });
  return { count: rows.length, merged: merged.length };
}
