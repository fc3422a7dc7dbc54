import { createInterface } from 'node:readline/promises';
import { GibseyError } from '../lib/domain/errors.js';

/**
 * Whether whoever sits at the terminal says yes; anything else is a no.
 * @throws USAGE where nobody can be asked; the reason of `signal`
 */
export async function confirmed(
  question: string,
  { signal, unattended }: { signal: AbortSignal; unattended: string },
): Promise<boolean> {
  const { stdin: input, stderr: output } = process;
  if (!input.isTTY || !output.isTTY) {
    throw new GibseyError('USAGE', `${question} Nobody can be asked here; nothing was changed.`, {
      hint: unattended,
    });
  }
  const terminal = createInterface({ input, output });
  terminal.once('SIGINT', () => process.kill(process.pid, 'SIGINT')); // readline keeps it to itself
  try {
    return /^y(es)?$/i.test((await terminal.question(`${question} [y/N] `, { signal })).trim());
  } catch (thrown) {
    signal.throwIfAborted();
    throw thrown;
  } finally {
    terminal.close();
  }
}
