import type { StageName } from '../domain/values.js';
import type { Plan, Stage } from '../stages/stage.js';

export interface Tally {
  stage: StageName;
  run: number;
  skip: number;
  reject: number;
  /** `at most`: an earlier stage has yet to run, so that units may turn out unchanged. */
  certainty: 'exact' | 'at most';
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
    examples: [],
  };
  for await (const { unit, action, reason } of stage.plan(options)) {
    options.signal.throwIfAborted();
    tally[action]++;
    const wanted = action !== 'skip' && tally.examples.length < (options.examples ?? 0);
    if (wanted) tally.examples.push({ key: unit.key, action, reason });
  }
  return tally;
}

/** Plans of stages in order; behind the first one with work all figures are upper bounds. */
export async function tallyAll(
  stages: readonly Stage[],
  options: { force: boolean; signal: AbortSignal; examples?: number },
): Promise<Tally[]> {
  const tallies: Tally[] = [];
  const unsettled = new Set<StageName>();
  for (const stage of stages) {
    const tally = await tallyStage(stage, options);
    if (stage.needs.some((name) => unsettled.has(name))) tally.certainty = 'at most';
    if (hasWork(tally) || tally.certainty === 'at most') unsettled.add(stage.name);
    tallies.push(tally);
  }
  return tallies;
}
