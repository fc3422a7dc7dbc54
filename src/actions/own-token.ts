/** How gibsey's own commands are let in by a server that the same user has started on this machine. */
import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { newSecret } from '../lib/answering/access/secrets.js';
import { environment } from '../lib/config/environment.js';
import { stateFolder } from '../lib/config/state-folder.js';
import { isLoopback, hostName } from '../lib/server/access.js';

const OWNER_ONLY = 0o600;
const FOLDER_OF_OWNER = 0o700;

export interface OwnToken {
  file: string;
  /** Takes it away again, unless another server has put its own there since. */
  remove: () => void;
}

/** Of one start of a server: a file that is left behind, or read by the wrong process, opens nothing later. */
export const newOwnSecret = (): string => newSecret(randomBytes);

/**
 * Lays the secret of a server where commands of the same user find it, and nobody else.
 * @throws an error of the file system
 */
export function leaveOwnToken(url: string, secret: string): OwnToken {
  const file = fileOf(new URL(url));
  const beside = `${file}.${process.pid}`;
  mkdirSync(stateFolder(environment()), { recursive: true, mode: FOLDER_OF_OWNER });
  rmSync(beside, { force: true });
  writeFileSync(beside, secret, { flag: 'wx', mode: OWNER_ONLY });
  renameSync(beside, file);
  return { file, remove: () => void (read(file) === secret && rmSync(file, { force: true })) };
}

/** The secret of the server at that address, if it is one of this machine that this user has started. */
export function ownToken(address: string): string | undefined {
  const url = new URL(address);
  return isLoopback(hostName(url.host)) ? read(fileOf(url)) : undefined;
}

/** One for each port: what listens there goes by several names. */
const fileOf = ({ port, protocol }: URL) =>
  join(stateFolder(environment()), `serve-${port || (protocol === 'https:' ? 443 : 80)}.token`);

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined; // none was left, or another user's
  }
}
