import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import type { Environment } from './environment.js';

/** What gibsey keeps for a user rather than for a store (XDG Base Directory Specification; AppData on Windows). */
export function stateFolder({ XDG_STATE_HOME, LOCALAPPDATA }: Environment): string {
  const [base] = [XDG_STATE_HOME, LOCALAPPDATA].filter((path) => path && isAbsolute(path));
  return join(base ?? join(homedir(), '.local', 'state'), 'gibsey');
}
