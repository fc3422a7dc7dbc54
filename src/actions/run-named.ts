import { GibseyError } from '../lib/domain/errors.js';
import type { Run } from '../lib/domain/run.js';
import type { RunStore } from '../lib/ports/index.js';
import { moment } from '../view/format.js';

/** Among the newest so many a run is found by the beginning of its id. */
const LOOKED_THROUGH = 10_000;
const SHOWN = 5;

/**
 * The run of that id, else the only one whose id begins so; small letters will do.
 * @throws NOT_FOUND when there is none, USAGE naming the candidates when there are several
 */
export async function runNamed(runs: RunStore, name: string): Promise<Run> {
  const exact = await runs.get(name);
  if (exact) return exact;
  const begun = (await runs.list(LOOKED_THROUGH)).filter(({ runId }) =>
    runId.startsWith(name.toUpperCase()),
  );
  const [only, ...others] = name === '' ? [] : begun;
  if (!only)
    throw new GibseyError('NOT_FOUND', `There is no run ${name}.`, { hint: 'gibsey runs' });
  if (others.length > 0) throw ambiguous(name, begun);
  return only;
}

function ambiguous(name: string, candidates: readonly Run[]): GibseyError {
  const lines = candidates
    .slice(0, SHOWN)
    .map(({ runId, command, startedAt }) => `  ${runId}  ${command}, ${moment(startedAt)}`);
  const more = candidates.length - lines.length;
  const message = [
    `${candidates.length} runs begin with ${name}:`,
    ...lines,
    ...(more > 0 ? [`  …${more} more`] : []),
  ].join('\n');
  const longer = candidates[0]?.runId ?? name;
  return new GibseyError('USAGE', message, { hint: `gibsey runs ${longer}` });
}
