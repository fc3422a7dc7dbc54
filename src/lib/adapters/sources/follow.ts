import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { Clock } from '../../ports/index.js';
import type { Bytes } from './bytes.js';

const POLL_MS = 300;
/** Ends a line that its writer left half-written when the file was replaced. */
const LINE_END = Buffer.from('\n');

/**
 * The bytes of a file and whatever is appended to it, for ever. A file that is truncated, or replaced as log
 * rotation does, is read from its start; one that is away for a moment is waited for.
 * @throws AbortError when `signal` aborts
 */
export async function* growth(
  path: string,
  { clock, signal }: { clock: Clock; signal: AbortSignal },
): AsyncGenerator<Buffer> {
  let inode = -1;
  let offset = 0;
  for (;;) {
    const found = await stat(path).catch(() => null);
    if (found && (found.ino !== inode || found.size < offset)) {
      if (offset > 0) yield LINE_END;
      inode = found.ino;
      offset = 0;
    }
    if (found && found.size > offset) {
      for await (const chunk of createReadStream(path, { start: offset, signal }) as Bytes) {
        offset += chunk.length;
        yield chunk;
      }
    }
    await clock.sleep(POLL_MS, signal);
  }
}
