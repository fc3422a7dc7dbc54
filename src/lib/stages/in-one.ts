import type { Result, Stage, Unit } from './stage.js';

/** Stages of one kind as one, e.g. one for each day: their units one stage after the other. */
export function inOne<U extends Unit, R, L>(
  name: string,
  stages: readonly Stage<U, R, L>[],
): Stage<U, R, L> {
  const stageOf = new WeakMap<U, Stage<U, R, L>>();
  const [{ version, needs, limits } = EMPTY] = stages;
  return {
    ...{ name, version, needs, limits },
    most: (planned) => planned,
    async *plan(how) {
      for (const stage of stages) {
        for await (const each of stage.plan(how)) {
          stageOf.set(each.unit, stage);
          yield each;
        }
      }
    },
    async load(units, signal) {
      const loaded = units.map(async (unit) => stageOf.get(unit)?.load?.([unit], signal));
      return (await Promise.all(loaded)).map((one) => one?.[0] ?? null);
    },
    compute: (unit, signal, loaded) => stageOf.get(unit)!.compute(unit, signal, loaded),
    async commit(results, fence) {
      for (const stage of stages) {
        const own: Result<U, R>[] = results.filter(({ unit }) => stageOf.get(unit) === stage);
        if (own.length > 0) await stage.commit(own, fence);
      }
    },
  };
}

const EMPTY = { version: 1, needs: [], limits: { concurrency: 1, batch: 1 } };
