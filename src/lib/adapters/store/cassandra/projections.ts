import type { Generation } from '../../../domain/generation.js';
import type { Scope } from '../../../domain/values.js';
import type { GenerationStore } from '../../../ports/index.js';
import { AGAIN, contend, inParallel } from './concurrency.js';
import { readPointer } from './generations.js';
import type { Session, Statement, Value } from './session.js';

/** One table that others read of a published generation, as it should be. */
export interface ProjectedTable {
  name: string;
  /** The column of its key. */
  key: string;
  /** By key; each statement takes the timestamp as its last value. */
  rows: ReadonlyMap<Value, Statement>;
}

/** What others read of one pipeline. */
export interface Projection {
  pipeline: Scope;
  tablesOf(generation: Generation): Promise<ProjectedTable[]>;
}

/**
 * Brings the tables that others read to the published generation, unless they show it already. Outsiders may see
 * rows of two nights side by side while it works. Every write carries the number of the flip as its timestamp: a
 * straggler never overwrites a newer night, and who finds on finishing that the pointer has moved on starts again
 * with the newest.
 */
export async function project(
  session: Session,
  generations: Pick<GenerationStore, 'get'>,
  projection: Projection,
): Promise<void> {
  const { pipeline } = projection;
  await contend(`the published tables of ${pipeline}`, async () => {
    const pointer = await readPointer(session, pipeline);
    if (!pointer || pointer.projected === pointer.flips) return undefined;
    const generation = await generations.get(pointer.generation);
    if (!generation) return undefined;
    for (const table of await projection.tablesOf(generation))
      await show(session, table, pointer.flips);
    const { outcome } = await session.compareAndSet({
      cql: 'UPDATE published SET projected = ? WHERE pipeline = ? IF flips = ?',
      values: [pointer.flips, pipeline, pointer.flips],
    });
    return outcome === 'applied' ? undefined : AGAIN;
  });
}

async function show(session: Session, table: ProjectedTable, flip: bigint): Promise<void> {
  const { name, key, rows } = table;
  const writes = [...rows.values()];
  await inParallel(writes, ({ cql, values }) => session.write(cql, [...values, flip]));
  const shown = await session.read<{ key: Value }>(`SELECT ${key} AS key FROM ${name}`);
  const vanished = shown.filter((row) => !rows.has(row.key));
  const remove = `DELETE FROM ${name} USING TIMESTAMP ? WHERE ${key} = ?`;
  await inParallel(vanished, (row) => session.write(remove, [flip, row.key]));
}
