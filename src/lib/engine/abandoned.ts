import type { Run } from '../domain/run.js';
import type { RunStore } from '../ports/index.js';

/** Records, the newest first, that are looked through. */
const LOOKED_THROUGH = 20;

export interface AbandonedDeps {
  runs: RunStore;
  /** The run that looks. */
  runId: string;
  /** Whether nobody else can be at work. */
  alone: () => Promise<boolean>;
  /** Told of each before its record says that it has ended: whoever is killed here leaves it to the next run. */
  told: (run: Run) => Promise<void>;
}

/** Ends the records of runs that could not do so themselves. A run has its record while it holds the lock, not longer. */
export async function endAbandoned({ runs, runId, alone, told }: AbandonedDeps): Promise<void> {
  const latest = await runs.list(LOOKED_THROUGH);
  const seen = latest.filter((run) => run.status === 'running' && run.runId !== runId);
  if (seen.length === 0 || !(await alone())) return;
  for (const each of seen) {
    const run = await runs.get(each.runId); // it may have ended meanwhile
    if (run?.status !== 'running') continue;
    const ended: Run = { ...run, status: 'failed', error: errorOf(run) };
    await told(ended);
    await runs.put(ended);
  }
}

function errorOf({ planned = [], stages }: Run): NonNullable<Run['error']> {
  const at = planned[stages.length];
  const where = at === undefined ? '' : ` at stage ${at}`;
  const message = `It ended without a word${where}: killed, out of disk, or the machine went down.`;
  return { code: 'INTERRUPTED', message };
}
