import type { StageName } from '../domain/values.js';
import type { Plan, Stage } from '../stages/stage.js';

export interface Tally {
  stage: StageName;
  run: number;
  skip: number;
  reject: number;
  /** `at most`: an earlier stage has yet to run, so that units may turn out unchanged. */
  certainty: 'exact' | 'at most';
  /** The most units that can run: `run` when it is exact, null when nobody can say yet. */
  most: number | null;
  /** Rows that would be removed, by the keys of their units. */
  removed?: Record<string, number>;
  /** The first units that are not skipped, for people. */
  examples: { key: string; action: Plan['action']; reason: string }[];
}

export const hasWork = ({ run, reject }: Tally) => run + reject > 0;

/** Draws the plan of a stage without acting on it. */
export async function tallyStage(
  stage: Stage,
  options: { force: boolean; signal: AbortSignal; examples?: number },
): Promise<Tally> {
  const tally: Tally = {
    stage: stage.name,
    run: 0,
    skip: 0,
    reject: 0,
    certainty: 'exact',
    most: 0,
    examples: [],
  };
  for await (const { unit, action, reason, rows } of stage.plan(options)) {
    options.signal.throwIfAborted();
    tally[action]++;
    if (rows !== undefined) tally.removed = { ...tally.removed, [unit.key]: rows };
    const wanted = action !== 'skip' && tally.examples.length < (options.examples ?? 0);
    if (wanted) tally.examples.push({ key: unit.key, action, reason });
  }
  tally.most = tally.run;
  return tally;
}

/** Plans of stages in order; behind the first one with work all figures are upper bounds. */
export async function tallyAll(
  stages: readonly Stage[],
  options: { force: boolean; signal: AbortSignal; examples?: number },
): Promise<Tally[]> {
  const tallies: Tally[] = [];
  for (const stage of stages) {
    const tally = await tallyStage(stage, options);
    const before = tallies.filter((each) => stage.needs.includes(each.stage) && isUnsettled(each));
    if (before.length > 0) {
      tally.certainty = 'at most';
      tally.most = stage.most(tally.run + tally.skip, sum(before.map(({ most }) => most)));
    }
    tallies.push(tally);
  }
  return tallies;
}

const isUnsettled = (tally: Tally) => hasWork(tally) || tally.certainty === 'at most';

const sum = (values: readonly (number | null)[]) =>
  values.reduce<number>((total, value) => total + (value ?? Infinity), 0);
