import { compareBytewise } from '../../algorithms/text/hashing.js';
import { dotAt } from '../../algorithms/vectors/dot.js';
import { GibseyError } from '../../domain/errors.js';
import { Lexicon, termIds, type TermIds, type WeightedTerms } from './lexicon.js';

/** A question with its vector, unit length, in the cache's space. */
export interface Question {
  text: string;
  vector: Float32Array;
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
  /** Stored questions and raise of each answer among the neighbours. */
  answers: ReadonlyMap<string, { questions: number; raise: number }>;
}

export interface SearchOptions {
  /** Stored questions that are looked at; default 56. */
  limit?: number;
  /** Leaves one stored question, or all of an answer, out, as if it were not stored. */
  without?: { answerId: string; text?: string };
}

interface Row {
  answerId: string;
  text: string;
  terms: TermIds;
}

const LIMIT = 56;
const FIRST_ROOM = 256;

/**
 * The stored questions of all golden answers in memory: exact search by cosine. An answer is put, replaced or
 * removed without touching the others, and what is found depends on what is stored only, not on the order in
 * which it came.
 */
export class GoldenIndex {
  readonly dimensions: number;
  readonly #lexicon = new Lexicon();
  readonly #answers = new Map<string, { questions: number; raise: number }>();
  #rows: Row[] = [];
  #vectors: Float32Array;

  constructor(dimensions: number) {
    this.dimensions = dimensions;
    this.#vectors = new Float32Array(FIRST_ROOM * dimensions);
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
    const all = this.#rows.map((row, i) => ({
      answerId: row.answerId,
      text: row.text,
      vector: this.#vectorAt(i),
    }));
    return all.sort(byAnswerAndText);
  }

  /**
   * Adds an answer, or replaces the one of that id.
   * @throws VECTOR_INVALID wrong dimension, NaN or infinity; nothing is changed then.
   */
  put({ answerId, questions, raise = 0 }: GoldenEntry): void {
    for (const { vector } of questions) this.#check(vector, `a question of answer ${answerId}`);
    this.remove(answerId);
    for (const { text, vector } of questions) {
      this.#makeRoom();
      this.#vectors.set(vector, this.#rows.length * this.dimensions);
      this.#rows.push({ answerId, text, terms: this.#lexicon.add(text) });
    }
    if (questions.length > 0) this.#answers.set(answerId, { questions: questions.length, raise });
  }

  /** False when there is none of that id. */
  remove(answerId: string): boolean {
    if (!this.#answers.delete(answerId)) return false;
    const kept: Row[] = [];
    this.#rows.forEach((row, i) => {
      if (row.answerId === answerId) this.#lexicon.remove(row.terms);
      else {
        this.#vectors.set(this.#vectorAt(i), kept.length * this.dimensions);
        kept.push(row);
      }
    });
    this.#rows = kept;
    return true;
  }

  /** @throws VECTOR_INVALID wrong dimension, NaN or infinity */
  search(asked: Question, { limit = LIMIT, without }: SearchOptions = {}): Neighbourhood {
    this.#check(asked.vector, 'the question');
    const found = this.#nearest(asked.vector, limit, without);
    const neighbours = found.map(([row, similarity]) => {
      const { answerId, text, terms } = this.#rows[row]!;
      const vector = this.#vectorAt(row);
      return { answerId, text, vector, similarity, terms: this.#lexicon.weigh(terms) };
    });
    neighbours.sort((a, b) => b.similarity - a.similarity || byAnswerAndText(a, b));
    return {
      asked,
      terms: this.#lexicon.weigh(termIds(asked.text)),
      neighbours,
      answers: this.#sizes(neighbours, without),
    };
  }

  #sizes(neighbours: readonly Neighbour[], without: SearchOptions['without']) {
    const sizes = new Map<string, { questions: number; raise: number }>();
    for (const { answerId } of neighbours) {
      const answer = this.#answers.get(answerId)!;
      const less = without?.answerId === answerId ? 1 : 0;
      sizes.set(answerId, { ...answer, questions: answer.questions - less });
    }
    return sizes;
  }

  /** Rows of the greatest cosines; the kept ones stay sorted, and most rows fail the first comparison. */
  #nearest(vector: Float32Array, limit: number, without: SearchOptions['without']) {
    const best: [row: number, similarity: number][] = [];
    let least = -Infinity;
    for (let row = 0; row < this.#rows.length; row++) {
      const at = row * this.dimensions;
      const similarity = dotAt(vector, 0, this.#vectors, at, this.dimensions);
      if (best.length === limit && similarity <= least) continue;
      if (without !== undefined && isLeftOut(this.#rows[row]!, without)) continue;
      let place = best.length;
      while (place > 0 && best[place - 1]![1] < similarity) place--;
      best.splice(place, 0, [row, similarity]);
      if (best.length > limit) best.pop();
      least = best.at(-1)![1];
    }
    return best;
  }

  #vectorAt(row: number): Float32Array {
    return this.#vectors.subarray(row * this.dimensions, (row + 1) * this.dimensions);
  }

  #makeRoom(): void {
    const needed = (this.#rows.length + 1) * this.dimensions;
    if (needed <= this.#vectors.length) return;
    const more = new Float32Array(this.#vectors.length * 2);
    more.set(this.#vectors);
    this.#vectors = more;
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
