import type { SourceRecord } from '../../../ports/index.js';
import { asUtf8 } from '../bytes.js';
import { lineText, splitLines } from '../lines.js';
import type { Input, Reading } from './config.js';
import { RowReader } from './rows.js';

/** Pages of JSON Lines, one object a line; holds one line at a time. Blank lines are passed over. */
export async function* readJsonLines(input: Input, reading: Reading): AsyncGenerator<SourceRecord> {
  const { lineBytes } = reading.limits;
  const rows = new RowReader(input, reading);
  for await (const line of splitLines(asUtf8(input.bytes), lineBytes)) {
    if (line.bytes !== null && isBlank(line.bytes)) continue;
    yield* rows.read(() => lineText(line, lineBytes), `${input.where}:${line.number}`);
  }
}

/** Nothing but spaces and tabs; looks at no more than it must. */
function isBlank(bytes: Buffer): boolean {
  return bytes.every((byte) => byte === 32 || byte === 9);
}
