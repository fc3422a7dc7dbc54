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

/** Paragraphs of each half: every one makes up to nine posts. That none of so many pairs is wrong says something. */
const PARAGRAPHS = [30, 90] as const;
const GRID: readonly Bounds[] = [0.5, 0.6, 0.7].flatMap((resemblance) =>
  [0.8, 0.85, 0.9].map((cosine) => ({ resemblance, cosine })),
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
  const seen = await minimalPairs('minimal-pairs.jsonl');
  const pairs = await minimalPairs('minimal-pairs-counted.jsonl', 'minimal-pairs-unseen.jsonl');
  return [
    ...GRID.flatMap((bounds) => {
      const at = `${bounds.resemblance} / ${bounds.cosine}`;
      const { merged, wrong, found } = counted(tuned, bounds);
      return [
        { what: `merging, tuned on, ${at}: wrong`, value: wrong / merged },
        { what: `merging, tuned on, ${at}: found again`, value: found },
        { what: `merging, tuned on, ${at}: minimal pairs merged`, value: mergedOf(seen, bounds) },
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
      what: 'merging, held back: found again',
      value: found.found,
      atLeast: 0.5,
    },
    ...TWIN_KINDS.map((kind) => ({
      what: `merging, held back: twins merged, ${kind}`,
      value: found.twins.get(kind) ?? 0,
    })),
    { what: 'merging, short texts by intent: pairs merged', value: short.merged },
    { what: 'merging, short texts by intent: of two intents', value: short.wrong },
    {
      what: `merging, ${pairs.length} minimal pairs, held back: merged`,
      value: mergedOf(pairs, SAME),
      atMost: WRONG,
    },
  ];
}

/** Pairs within merged groups, those of them that are of two statements, and the share of reposts that is in one with its like. */
function counted({ posts, statementOf }: Labelled, bounds: Bounds) {
  const twins = new Map<string, number>();
  const found = new Set<string>();
  let [merged, wrong] = [0, 0];
  for (const group of nearDuplicates(posts, bounds).merged) {
    for (const [a, b] of pairsOf(group)) {
      merged++;
      if (statementOf.get(a) === statementOf.get(b)) {
        found.add(a).add(b);
        continue;
      }
      wrong++;
      const kind = TWIN_KINDS.find((each) => `${a} ${b}`.includes(`/${each}`));
      if (kind) twins.set(kind, (twins.get(kind) ?? 0) + 1);
    }
  }
  const reposts = [...grouped(posts, ({ id }) => statementOf.get(id)).values()]
    .filter(({ length }) => length > 1)
    .reduce((n, { length }) => n + length, 0);
  return { merged, wrong, found: found.size / reposts, twins };
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
  const rowsOf = (half: number) => {
    const rows = [...articles.values()].filter((_, i) => i % 2 === half).flatMap((each) => each);
    const step = Math.max(1, Math.floor(rows.length / PARAGRAPHS[half]!));
    return rows.filter((_, i) => i % step === 0).slice(0, PARAGRAPHS[half]);
  };
  return [await labelled(postsOf(rowsOf(0), 1)), await labelled(postsOf(rowsOf(1), 2))];
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
async function minimalPairs(...files: string[]): Promise<[Post, Post][]> {
  type Row = { stored: string; asked: string; same: boolean };
  const rows = files
    .flatMap((file) =>
      readFileSync(join(import.meta.dirname, file), 'utf8')
        .trim()
        .split('\n'),
    )
    .map((line) => JSON.parse(line) as Row)
    .filter(({ same }) => !same);
  const vectors = await embedded(rows.flatMap(({ stored, asked }) => [stored, asked]));
  return rows.map(({ stored, asked }, i) => [
    { id: 'a', text: stored, vector: vectors[2 * i]! },
    { id: 'b', text: asked, vector: vectors[2 * i + 1]! },
  ]);
}

const mergedOf = (pairs: readonly [Post, Post][], bounds: Bounds): number =>
  pairs.filter((pair) => nearDuplicates(pair, bounds).merged.length > 0).length / pairs.length;
