import type { SourceRecord } from '../../../ports/index.js';
import type { Input, Reading } from './config.js';
import { jsonItems } from './json-items.js';
import { RowReader } from './rows.js';
import { wholeText } from './whole-text.js';

/** Pages of a JSON array of objects, or of one object. */
export async function* readJson(input: Input, reading: Reading): AsyncGenerator<SourceRecord> {
  const { items, closed } = jsonItems(await wholeText(input, reading));
  const rows = new RowReader(input, reading);
  for (const { text, line } of items) yield* rows.read(() => text, `${input.where}:${line}`);
  if (!closed)
    yield { problem: { where: input.where, reason: 'its JSON array does not end well' } };
}
