/** What users do elsewhere into one context each, which recommendations are made from by day. */
import { contextTables } from '../ports/store/tables/context.js';
import type { Stage } from '../stages/stage.js';
import type { Kit, Pipeline } from './pipeline.js';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

/** Apart from the contexts: they are made of what is there when the service of tasks is not. */
export const tasks: Pipeline = {
  name: 'tasks',
  stageNames: ['todoist'],
  after: [],
  async stages(kit) {
    const stage = await fetchTasks(kit, {});
    return stage ? [stage] : [];
  },
};

export const context: Pipeline = {
  name: 'context',
  stageNames: ['context', 'learn'],
  after: [],
  async stages(kit) {
    if (kit.config.todoist.users === undefined && !(await hasUsers(kit))) return [];
    return contexts(kit, { stale: false });
  },
};

/**
 * Null when nothing says whose tasks are to be read.
 * @param users file of users in place of the configured one
 */
export async function fetchTasks(
  { store, clock, openTasks }: Kit,
  { users, only }: { users?: string | undefined; only?: string | undefined },
): Promise<Stage | null> {
  const opened = await openTasks(users);
  if (!opened) return null;
  const { fetchStage } = await import('../stages/context/fetch.js');
  return fetchStage({ tables: contextTables(store.tables), ...opened, only, clock });
}

export async function ingestReactions(kit: Kit, path: string): Promise<Stage> {
  const { reactionsStage } = await import('../stages/context/reactions.js');
  const { store, clock } = kit;
  const file = await kit.openReactions(path);
  return reactionsStage({ tables: contextTables(store.tables), file, once: path === '-', clock });
}

/** @param stale contexts that are past their time are made anew, too */
export async function contexts(kit: Kit, { stale }: { stale: boolean }): Promise<Stage[]> {
  const [{ contextStage }, { learnStage }] = await Promise.all([
    import('../stages/context/stage.js'),
    import('../stages/context/learn.js'),
  ]);
  const { store, clock, concurrency, config } = kit;
  const { activeDays, slaMinutes, rewardHours } = config.context;
  const tables = contextTables(store.tables);
  return [
    contextStage({
      ...{ tables, clock, concurrency, embedder: await kit.embedder() },
      activeMs: activeDays * DAY_MS,
      slaMs: stale ? slaMinutes * MINUTE_MS : null,
    }),
    learnStage({ tables, clock, rewardMs: rewardHours * HOUR_MS }),
  ];
}

async function hasUsers({ store }: Kit): Promise<boolean> {
  for await (const users of contextTables(store.tables).users.all()) {
    if (users.length > 0) return true;
  }
  return false;
}
