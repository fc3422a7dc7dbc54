import { fitShift, type Outcome } from '../../algorithms/calibration/shift.js';
import { hashText } from '../../algorithms/text/hashing.js';
import { scoreOf, type ScoredPair, type ScoreModel } from './score.js';

/** A labelled look-up with the part of the labels that it falls into. */
export interface FoldedPair extends ScoredPair {
  /** 0…9, of the question; default 0. */
  fold?: number;
}

const FOLDS = 10;
/** A shift is worth so much information; four undecided pairs have as much. By trial, see docs/decisions/0033. */
const RIDGE = 1;
/** What labels have in common is hardly drawn to 0. */
const COMMON_RIDGE = 0.01;

/** By its words alone, so that a question that was asked twice falls into one part. */
export const foldOf = (question: string): number =>
  parseInt(hashText(question).slice(8, 16), 16) % FOLDS;

/**
 * The score with a shift for each answer: how much more often than the score says it was right, on stored questions
 * that were left out and on labelled look-ups. Answers that people take for each other, and those that draw strange
 * questions, err at high scores, too; neighbours do not show that, their history does.
 */
export function withAnswerShifts(
  score: ScoreModel,
  stored: readonly ScoredPair[],
  labelled: readonly ScoredPair[],
): ScoreModel {
  return { ...score, answers: shiftsOf(outcomesOf(score, stored), outcomesOf(score, labelled)) };
}

/**
 * Scores of labelled look-ups, in logits, each with the shifts that the other parts of the labels give, so that a
 * threshold that is chosen on them has not seen their outcome (cross-fitting).
 */
export function scoresOutOfFold(
  score: ScoreModel,
  stored: readonly ScoredPair[],
  labelled: readonly FoldedPair[],
): number[] {
  const known = outcomesOf(score, stored);
  const outcomes = outcomesOf(score, labelled);
  const foldAt = (i: number) => labelled[i]!.fold ?? 0;
  const shifts = Array.from({ length: FOLDS }, (_, fold) =>
    shiftsOf(
      known,
      outcomes.filter((_, i) => foldAt(i) !== fold),
    ),
  );
  return labelled.map((pair, i) => scoreOf({ ...score, answers: shifts[foldAt(i)]! }, pair));
}

interface OutcomeOfAnswer extends Outcome {
  answerId: string;
}

function outcomesOf(score: ScoreModel, pairs: readonly ScoredPair[]): OutcomeOfAnswer[] {
  return pairs.map((pair) => ({
    answerId: pair.answerId ?? '',
    logit: scoreOf({ ...score, answers: {} }, pair),
    right: pair.right,
    weight: pair.weight ?? 1,
  }));
}

/** Traffic may be harder than what is stored: what all labels have in common says nothing of one answer. */
function shiftsOf(
  stored: readonly OutcomeOfAnswer[],
  labelled: readonly OutcomeOfAnswer[],
): Record<string, number> {
  const common = fitShift(labelled, COMMON_RIDGE);
  const byAnswer = new Map<string, Outcome[]>();
  const add = ({ answerId, ...outcome }: OutcomeOfAnswer) => {
    const outcomes = byAnswer.get(answerId);
    if (outcomes) outcomes.push(outcome);
    else byAnswer.set(answerId, [outcome]);
  };
  stored.forEach(add);
  for (const each of labelled) add({ ...each, logit: each.logit + common });
  return Object.fromEntries(
    [...byAnswer].map(([answerId, outcomes]) => [answerId, fitShift(outcomes, RIDGE)]),
  );
}
