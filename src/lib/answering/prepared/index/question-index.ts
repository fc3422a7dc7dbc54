import { Recent } from '../../../algorithms/recent.js';
import { compareBytewise } from '../../../algorithms/text/hashing.js';
import { RowStore } from '../../../algorithms/vectors/row-store.js';
import { topK } from '../../../algorithms/vectors/top-k.js';
import { GibseyError } from '../../../domain/errors.js';
import { Lexicon, termIds, type TermIds, type WeightedTerms } from './lexicon.js';
import { read, type Reading } from '../vetoes/reading.js';

/** A question with its vector, unit length, in the cache's space. */
export interface Question {
  text: string;
  vector: Float32Array;
  /** What people read in its place: too few have asked in these words. */
  shownAs?: string;
}

/** An answer and every question that is known to ask for it, the canonical one first. */
export interface GoldenEntry {
  answerId: string;
  questions: readonly Question[];
  /** Added to the answer's threshold, in logits: what complaints about it have earned it. Default 0. */
  raise?: number;
}

/** A stored question near to the one that is asked. */
export interface Neighbour extends Question {
  answerId: string;
  /** Cosine, −1…1. */
  similarity: number;
  terms: WeightedTerms;
}

/** The stored questions nearest to one that is asked, nearest first, ties by answer and text. */
export interface Neighbourhood {
  asked: Question;
  terms: WeightedTerms;
  neighbours: readonly Neighbour[];
  /** Cosines of the neighbours with each other: n × n, row-major, lower triangle. */
  gram: Float64Array;
  /** Stored questions and raise of each answer among the neighbours. */
  answers: ReadonlyMap<string, { questions: number; raise: number }>;
  /** `read` of a stored question, remembered over look-ups. */
  read(this: void, stored: string): Reading;
}

export interface SearchOptions {
  /** Stored questions that are looked at; default 96. */
  limit?: number;
  /** Leaves one stored question, or all of an answer, out, as if it were not stored. */
  without?: { answerId: string; text?: string };
}

interface Row extends Question {
  answerId: string;
  terms: TermIds;
  /** With their weights after so many changes of the index. */
  weighted: { changes: number; terms: WeightedTerms } | null;
}

const LIMIT = 96;
/** Some kilobytes each. */
const READINGS = 2_000;

/**
 * The stored questions of all golden answers in memory: exact search by cosine. An answer is put, replaced or
 * removed without touching the others, and what is found depends on what is stored only, not on the order in
 * which it came.
 */
export class GoldenIndex {
  readonly dimensions: number;
  readonly #lexicon = new Lexicon();
  readonly #answers = new Map<string, { questions: number; raise: number }>();
  readonly #vectors: RowStore;
  /** Those of one neighbourhood at a time. */
  readonly #near: RowStore;
  readonly #readings = new Recent<Reading>(READINGS);
  #rows: Row[] = [];
  /** Puts and removals so far. */
  #changes = 0;

  constructor(dimensions: number) {
    this.dimensions = dimensions;
    this.#vectors = new RowStore(dimensions);
    this.#near = new RowStore(dimensions);
  }

  /** Stored questions. */
  get size(): number {
    return this.#rows.length;
  }

