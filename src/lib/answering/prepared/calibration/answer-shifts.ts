import { fitShift, type Outcome } from '../../../algorithms/calibration/shift.js';
import { hashText } from '../../../algorithms/text/hashing.js';
import { fitHistory, historyOf, shiftAt, type History, type Known } from './answer-history.js';
import { scoreOf, type ScoredPair, type ScoreModel } from '../lookup/score.js';
import { packSlope } from './slope.js';

/** A labelled look-up with the part of the labels that it falls into. */
export interface FoldedPair extends ScoredPair {
  /** 0…9, of the question; default 0. */
  fold?: number;
}

const FOLDS = 10;
/** What labels have in common is hardly drawn to 0. */
const COMMON_RIDGE = 0.01;

/** By its words alone, so that a question that was asked twice falls into one part. */
export const foldOf = (question: string): number =>
  parseInt(hashText(question).slice(8, 16), 16) % FOLDS;

export interface WithHistory {
  /** With a shift for each answer, and a slope along the vectors of questions. */
  score: ScoreModel;
  /**
   * Scores of the labelled look-ups, in logits, each with what the other parts of the labels give, so that a threshold
   * that is chosen on them has not seen their outcome (cross-fitting).
   */
  outOfFold: number[];
}

/**
 * Adds to a score what the history of each answer says: how much more often than the score says it was right, and
 * where, on stored questions that were left out and on labelled look-ups. Answers that people take for each other, and
 * those that draw strange questions, err at high scores, too; neighbours do not show that, their history does. Random
 * intercepts and slopes (Gelman & Hill 2007, §13), fitted answer by answer.
 */
export function withHistory(
  score: ScoreModel,
  stored: readonly ScoredPair[],
  labelled: readonly FoldedPair[],
): WithHistory {
  const pairs = labelled.map((pair) => ({ ...pair, logit: scoreOf(score, pair) }));
  const common = commonOf(pairs);
  const commons = Array.from({ length: FOLDS }, (_, fold) =>
    commonOf(pairs.filter((pair) => (pair.fold ?? 0) !== fold)),
  );
  const outOfFold = pairs.map(({ logit }) => logit);
  const made: Required<Pick<ScoreModel, 'answers' | 'slopes'>> = { answers: {}, slopes: {} };
  for (const [answerId, history] of historiesOf(score, stored, pairs)) {
    const { shift, slope } = fitHistory(history, common);
    // Unlike an assignment this takes the ids of what every object has.
    define(made.answers, answerId, shift);
    if (slope && history.centre) define(made.slopes, answerId, packSlope(slope, history.centre));
    addOutOfFold(history, commons, outOfFold);
  }
  return { score: { ...score, ...made }, outOfFold };
}

function addOutOfFold(history: History, commons: readonly number[], scores: number[]): void {
  for (const fold of new Set(history.points.map(({ known }) => known.label?.fold))) {
    if (fold === undefined) continue;
    const shift = fitHistory(history, commons[fold]!, fold);
    for (const point of history.points) {
      const { label } = point.known;
      if (label?.fold === fold) scores[label.at]! += shiftAt(shift, point);
    }
  }
}

/** Traffic may be harder than what is stored: what all labels have in common says nothing of one answer. */
const commonOf = (labelled: readonly Outcome[]): number => fitShift(labelled, COMMON_RIDGE);

function historiesOf(
  score: ScoreModel,
  stored: readonly ScoredPair[],
  labelled: readonly (FoldedPair & Outcome)[],
): Map<string, History> {
  const byAnswer = new Map<string, Known[]>();
  const add = (answerId: string, each: Known) => {
    const known = byAnswer.get(answerId);
    if (known) known.push(each);
    else byAnswer.set(answerId, [each]);
  };
  for (const pair of stored) {
    add(pair.answerId ?? '', { ...pair, logit: scoreOf(score, pair), label: null });
  }
  labelled.forEach((pair, at) => {
    add(pair.answerId ?? '', { ...pair, label: { at, fold: pair.fold ?? 0 } });
  });
  return new Map([...byAnswer].map(([answerId, known]) => [answerId, historyOf(known)]));
}

function define<T>(record: Record<string, T>, key: string, value: T): void {
  Object.defineProperty(record, key, {
    value,
    enumerable: true,
    writable: true,
    configurable: true,
  });
}
