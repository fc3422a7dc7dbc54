/**
 * 10,000 users of a dozen tasks: one night of contexts, a second one in which 1 % have changed, and tips without a model
 * by the rung of their context. Words stand in for the embedding model, whose time is another race. Nothing is raced: the
 * yardsticks are a row of the journal and a row of the knowledge, which waits for the disk; on a busy machine the times of
 * the processor tell more than those of the clock.
 */
import Table from 'cli-table3';
import { temporaryStore } from '../test/support/store.js';
import { wordEmbedder } from '../test/support/words.js';
import { systemClock } from '../src/lib/adapters/clock/system.js';
import { seededRandom } from '../src/lib/algorithms/random.js';
import { openRecommender } from '../src/lib/app/recommender.js';
import { loadConfig } from '../src/lib/config/load.js';
import type { Task } from '../src/lib/domain/context.js';
import { runStage } from '../src/lib/engine/run-stage.js';
import type { Store } from '../src/lib/ports/index.js';
import { contextTables } from '../src/lib/ports/store/tables/context.js';
import { contextStage } from '../src/lib/stages/context/stage.js';
import type { Race } from './harness.js';

const USERS = Number(process.env.GIBSEY_BENCH_USERS ?? 10_000);
const TASKS = 12;
const REQUESTS = 5_000;
const DAY_MS = 86_400_000;
const WORDS =
  'water plant prune rose tax form pay bill call plumber buy bread read book send letter'.split(
    ' ',
  );

const signal = new AbortController().signal;
const random = seededRandom(7);
const userId = (n: number) => `user-${String(n).padStart(5, '0')}`;
const embedder = wordEmbedder();

function tasksOf(user: string): Task[] {
  return Array.from({ length: TASKS }, (_, i) => ({
    ...{ userId: user, taskId: `t${i}`, description: '', projectId: null, labels: [] },
    content: [1, 2, 3].map(() => WORDS[Math.floor(random() * WORDS.length)]).join(' '),
    ...{ priority: 1 + (i % 4), due: i % 3 === 0 ? '2026-12-01' : null, recurring: false },
    ...{ doneAt: null, completions: 0, addedAt: null, changedAt: systemClock.now() },
  }));
}

async function changed(store: Store, ids: readonly string[]): Promise<void> {
  const { users, tasks } = contextTables(store.tables);
  for (let at = 0; at < ids.length; at += 200) {
    const batch = ids.slice(at, at + 200);
    await tasks.put(batch.flatMap(tasksOf));
    const changedAt = systemClock.now();
    const signals = { timezone: 'Europe/Rome', syncToken: null, syncedAt: null, changedAt };
    await users.put(batch.map((id) => ({ userId: id, ...signals })));
  }
}

async function night(store: Store): Promise<string[]> {
  const stage = contextStage({
    ...{ tables: contextTables(store.tables), embedder, clock: systemClock, concurrency: 4 },
    ...{ activeMs: 30 * DAY_MS, slaMs: null },
  });
  const start = performance.now();
  const how = { clock: systemClock, report: () => undefined, signal, force: false, fence: 1 };
  const { record } = await runStage(stage, { ...how, total: null });
  const seconds = (performance.now() - start) / 1000;
  return [`${record.processed} made, ${record.skipped} skipped`, `${seconds.toFixed(1)} s`];
}

async function tips(store: Store, slaMinutes: number, requests: number): Promise<string[]> {
  const { config } = loadConfig({ cwd: '/', env: {} });
  const recommender = openRecommender({
    ...{ store, clock: systemClock, model: null, embedder: async () => embedder },
    config: { ...config, context: { ...config.context, slaMinutes } },
    warn: (message) => console.error(message),
  });
  const rungs = new Map<string, number>();
  const times = await timed(requests, async () => {
    const { tip } = await recommender.recommend(userId(Math.floor(random() * USERS)), signal);
    rungs.set(tip.rung, (rungs.get(tip.rung) ?? 0) + 1);
  });
  return [[...rungs].map(([rung, count]) => `${rung} ${count}`).join(', '), times];
}

/** What one row costs, alone. */
async function yardsticks(store: Store): Promise<string[][]> {
  const { candidates, users } = contextTables(store.tables);
  const signals = { timezone: null, syncToken: null, syncedAt: null, changedAt: 0 };
  const set = { key: 'key', writer: 'nobody', candidates: [], createdAt: 0 };
  const journal = await timed(1_000, () => candidates.put([{ userId: 'nobody', ...set }]));
  const knowledge = await timed(1_000, () => users.put([{ userId: 'nobody', ...signals }]));
  return [
    ['a row of the journal', '', journal],
    ['a row of the knowledge', '', knowledge],
  ];
}

async function timed(times: number, work: () => Promise<unknown>): Promise<string> {
  const clock: number[] = [];
  const processor: number[] = [];
  for (let i = 0; i < times; i++) {
    const [start, before] = [performance.now(), process.cpuUsage()];
    await work();
    const { user, system } = process.cpuUsage(before);
    clock.push(performance.now() - start);
    processor.push((user + system) / 1000);
  }
  return `${quantiles(clock)}; processor ${quantiles(processor)}`;
}

function quantiles(times: number[]): string {
  times.sort((a, b) => a - b);
  const at = (share: number) => times[Math.floor(share * (times.length - 1))]!.toFixed(1);
  return `p50 ${at(0.5)}, p95 ${at(0.95)}, p99 ${at(0.99)} ms`;
}

async function measured(): Promise<void> {
  const store = await temporaryStore();
  try {
    const ids = Array.from({ length: USERS }, (_, i) => userId(i));
    await changed(store, ids);
    const table = new Table({
      head: [`context, ${USERS} users`, '', ''],
      style: { head: [], border: [] },
    });
    table.push(['night, cold', ...(await night(store))]);
    table.push(['night, nothing changed', ...(await night(store))]);
    await changed(
      store,
      ids.filter((_, i) => i % 100 === 0),
    );
    table.push(['night, 1 % changed', ...(await night(store))]);
    table.push(...(await yardsticks(store)));
    table.push(['tip, context within its time', ...(await tips(store, 360, REQUESTS))]);
    table.push(['tip, context past its time', ...(await tips(store, 0, REQUESTS / 5))]);
    const { maxRSS } = process.resourceUsage();
    table.push(['memory at most', '', `${Math.round(maxRSS / 1024)} MiB`]);
    console.log(table.toString());
  } finally {
    await store.close();
  }
}

export default [
  {
    name: 'context',
    rounds: 0,
    contenders: async () => {
      await measured();
      return [];
    },
  },
] satisfies Race[];
