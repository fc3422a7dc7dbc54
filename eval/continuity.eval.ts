/**
 * Do pages keep their cluster's id from night to night, and what does that cost in inertia? One night with 5 %
 * new pages, and 15 such nights, with the new pages drawn at random and in the order of the book, where they
 * bring new topics. The yardstick of inertia is k-means on the same pages without a yesterday, best of 10 starts.
 */
import { kmeans } from '../src/lib/algorithms/clustering/kmeans.js';
import { nameClusters } from '../src/lib/algorithms/clustering/naming.js';
import {
  clusterNight,
  type NightInput,
  type NightResult,
  type PreviousNight,
} from '../src/lib/algorithms/clustering/night.js';
import { lookBack } from '../src/lib/algorithms/clustering/yesterday.js';
import { seededRandom } from '../src/lib/algorithms/random.js';
import { cosine } from '../src/lib/algorithms/vectors/dot.js';
import { gather, matrixOf } from '../src/lib/algorithms/vectors/matrix.js';
import type { Evaluation, Figure } from './harness.js';
import { PAGES, pageVectors, type PageVectors } from './vectors.js';

const SEEDS = [1, 2, 3];
const K = 48;
const GROWTH = 1.05;
const NIGHTS = 15;

export default {
  name: 'continuity',
  needs: [PAGES],
  run: async (data) => {
    const book = await pageVectors(data);
    const all = book.ids.map((_, i) => i);
    const shuffled = SEEDS.map((seed) => ({ seed, order: shuffle(all, seed) }));
    const read = SEEDS.map((seed) => ({ seed, order: all }));
    const growth = { k: K, nights: NIGHTS };
    const figures = bounds('5 % new pages', await histories(book, shuffled, { k: K, nights: 1 }));
    const random = await histories(book, shuffled, growth);
    figures.push(...bounds('15 nights, random order', random), ...against(random));
    const ordered = await histories(book, read, growth);
    figures.push(...bounds('15 nights, book order', ordered), ...against(ordered));
    for (const [name, rest] of HALVES) {
      const half = all.filter((i) => i % 2 === rest);
      const orders = [half, shuffle(half, 1)].map((order) => ({ seed: 1, order }));
      const grown = await histories(book, orders, { k: K / 2, nights: NIGHTS });
      figures.push(...bounds(`15 nights, ${name} pages only, k 24`, grown));
    }
    for (const [name, by] of PEERS) {
      const peer = await histories(book, read, growth, by);
      figures.push(...bounds(`peer, book order: ${name}`, peer).map(unbound));
    }
    return figures;
  },
} satisfies Evaluation;

/** Two smaller books. */
const HALVES = [
  ['odd', 0],
  ['even', 1],
] as const;

type Clusterer = (input: NightInput) => Promise<NightResult>;

/** What else could be done about identity. */
const PEERS: readonly (readonly [string, Clusterer])[] = [
  ['matching of cold runs', (input) => plainKMeans(input, false)],
  ['k-means from last centres', (input) => plainKMeans(input, true)],
];

async function plainKMeans(input: NightInput, fromLast: boolean): Promise<NightResult> {
  const { pages, vectors, space, grouping, seed, previous } = input;
  const k = 'k' in grouping && grouping.k !== 'auto' ? grouping.k : K;
  const last = fromLast ? previous?.clustering.clusters.map(({ centre }) => centre) : undefined;
  const { labels } = await kmeans(vectors, { k, seed, ...(last && { warm: matrixOf(last) }) });
  const yesterday = previous && lookBack(pages, previous, space);
  const nextId = previous?.clustering.nextId ?? 1;
  return { ...nameClusters({ pages, vectors, labels, yesterday, nextId }), rebased: false, k };
}

interface Course {
  seed: number;
  /** Rows of the book in the order in which they come in. */
  order: readonly number[];
}

interface Night {
  /** Share of last night's pages that are in a cluster of the same id, 0…1. */
  kept: number;
  /** Inertia over that of k-means, best of 10, less 1. */
  excess: number;
}

interface History {
  /** Without the first, which has no yesterday. */
  nights: Night[];
  last: NightResult;
  /** The last night's inertia over that of a first night on the same pages, less 1. */
  overFirst: number;
}

interface Span {
  k: number;
  nights: number;
}

