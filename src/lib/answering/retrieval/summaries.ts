import {
  evidenceIn,
  readText,
  type ReadText,
  type Sought,
} from '../../algorithms/text/evidence.js';
import type { SoughtTerm } from '../../algorithms/text/lexical-index.js';
import { cosine } from '../../algorithms/vectors/dot.js';
import type { Generation } from '../../domain/generation.js';
import type { RankedSummary } from '../../domain/quote.js';
import type { Store } from '../../ports/index.js';
import { summariesOf } from '../published.js';

/** Summaries of one question, at most. */
const MOST = 3;

interface Shelved {
  clusterId: number;
  title: string;
  summary: string;
  text: ReadText;
  centre: Float32Array | null;
}

/** The summaries of one published generation, ready to be searched. */
export interface SummaryShelf {
  generation: Generation | null;
  summaries: readonly Shelved[];
}

/** The shelf of what is published now: `held` itself when that is still it. */
export async function currentShelf(
  store: Store,
  held: SummaryShelf | null,
  find: (raw: string) => string,
): Promise<SummaryShelf> {
  const generation = await store.generations.published('pages');
  if (held && held.generation?.id === generation?.id) return held;
  if (!generation) return { generation, summaries: [] };
  const [shown, clustering] = await Promise.all([
    summariesOf(store, generation),
    store.clusterings.get(generation.clustering),
  ]);
  const centres = new Map(clustering?.clusters.map(({ clusterId, centre }) => [clusterId, centre]));
  const summaries = shown.map(({ clusterId, title, summary, keywords }) => {
    const text = readText(`${title}.\n\n${keywords.join(', ')}.\n\n${summary}`, find);
    const everything = {
      ...text,
      terms: [text.terms.flat()],
      sentences: text.sentences.slice(0, 1),
    };
    return { clusterId, title, summary, text: everything, centre: centres.get(clusterId) ?? null };
  });
  return { generation, summaries };
}

/**
 * The summaries that fit a question, best first: the mean of the share of its words that stand in the summary and of the
 * cosine of its vector to the centre of the cluster, where both are of one space.
 */
export function rankSummaries(
  { generation, summaries }: SummaryShelf,
  sought: Sought,
  vector: { values: Float32Array; space: string } | null,
): RankedSummary[] {
  const terms = sought.terms.map(knownToSummaries);
  const comparable = vector !== null && vector.space === generation?.space;
  const ranked = summaries.map(({ text, centre, ...shown }) => {
    const { coverage } = evidenceIn(text, { ...sought, terms, fits: () => 1 });
    const near = comparable && centre ? Math.max(0, cosine(vector.values, centre)) : coverage;
    return { ...shown, score: (coverage + near) / 2 };
  });
  return ranked
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || a.clusterId - b.clusterId)
    .slice(0, MOST);
}

/** A word that no page has may still stand in a summary that a model wrote. */
function knownToSummaries(sought: SoughtTerm): SoughtTerm {
  if (sought.idf > 0) return sought;
  return { ...sought, idf: 1, variants: new Map([[sought.term, 1]]) };
}
