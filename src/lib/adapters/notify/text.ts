import { redact } from '../../config/redact.js';
import type { Alert } from '../../ports/index.js';

/** What every notifier says, without credentials that a cause or a command may quote. */
export interface AlertText {
  /** One line. */
  title: string;
  /** What it says, by what it is. */
  facts: [name: string, value: string][];
}

export function alertText(alert: Alert): AlertText {
  const { command, runId, status, stage, code, cause, resume, host, at } = alert;
  const facts: AlertText['facts'] = [
    ['Run', runId ?? 'not begun'],
    ['Stage', stage ?? 'none'],
    ['Cause', `${redact(cause)} (${code})`],
    ['Resume', redact(resume)],
    ['Host', host],
    ['Time', new Date(at).toISOString()],
  ];
  const what = command === 'nightly' ? 'night' : command;
  return { title: `gibsey: ${what} ${status}${stage ? ` in ${stage}` : ''} on ${host}`, facts };
}