  /** Ids of the answers. */
  answerIds(): string[] {
    return [...this.#answers.keys()].sort(compareBytewise);
  }

  /** Stored questions of an answer, 0 when there is none of that id. */
  questionsOf(answerId: string): number {
    return this.#answers.get(answerId)?.questions ?? 0;
  }

  /** Every stored question, by answer and text. */
  questions(): (Question & { answerId: string })[] {
    const all = this.#rows.map(({ answerId, text, vector }) => ({ answerId, text, vector }));
    return all.sort(byAnswerAndText);
  }

  /**
   * Adds an answer, or replaces the one of that id.
   * @throws VECTOR_INVALID wrong dimension, NaN or infinity; nothing is changed then.
   */
  put({ answerId, questions, raise = 0 }: GoldenEntry): void {
    for (const { vector } of questions) this.#check(vector, `a question of answer ${answerId}`);
    this.remove(answerId);
    this.#changes++;
    for (const { text, vector, shownAs } of questions) {
      this.#vectors.set(this.#rows.length, vector);
      const shown = shownAs === undefined ? {} : { shownAs };
      this.#rows.push({
        answerId,
        text,
        vector,
        ...shown,
        terms: this.#lexicon.add(text),
        weighted: null,
      });
    }
    if (questions.length > 0) this.#answers.set(answerId, { questions: questions.length, raise });
  }

  /** False when there is none of that id. */
  remove(answerId: string): boolean {
    if (!this.#answers.delete(answerId)) return false;
    const kept: Row[] = [];
    this.#rows.forEach((row, i) => {
      if (row.answerId === answerId) return this.#lexicon.remove(row.terms);
      if (kept.length < i) this.#vectors.set(kept.length, row.vector);
      kept.push(row);
    });
    this.#rows = kept;
    this.#changes++;
    return true;
  }

  /** @throws VECTOR_INVALID wrong dimension, NaN or infinity */
  search(asked: Question, { limit = LIMIT, without }: SearchOptions = {}): Neighbourhood {
    this.#check(asked.vector, 'the question');
    const neighbours = this.#nearest(asked.vector, limit, without);
    neighbours.sort((a, b) => b.similarity - a.similarity || byAnswerAndText(a, b));
    return {
      asked,
      terms: this.#lexicon.weigh(termIds(asked.text)),
      neighbours,
      gram: this.#gramOf(neighbours),
      answers: this.#sizes(neighbours, without),
      read: this.#read,
    };
  }

  readonly #read = (stored: string): Reading => {
    const known = this.#readings.get(stored);
    if (known !== undefined) return known;
    const reading = read(stored);
    this.#readings.set(stored, reading);
    return reading;
  };

  #sizes(neighbours: readonly Neighbour[], without: SearchOptions['without']) {
    const sizes = new Map<string, { questions: number; raise: number }>();
    for (const { answerId } of neighbours) {
      const answer = this.#answers.get(answerId)!;
      const less = without?.answerId === answerId ? 1 : 0;
      sizes.set(answerId, { ...answer, questions: answer.questions - less });
    }
    return sizes;
  }

  #nearest(vector: Float32Array, limit: number, without: SearchOptions['without']): Neighbour[] {
    const cosines = this.#vectors.scores(vector, 0, this.#rows.length);
    const more = without === undefined ? 0 : this.questionsOf(without.answerId);
    return topK(cosines, limit + more)
      .map((i) => ({ row: this.#rows[i]!, similarity: cosines[i]! }))
      .filter(({ row }) => without === undefined || !isLeftOut(row, without))
      .slice(0, limit)
      .map(({ row, similarity }) => {
        const { answerId, text, vector, shownAs } = row;
        const shown = shownAs === undefined ? {} : { shownAs };
        return { answerId, text, vector, ...shown, similarity, terms: this.#weighted(row) };
      });
  }

  /** Weights hang on all stored questions; between changes they are worked out once. */
  #weighted(row: Row): WeightedTerms {
    if (row.weighted?.changes !== this.#changes) {
      row.weighted = { changes: this.#changes, terms: this.#lexicon.weigh(row.terms) };
    }
    return row.weighted.terms;
  }

  #gramOf(neighbours: readonly Neighbour[]): Float64Array {
    const n = neighbours.length;
    const gram = new Float64Array(n * n);
    neighbours.forEach(({ vector }, i) => {
      this.#near.set(i, vector);
      gram.set(this.#near.scores(vector, 0, i + 1), i * n);
    });
    return gram;
  }

  #check(vector: Float32Array, what: string): void {
    if (vector.length === this.dimensions && vector.every(Number.isFinite)) return;
    throw new GibseyError(
      'VECTOR_INVALID',
      `The vector of ${what} has ${vector.length} dimensions where the cache has ${this.dimensions}, or holds ` +
        'a value that is not a number.',
    );
  }
}

function isLeftOut(row: Row, without: { answerId: string; text?: string }): boolean {
  if (row.answerId !== without.answerId) return false;
  return without.text === undefined || row.text === without.text;
}

function byAnswerAndText(
  a: { answerId: string; text: string },
  b: { answerId: string; text: string },
): number {
  return compareBytewise(a.answerId, b.answerId) || compareBytewise(a.text, b.text);
}
