import type { StoredContext } from '../../domain/context.js';
import type { Clock, Embedder } from '../../ports/index.js';
import type { ContextTables } from '../../ports/store/tables/context.js';
import type { Plan, Stage, Unit } from '../stage.js';
import {
  gather,
  inputOf,
  keep,
  materialise,
  VERSION,
  type Gathered,
  type Materialised,
} from './materialise.js';

export interface ContextOptions {
  tables: ContextTables;
  embedder: Embedder;
  clock: Clock;
  /** Users of whom nothing has changed for longer are left alone, ms. */
  activeMs: number;
  /** Contexts that are older than this are made anew, ms; null: only those whose signals have changed. */
  slaMs: number | null;
  concurrency: number;
}

const BATCH = 20;

/** One context for every active user whose signals have changed; a user who fails fails alone. */
export function contextStage(options: ContextOptions): Stage<Unit, Materialised, Gathered> {
  const { tables, embedder, clock, concurrency } = options;
  return {
    name: 'context',
    version: VERSION,
    needs: ['todoist'],
    limits: { concurrency, batch: BATCH, load: BATCH },
    most: (planned, before) => planned + before,
    plan: ({ force }) => plan(options, force),
    async load(units) {
      const all = await Promise.all(units.map(({ key }) => gather(tables, key, clock)));
      return all.map((each) => each && { value: each, input: inputOf(each.user, embedder.space) });
    },
    compute: (_, signal, gathered) => materialise(gathered, embedder, signal),
    commit: (results) =>
      keep(
        tables,
        results.map(({ value }) => value),
      ),
  };
}

async function* plan(options: ContextOptions, force: boolean): AsyncIterable<Plan> {
  const { tables, embedder, clock, activeMs } = options;
  for await (const users of tables.users.all()) {
    const active = users.filter(({ changedAt }) => changedAt > clock.now() - activeMs);
    const rows = await tables.contexts.get(active.map(({ userId }) => ({ userId })));
    const stored = new Map(rows.map((row) => [row.userId, row]));
    for (const user of active) {
      const unit = { key: user.userId, input: inputOf(user, embedder.space) };
      yield {
        unit,
        ...decided(options, { before: stored.get(user.userId), input: unit.input, force }),
      };
    }
  }
}

function decided(
  { clock, slaMs }: ContextOptions,
  { before, input, force }: { before: StoredContext | undefined; input: string; force: boolean },
): Pick<Plan, 'action' | 'reason'> {
  if (!before) return { action: 'run', reason: 'new' };
  if (before.input !== input) return { action: 'run', reason: 'signals changed' };
  if (force) return { action: 'run', reason: 'forced' };
  const past = slaMs !== null && clock.now() - before.materializedAt > slaMs;
  return past
    ? { action: 'run', reason: 'past its time' }
    : { action: 'skip', reason: 'unchanged' };
}
