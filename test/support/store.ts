import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../../src/lib/adapters/clock/system.js';
import { openSqliteStore } from '../../src/lib/adapters/store/sqlite/factory.js';
import type { Page } from '../../src/lib/domain/page.js';
import type { Plan, Result, Stage, Unit } from '../../src/lib/stages/stage.js';

export const temporaryStore = () =>
  openSqliteStore({
    path: join(mkdtempSync(join(tmpdir(), 'gibsey-store-')), 'gibsey.db'),
    clock: systemClock,
  });

export function page(id: string, more: Partial<Page> = {}): Page {
  return {
    id,
    body: `The body of ${id}.`,
    title: null,
    chapter: null,
    position: null,
    charId: null,
    source: 'test',
    updatedAt: 1_700_000_000_000,
    metadata: {},
    ...more,
  };
}

const never = new AbortController().signal;

/** A stage, or one that is being made. */
type Made<S> = S | Promise<S>;

export async function planOf<U extends Unit>(
  stage: Made<Stage<U>>,
  force = false,
): Promise<Plan<U>[]> {
  const plans: Plan<U>[] = [];
  for await (const plan of (await stage).plan({ force, signal: never })) plans.push(plan);
  return plans;
}

/** `key: action, reason` of every unit. */
export async function reasons(stage: Made<Stage>, force = false): Promise<string[]> {
  const plans = await planOf(stage, force);
  return plans.map(({ unit, action, reason }) => `${unit.key}: ${action}, ${reason}`);
}

/** Loads and computes one unit; null when it is gone. */
export async function computed<U extends Unit, R, L>(
  stage: Stage<U, R, L>,
  unit: U,
): Promise<Result<U, R> | null> {
  const [loaded] = stage.load ? await stage.load([unit], never) : [{ value: undefined as L }];
  return loaded ? { unit, value: await stage.compute(unit, never, loaded.value) } : null;
}

/** Plans, computes, commits and remembers everything. */
export async function runAll<U extends Unit, R, L>(
  made: Made<Stage<U, R, L>>,
  fence = 1,
): Promise<void> {
  const stage = await made;
  const results = [];
  for (const { unit, action } of await planOf(stage)) {
    const result = action === 'run' ? await computed(stage, unit) : null;
    if (result) results.push(result);
  }
  if (results.length > 0) await stage.commit(results, fence);
  await stage.finish?.(fence);
  await stage.remember?.();
}
