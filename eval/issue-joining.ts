/** Does a cluster of a day find the issue that it carries on, and does an issue find those that are like it? */
import { joinDay, JOINING, likeness, titleWords } from '../src/lib/algorithms/issues/joining.js';
import { meanDirection } from '../src/lib/algorithms/vectors/normalise.js';
import { dot } from '../src/lib/algorithms/vectors/dot.js';
import type { ClusterToJoin, KnownIssue } from '../src/lib/domain/issues.js';
import { embedded } from './embedded.js';
import { grouped } from './grouped.js';
import type { DataFolder, Figure } from './harness.js';

interface Text {
  centre: Float32Array;
  titleWords: string[];
  text: string;
  intent: string;
}

const SETS: { name: string; pool: string; probes: string; wrong?: number }[] = [
  // Its intents are finer than subjects: `card arrival` and `card delivery estimate` are two.
  { name: 'Banking77', pool: 'banking77_cached.jsonl', probes: 'banking77_lookups.jsonl' },
  {
    name: 'CLINC150',
    pool: 'clinc150_cached.jsonl',
    probes: 'clinc150_lookups.jsonl',
    wrong: 0.01,
  },
];
const FIRST = 3;

type Score = (a: Text, b: Text) => number;
const RANKED: Readonly<Record<string, Score>> = {
  lexical: (a, b) => likeness(a, b) - dot(a.centre, b.centre),
  dense: (a, b) => dot(a.centre, b.centre),
  fused: likeness,
};

/** Texts of the same intent among the three likest: what is shown as related, by words, by vectors, and by both. */
export async function related(data: DataFolder): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const { name, pool, probes } of SETS) {
    const stored = await textsOf(data, pool);
    const all = await textsOf(data, probes);
    // Every fourth text: the first half is tuned on, the other is held back.
    const probed = all.filter((_, i) => i % 4 === 0);
    const [tuned, asked] = [0, 1].map((half) => probed.filter((_, i) => i % 2 === half));
    const [lexical = 0, dense = 0, fused = 0] = Object.values(RANKED).map((score) =>
      found(asked!, stored, score),
    );
    const better = Math.max(lexical, dense);
    figures.push(
      { what: `${name}, related: recall@${FIRST}, lexical (baseline)`, value: lexical },
      { what: `${name}, related: recall@${FIRST}, dense (baseline)`, value: dense },
      { what: `${name}, related: recall@${FIRST}, fused`, value: fused, atLeast: better },
      {
        what: `${name}, related: recall@${FIRST}, fused, tuned on`,
        value: found(tuned!, stored, likeness),
      },
      ...told(name, asked!, stored),
    );
  }
  return figures;
}

function found(asked: readonly Text[], stored: readonly Text[], score: Score): number {
  const right = asked.filter((probe) =>
    likest(probe, stored, score).some(({ intent }) => intent === probe.intent),
  );
  return right.length / asked.length;
}

const likest = (probe: Text, stored: readonly Text[], score: Score): Text[] =>
  stored
    .map((text) => ({ text, score: score(probe, text) }))
    .sort((a, b) => b.score - a.score)
    .slice(0, FIRST)
    .map(({ text }) => text);

/** Of the three likest those that are told to be related, and the share of them that is. */
function told(name: string, asked: readonly Text[], stored: readonly Text[]): Figure[] {
  const pairs = asked.flatMap((probe) =>
    likest(probe, stored, likeness).map((text) => ({
      score: likeness(probe, text),
      right: text.intent === probe.intent,
    })),
  );
  const shown = pairs.filter(({ score }) => score >= JOINING.relates);
  const right = shown.filter((pair) => pair.right).length;
  return [
    { what: `${name}, related: told of the likest`, value: shown.length / pairs.length },
    { what: `${name}, related: of those that are told, right`, value: right / shown.length },
    {
      what: `${name}, related: of all, right (baseline)`,
      value: pairs.filter((pair) => pair.right).length / pairs.length,
    },
  ];
}

