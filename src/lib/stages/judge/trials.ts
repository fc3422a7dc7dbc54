import { upperBound } from '../../algorithms/calibration/binomial.js';
import type { Belief, Matter, TrialReport } from '../../domain/judge.js';
import type { ChatModel } from '../../ports/index.js';
import { CASES, type TrialCase } from './trial-cases.js';
import { verdictOn } from './verdict.js';

/** Half of the 5 % that the limits of judge and audit may be wrong by together. */
const TRIAL_DELTA = 0.025;
/** A judge that may let more than this pass is not believed. */
const MOST_FALSE_ACCEPTS = 0.2;
/** One that refuses more than the rest of these would tighten every threshold. */
const LEAST_TRUE_ACCEPTS = 0.75;

/**
 * Asks the model all trials. What cannot be read is no acceptance.
 * @throws SERVICE_UNREACHABLE, BUDGET_SPENT, INTERRUPTED
 */
export async function tryJudge(
  model: ChatModel,
  concurrency: number,
  signal: AbortSignal,
): Promise<TrialReport> {
  const trials = CASES.flatMap(trialsOf);
  const accepted = new Array<boolean>(trials.length).fill(false);
  let next = 0;
  const worker = async () => {
    for (let at = next++; at < trials.length; at = next++) {
      accepted[at] = (await verdictOn(model, trials[at]!.matter, signal)) === true;
    }
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
  const count = (right: boolean) => trials.filter((trial) => trial.right === right).length;
  const passed = (right: boolean) =>
    trials.filter((trial, i) => trial.right === right && accepted[i]).length;
  return {
    ...{ wrong: count(false), falseAccepts: passed(false) },
    ...{ right: count(true), trueAccepts: passed(true) },
  };
}

function trialsOf({ question, answer, same, other }: TrialCase) {
  const matter = (asked: string): Matter => {
    return { asked, offer: { question, answer, quotes: [] }, fresh: null };
  };
  return [
    ...same.map((asked) => ({ matter: matter(asked), right: true })),
    ...other.map((asked) => ({ matter: matter(asked), right: false })),
  ];
}

/** Whether a model that did so is believed. */
export function beliefIn(name: string, trials: TrialReport): Belief {
  const falseAccepts = upperBound(trials.falseAccepts, trials.wrong, TRIAL_DELTA);
  return { name, trials, falseAccepts, doubt: doubtOf(trials, falseAccepts) };
}

function doubtOf(
  { wrong, falseAccepts, right, trueAccepts }: TrialReport,
  upper: number,
): string | null {
  if (upper > MOST_FALSE_ACCEPTS) {
    return `it called ${falseAccepts} of ${wrong} wrong answers right`;
  }
  if (trueAccepts < LEAST_TRUE_ACCEPTS * right) {
    return `it called only ${trueAccepts} of ${right} right answers right`;
  }
  return null;
}
