import type { SourceRecord } from '../../../ports/index.js';
import { longerThan } from '../lines.js';
import type { Input, Reading } from './config.js';
import { type JsonItem, jsonItems } from './json-items.js';
import { RowReader } from './rows.js';
import { wholeText } from './whole-text.js';

const AS_LINES = "make it JSON Lines, which may have any size: jq -c '.[]' FILE > FILE.jsonl";

/** Pages of a JSON array of objects, or of one object. */
export async function* readJson(input: Input, reading: Reading): AsyncGenerator<SourceRecord> {
  const { lineBytes } = reading.limits;
  const items = jsonItems(await wholeText(input, reading, AS_LINES));
  const rows = new RowReader(input, reading);
  let item = items.next();
  for (; !item.done; item = items.next()) {
    const { line } = item.value;
    const text = textWithin(item.value, lineBytes);
    yield* rows.read(text, `${input.where}:${line}`);
  }
  const { closed } = item.value;
  if (!closed)
    yield { problem: { where: input.where, reason: 'its JSON array does not end well' } };
}

/** What parsing takes grows with the record, much more than the text itself. */
function textWithin({ text }: JsonItem, limit: number): () => string {
  return () => {
    if (text.length > limit) throw longerThan(limit, 'the record', Buffer.byteLength(text));
    return text;
  };
}
