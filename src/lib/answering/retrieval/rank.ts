import { standardise } from '../../algorithms/standardise.js';
import {
  coverageBy,
  evidenceIn,
  type Evidence,
  type Sought,
} from '../../algorithms/text/evidence.js';
import { topK } from '../../algorithms/vectors/top-k.js';
import { chapterScores } from './chapters.js';
import type { Library } from './library.js';

/** What speaks for a page; standard scores are over the pages that the query may be answered from. */
export interface Candidate {
  slot: number;
  score: number;
  evidence: Evidence;
  /** Of the sought terms, those that stand in the page's title, 0…1, shared among the pages that have this title. */
  title: number;
  /** Standard score of the nearest passage; that of `words` where the page has no vectors. */
  passage: number;
  /** Standard score of the page's own vector; likewise. */
  page: number;
  /** Standard score of BM25. */
  words: number;
}

/** Chosen on one half of the questions and measured on the other (docs/decisions/0015-retrieval.md, 0039-titles.md). */
export const WEIGHTS = {
  passage: 1,
  page: 0.5,
  words: 0.4,
  chapterWords: 0.75,
  chapterMean: 1.25,
  coverage: 3.2,
  typed: 2.7,
  phrases: 3.9,
  title: 2,
};

/** Pages whose sentences are read. */
const CANDIDATES = 40;
/** Without a word in common, a page is an answer only if one of its passages has this cosine. */
const NEAR = 0.3;

/**
 * The pages that answer a question, best first. All pages are ranked by words and meaning, then those at the top
 * by what their sentences hold. `vector` null: by words alone; `only`: the slots that are allowed.
 */
export function rankPages(
  library: Library,
  sought: Sought,
  vector: Float32Array | null,
  only: readonly number[] | null,
): Candidate[] {
  const slots = only ?? library.all();
  const bm25 = library.lexical.scores(sought.terms, library.slots);
  const words = standardise(bm25, slots);
  const dense = vector && library.dense.scores(vector, library.slots, only);
  const known = (scores: Float64Array | undefined) => {
    const standard = scores && standardise(scores, slots);
    return words.map((score, i) =>
      standard && !Number.isNaN(standard[i]!) ? standard[i]! : score,
    );
  };
  const passage = known(dense?.best);
  const page = known(dense?.mean);
  const chapter = chapterScores(library, sought, slots, page);
  const first = words.map(
    (score, i) =>
      WEIGHTS.words * score +
      WEIGHTS.passage * passage[i]! +
      WEIGHTS.page * page[i]! +
      WEIGHTS.chapterWords * chapter.words[i]! +
      WEIGHTS.chapterMean * chapter.mean[i]!,
  );
  const candidates = topK(first, CANDIDATES).map((i): Candidate => {
    const slot = slots[i]!;
    const evidence = evidenceIn(library.text(slot), sought);
    const { coverage, typed, phrases } = evidence;
    const title = titleScore(library.title(slot), sought);
    const score =
      first[i]! +
      WEIGHTS.coverage * coverage +
      WEIGHTS.typed * typed +
      WEIGHTS.phrases * phrases +
      WEIGHTS.title * title;
    return { slot, score, evidence, title, passage: passage[i]!, page: page[i]!, words: words[i]! };
  });
  const found = candidates.filter(
    ({ slot, evidence, title }) =>
      evidence.coverage > 0 || title > 0 || (dense?.best[slot] ?? 0) >= NEAR,
  );
  return found.sort((a, b) => b.score - a.score || a.slot - b.slot);
}

/** The title of a whole chapter says little of one of its pages. */
function titleScore({ terms, pages }: ReturnType<Library['title']>, sought: Sought): number {
  return pages === 0 ? 0 : coverageBy(terms, sought.terms) / pages;
}