async function histories(
  book: PageVectors,
  courses: readonly Course[],
  span: Span,
  by: Clusterer = clusterNight,
): Promise<History[]> {
  const found: History[] = [];
  for (const course of courses) found.push(await history(book, course, span, by));
  return found;
}

async function history(
  book: PageVectors,
  { seed, order }: Course,
  span: Span,
  by: Clusterer,
): Promise<History> {
  const cluster = (rows: readonly number[], previous: PreviousNight | null) =>
    by({
      ...pagesOf(book, rows),
      space: 'book',
      grouping: { algorithm: 'kmeans', k: span.k },
      seed,
      previous,
    });
  let last = await cluster(atNight(order, 0, span), null);
  const nights: Night[] = [];
  for (let night = 1; night <= span.nights; night++) {
    const rows = atNight(order, night, span);
    const next = await cluster(rows, published(last));
    const cold = await kmeans(gather(book.matrix, rows), { k: span.k, seed, starts: 10 });
    nights.push({ kept: keptShare(last, next), excess: next.inertia / cold.inertia - 1 });
    last = next;
  }
  const anew = await cluster(atNight(order, span.nights, span), null);
  return { nights, last, overFirst: last.inertia / anew.inertia - 1 };
}

/** The rows there are after so many nights, in the order of the book; all of them after the last. */
function atNight(order: readonly number[], night: number, { nights }: Span): number[] {
  const count = Math.round(order.length / GROWTH ** (nights - night));
  return order.slice(0, count).sort((a, b) => a - b);
}

function pagesOf({ ids, matrix }: PageVectors, rows: readonly number[]) {
  const pages = rows.map((row) => ({ id: ids[row]!, contentHash: ids[row]! }));
  return { pages, vectors: gather(matrix, rows) };
}

function published({ members, ...night }: NightResult): PreviousNight {
  const clustering = {
    ...night,
    id: 'night',
    pipeline: 'pages' as const,
    space: 'book',
    algorithm: 'kmeans' as const,
    seed: 0,
    basis: null,
    points: members.length,
    noise: 0,
  };
  return { generation: 'night', clustering, members };
}

function keptShare(last: NightResult, next: NightResult): number {
  const now = new Map(next.members.map(({ id, clusterId }) => [id, clusterId]));
  const kept = last.members.filter(({ id, clusterId }) => now.get(id) === clusterId);
  return kept.length / last.members.length;
}

function bounds(what: string, found: readonly History[]): Figure[] {
  const nights = found.flatMap((each) => each.nights);
  const kept = nights.map((night) => night.kept);
  return [
    { what: `${what}: ids kept, mean`, value: mean(kept) },
    { what: `${what}: ids kept, worst night`, value: Math.min(...kept), atLeast: 0.98 },
    {
      what: `${what}: inertia over cold best of 10, worst night`,
      value: Math.max(...nights.map(({ excess }) => excess)),
      atMost: 0.01,
    },
  ];
}

function unbound({ what, value }: Figure): Figure {
  return { what, value };
}

/**
 * For information: against our own search without a yesterday, and how far ids have drifted, beside how far two
 * clusters of one night are apart.
 */
function against(found: readonly History[]): Figure[] {
  const drift = found.flatMap(({ last }) =>
    last.clusters.map(({ centre, founding }) => cosine(centre, founding)),
  );
  const pairs = found.flatMap(({ last: { clusters } }) =>
    clusters.flatMap((a, i) => clusters.slice(i + 1).map((b) => cosine(a.centre, b.centre))),
  );
  return [
    {
      what: '  inertia over our own first night on all pages, mean',
      value: mean(found.map(({ overFirst }) => overFirst)),
    },
    { what: '  least cosine of a centre to its founding one', value: Math.min(...drift) },
    { what: '  cosine of two centres, median', value: quantile(pairs, 0.5) },
    { what: '  cosine of two centres, 5th percentile', value: quantile(pairs, 0.05) },
  ];
}

function shuffle(rows: readonly number[], seed: number): number[] {
  const random = seededRandom(seed);
  return rows
    .map((row) => ({ row, key: random() }))
    .sort((a, b) => a.key - b.key)
    .map(({ row }) => row);
}

function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(share * (sorted.length - 1))] ?? NaN;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
