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
  /** Why units are skipped, and how many for each reason. */
  skipReasons: Record<string, number>;
  /** The first units that are not skipped, rejected ones before the others, for people. */
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
    skipReasons: {},
    examples: [],
  };
  const { examples: most = 0 } = options;
  const shown: Record<'run' | 'reject', Tally['examples']> = { run: [], reject: [] };
  for await (const { unit, action, reason, rows } of stage.plan(options)) {
    options.signal.throwIfAborted();
    tally[action]++;
    if (rows !== undefined) tally.removed = { ...tally.removed, [unit.key]: rows };
    if (action === 'skip') tally.skipReasons[reason] = (tally.skipReasons[reason] ?? 0) + 1;
    else if (shown[action].length < most) shown[action].push({ key: unit.key, action, reason });
  }
  tally.examples = [...shown.reject, ...shown.run].slice(0, most);
  tally.most = tally.run;
  return tally;
}

/** Plans of stages in order, whatever pipeline they are of; behind the first one with work all figures are upper bounds. */
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
