import { readFileSync, realpathSync } from 'node:fs';

/** IANA name of the time zone that this machine's daemons go by; a machine without one is in UTC. */
export function machineZone(): string {
  return zoneOf(read(() => realpathSync('/etc/localtime'))) ?? debianZone() ?? 'UTC';
}

/** `/usr/share/zoneinfo/Europe/Rome` → `Europe/Rome`; null for a path that is not of a zone. */
export function zoneOf(path: string): string | null {
  const name = /zoneinfo(?:\.default)?\/(?:posix\/|right\/)?(.+)$/.exec(path)?.[1];
  return name && isKnown(name) ? name : null;
}

/** Where /etc/localtime is a copy, not a link. */
function debianZone(): string | null {
  const name = read(() => readFileSync('/etc/timezone', 'utf8')).trim();
  return name && isKnown(name) ? name : null;
}

function isKnown(timeZone: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone }));
  } catch {
    return false;
  }
}

function read(look: () => string): string {
  try {
    return look();
  } catch {
    return ''; // the machine does not say it there
  }
}
