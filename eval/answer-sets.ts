/** The settings of the answer cache's evaluation: what is stored, what is asked, and how both are parted. */
import { seededRandom } from '../src/lib/algorithms/random.js';
import {
  pairOf,
  type CalibrationPair,
} from '../src/lib/answering/prepared/calibration/calibration.js';
import { GoldenIndex, type Question } from '../src/lib/answering/prepared/index/question-index.js';
import { embedded } from './embedded.js';
import type { DataFolder } from './harness.js';
import { plainPair, type PlainPair } from './plain-score.js';

/** Intent of CLINC150's questions that have no answer in the cache. */
const OUT_OF_SCOPE = 'oos';

export interface LabelledQuestion extends Question {
  /** The right answer, null when none is stored. */
  answerId: string | null;
}

/** A look-up with what each rule needs to know of it. */
export interface Observed {
  pair: CalibrationPair;
  /** Cosine of the nearest stored question, and whether its answer is right. */
  similarity: number;
  nearestIsRight: boolean;
  plain: PlainPair;
}

export async function labelled(data: DataFolder, file: string): Promise<LabelledQuestion[]> {
  const rows: { text: string; intent: string }[] = [];
  for await (const row of data.rows<{ text: string; intent: string }>(file)) rows.push(row);
  const vectors = await embedded(rows.map(({ text }) => text));
  return rows.map(({ text, intent }, i) => ({
    text,
    vector: vectors[i]!,
    answerId: intent === OUT_OF_SCOPE ? null : intent,
  }));
}

/** At most `each` stored questions an answer, drawn by the seed. */
export function indexOf(stored: readonly LabelledQuestion[], each: number, seed: number) {
  const answers = new Map<string, LabelledQuestion[]>();
  for (const question of shuffled(stored, seed)) {
    const questions = answers.get(question.answerId!) ?? [];
    if (questions.length < each) questions.push(question);
    answers.set(question.answerId!, questions);
  }
  const index = new GoldenIndex(stored[0]!.vector.length);
  for (const [answerId, questions] of answers) index.put({ answerId, questions });
  return index;
}

export function observe(index: GoldenIndex, asked: readonly LabelledQuestion[]): Observed[] {
  return asked.map((question) => {
    const [nearest] = index.search(question, { limit: 1 }).neighbours;
    return {
      pair: pairOf(index, question, question.answerId)!,
      similarity: nearest!.similarity,
      nearestIsRight: nearest!.answerId === question.answerId,
      plain: plainPair(index, question, question.answerId),
    };
  });
}

/** Three quarters and one quarter. */
export function parted<T>(all: readonly T[], seed: number): [T[], T[]] {
  const mixed = shuffled(all, seed);
  const at = Math.floor(0.75 * mixed.length);
  return [mixed.slice(0, at), mixed.slice(at)];
}

export function shuffled<T>(all: readonly T[], seed: number): T[] {
  const random = seededRandom(seed);
  return all
    .map((value) => ({ value, key: random() }))
    .sort((a, b) => a.key - b.key)
    .map(({ value }) => value);
}
