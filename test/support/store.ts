import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../../src/lib/adapters/clock/system.js';
import { openSqliteStore } from '../../src/lib/adapters/store/sqlite/factory.js';
import type { Page } from '../../src/lib/domain/page.js';
import type { Plan, Stage, Unit } from '../../src/lib/stages/stage.js';

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

export async function planOf<U extends Unit>(stage: Stage<U>, force = false): Promise<Plan<U>[]> {
  const plans: Plan<U>[] = [];
  for await (const plan of stage.plan({ force, signal: never })) plans.push(plan);
  return plans;
}

/** `key: action, reason` of every unit. */
export async function reasons(stage: Stage, force = false): Promise<string[]> {
  const plans = await planOf(stage, force);
  return plans.map(({ unit, action, reason }) => `${unit.key}: ${action}, ${reason}`);
}

/** Plans, computes, commits and remembers everything. */
export async function runAll<U extends Unit, R>(stage: Stage<U, R>, fence = 1): Promise<void> {
  const results = [];
  for (const { unit, action } of await planOf(stage)) {
    if (action === 'run') results.push({ unit, value: await stage.compute(unit, never) });
  }
  if (results.length > 0) await stage.commit(results, fence);
  await stage.finish?.(fence);
  await stage.remember?.();
}
