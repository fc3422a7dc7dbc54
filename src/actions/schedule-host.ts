import { basename, delimiter, dirname, join } from 'node:path';
import { machineZone, systemClock } from '../lib/app/machine.js';
import { CONFIG_FILE, type LoadedConfig } from '../lib/config/load.js';
import { quoted, type Host } from '../lib/schedule/crontab.js';

/** This machine and project, for the schedulers of this machine. */
export function thisMachine({ config, root, file }: LoadedConfig, packageRoot: string): Host {
  const given = file !== null && basename(file) !== CONFIG_FILE;
  const words = [process.execPath, join(packageRoot, 'bin/run.js')];
  const path = [dirname(process.execPath), '/usr/local/bin', '/usr/bin', '/bin'];
  return {
    zone: config.schedule.cronTimezone ?? machineZone(),
    folder: root,
    program: words.map(quoted).join(' '),
    options: given ? ` --config ${quoted(basename(file))}` : '',
    path: [...new Set(path)].join(delimiter),
    now: systemClock.now(),
  };
}
