import {
  CURATED_LINE,
  readCurated,
  type CuratedRecord,
} from '../../lib/answering/prepared/records.js';
import type { Clock, CuratedStore } from '../../lib/ports/index.js';
import { nothingIn } from '../../view/golden.js';
import { linesOf } from '../input.js';
import type { Imported } from './imported.js';

export interface ImportDeps {
  store: CuratedStore;
  clock: Clock;
  /** Called with all usable answers of the file before any of them is stored. */
  prepare: (answers: readonly CuratedRecord[]) => Promise<void>;
}

/** @throws SOURCE_UNREADABLE; BAD_INPUT when nothing in it can be used */
export async function importCurated(
  { store, clock, prepare }: ImportDeps,
  file: string,
  dryRun: boolean,
  signal: AbortSignal,
): Promise<Imported> {
  const { records, problems } = readCurated(await linesOf(file, { signal }));
  const named = problems.map(({ line, reason }) => ({ where: `${file}:${line}`, reason }));
  if (records.length === 0) throw nothingIn(file, named, CURATED_LINE);
  const before = new Map((await store.list()).map((each) => [each.id, same(each)]));
  const changed = records.filter((each) => before.get(each.id) !== same(each));
  if (!dryRun) await prepare(records);
  const updatedAt = clock.now();
  if (!dryRun && changed.length > 0)
    await store.put(changed.map((each) => ({ ...each, updatedAt })));
  const unchanged = records.filter((each) => !changed.includes(each));
  const ids = (list: readonly CuratedRecord[]) => list.map(({ id }) => id);
  return { stored: ids(changed), unchanged: ids(unchanged), problems: named };
}

const same = ({ id, question, answer, variants, sources }: CuratedRecord): string =>
  JSON.stringify([id, question, answer, variants, sources]);