const GRID = [0.82, 0.86, 0.88, 0.9, 0.94];
const DAYS = ['2026-10-01', '2026-10-02'] as const;

/**
 * Two days of clusters, one an intent. A third of the intents is there on the first day alone, and a third on the second
 * alone: those are new issues, and nothing keeps them from joining one of the first third.
 */
export async function joining(data: DataFolder): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const { name, pool, probes, wrong: atMost } of SETS) {
    for (const joins of GRID) {
      const { kept, wrong } = joined(await textsOf(data, pool), joins);
      figures.push(
        { what: `${name}, joining, tuned on, ${joins}: issues kept`, value: kept },
        { what: `${name}, joining, tuned on, ${joins}: wrong`, value: wrong },
      );
    }
    const held = await textsOf(data, probes);
    const { kept, wrong } = joined(held, JOINING.joins);
    const blind = joined(held, -1);
    figures.push(
      { what: `${name}, joining, held back: issues kept`, value: kept },
      {
        what: `${name}, joining, held back: wrong`,
        value: wrong,
        ...(atMost === undefined ? {} : { atMost }),
      },
      {
        what: `${name}, joining, held back: wrong, the likest whatever (baseline)`,
        value: blind.wrong,
      },
    );
  }
  return figures;
}

function joined(texts: readonly Text[], joins: number): { kept: number; wrong: number } {
  const intents = [...grouped(texts, ({ intent }) => intent)];
  const ofDay = (day: number) =>
    intents.flatMap(([intent, own], id) => {
      if (id % 3 === 1 - day) return [];
      return [
        {
          intent,
          cluster: clusterOf(
            own.filter((_, i) => i % 2 === day),
            DAYS[day]!,
            id,
          ),
        },
      ];
    });
  const [first, second] = [ofDay(0), ofDay(1)];
  const before = joinDay(
    DAYS[0],
    first.map(({ cluster }) => cluster),
    [],
  );
  const keyOf = new Map(
    first.map(({ intent, cluster }) => [intent, before.issueKeys.get(cluster.clusterId)]),
  );
  const known: KnownIssue[] = before.known;
  const after = joinDay(
    DAYS[1],
    second.map(({ cluster }) => cluster),
    known,
    joins,
  );
  const old = new Set(keyOf.values());
  let [kept, wrong] = [0, 0];
  for (const { intent, cluster } of second) {
    const key = after.issueKeys.get(cluster.clusterId);
    if (key === keyOf.get(intent)) kept++;
    else if (old.has(key)) wrong++;
  }
  const both = second.filter(({ intent }) => keyOf.has(intent)).length;
  return { kept: kept / both, wrong: wrong / second.length };
}

/** Named by the text that is nearest to its centre, as rules name it. */
function clusterOf(texts: readonly Text[], clusterDate: string, clusterId: number): ClusterToJoin {
  const centre = meanDirection(texts.map((text) => text.centre));
  const [nearest] = [...texts].sort((a, b) => dot(b.centre, centre) - dot(a.centre, centre));
  return {
    ...{ clusterDate, clusterId, centre, clusterSize: texts.length, space: 'texts' },
    ...{ canonicalTitle: nearest!.text, leastItem: `${clusterDate}/${clusterId}` },
    ...{ category: 'other', description: '', impactLevel: 'low', method: 'rules', issueKey: null },
    ...{ wouldPaySignal: false, payQuote: null },
  };
}

async function textsOf(data: DataFolder, file: string): Promise<Text[]> {
  const rows: { text: string; intent: string }[] = [];
  for await (const row of data.rows<{ text: string; intent: string }>(file)) {
    if (row.intent !== 'oos') rows.push(row);
  }
  const vectors = await embedded(rows.map(({ text }) => text));
  return rows.map(({ text, intent }, i) => ({
    text,
    intent,
    centre: vectors[i]!,
    titleWords: titleWords(text),
  }));
}
