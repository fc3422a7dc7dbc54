import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const CHILD = join(import.meta.dirname, 'interrupted-child.ts');

/**
 * How a process ends that gets `signal` while it embeds, `delayMs` after it began to: `warm` with the model loaded,
 * `cold` while it loads.
 */
export async function interruptedExit(
  modelDir: string,
  start: 'warm' | 'cold',
  signal: NodeJS.Signals,
  delayMs: number,
): Promise<{ code: number | null; signal: NodeJS.Signals | null }> {
  const child = spawn(process.execPath, ['--import', 'tsx', CHILD, modelDir, start], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>;
  await once(child.stdout, 'data');
  setTimeout(() => child.kill(signal), delayMs);
  const [code, by] = await ended;
  return { code, signal: by };
}
