import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import type { LockOwner } from '../../ports/index.js';

/** This machine, boot and process namespace: where it is equal, a pid means the same process. */
export function thisHost(): string {
  const boot = tryRead(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim());
  const namespace = tryRead(() => readlinkSync('/proc/self/ns/pid'));
  return [hostname(), boot, namespace].filter(Boolean).join(' ');
}

/** Whether the owner is a process of this machine that is known to have ended. */
export function isDeadHere({ host, pid }: LockOwner): boolean {
  if (host !== thisHost()) return false;
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}

function tryRead(read: () => string): string {
  try {
    return read();
  } catch {
    return ''; // not Linux: the host name alone has to do
  }
}
