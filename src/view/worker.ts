import type { WorkerStats } from '../lib/engine/worker/worker.js';
import type { DeadLetter } from '../lib/ports/index.js';
import { moment, plural } from './format.js';

const DEAD = 'gibsey worker --dead';

/** `offset` is a number where the stream counts its changes; `cursor` says of any stream how far it is done. */
export const statsJson = (stats: WorkerStats) => {
  const { events, embedded, dropped, buried, cursor, offset, lag } = stats;
  return { events, embedded, dropped, buried, cursor, offset, lag };
};

export function statsText({ events, embedded, dropped, buried }: WorkerStats): string {
  if (events === 0) return 'Nothing had changed.';
  const parts = [`${plural(embedded, 'page')} embedded`];
  if (dropped > 0) parts.push(`vectors of ${plural(dropped, 'page')} dropped`);
  if (buried > 0) parts.push(`${plural(buried, 'page')} could not be embedded: ${DEAD}`);
  return `${plural(events, 'change')} taken up, ${parts.join(', ')}.`;
}

/** A line when it starts, when something is out of reach and back, and for what has come in since the last line. */
export function workerReporter(
  tell: (line: string) => void,
  once: boolean,
): (stats: WorkerStats) => void {
  let told: Pick<WorkerStats, 'embedded' | 'buried' | 'outage'> | null = null;
  return (stats) => {
    const { embedded, buried, outage, lag } = stats;
    if (!told && !once) tell('Following the changes of the store; Ctrl-C ends it.');
    const before = told ?? { embedded: 0, buried: 0, outage: null };
    told = { ...before, outage };
    if (outage !== before.outage) tell(outage ? `${outage} Waiting for it.` : 'It is back.');
    if (buried > before.buried) tell(`A page could not be embedded: ${DEAD}`);
    told.buried = buried;
    if (once || lag > 0 || embedded === before.embedded) return;
    tell(`${plural(embedded - before.embedded, 'page')} embedded.`);
    told.embedded = embedded;
  };
}

export const letterJson = ({ change, code, message, at }: DeadLetter) => ({
  page_id: change.id,
  sequence: change.sequence,
  code,
  message,
  at: new Date(at).toISOString(),
});

export function lettersText(letters: readonly DeadLetter[]): string {
  if (letters.length === 0)
    return 'No dead letters: every page that was changed could be embedded.';
  const lines = letters.map(
    ({ change, code, message, at }) => `  ${change.id}  ${moment(at)}\n    ${code}: ${message}`,
  );
  return `${lines.join('\n')}\n\nChange the page and it is tried again; or try as it stands: gibsey embed`;
}
