/** What this machine gives: its clock, its time zone, its user's crontab. */
import type { Crontab } from '../ports/index.js';

export { systemClock } from '../adapters/clock/system.js';
export { machineZone } from '../adapters/process/zone.js';

/** The user's own crontab, through the command of that name. */
export async function openCrontab(): Promise<Crontab> {
  const { commandCrontab } = await import('../adapters/crontab/command/factory.js');
  return commandCrontab();
}
