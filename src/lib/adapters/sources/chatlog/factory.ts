import { stat } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { GibseyError } from '../../../domain/errors.js';
import type { ConversationSource, UtteranceRecord } from '../../../ports/index.js';
import { asUtf8, type Bytes, fileBytes, refuseAddress, streamBytes, unreadable } from '../bytes.js';
import { growth } from '../follow.js';
import { type Line, lineText, splitLines } from '../lines.js';
import { Pace } from '../pace.js';
import { parseJson } from '../parse-json.js';
import { excerpt, Rejected } from '../rejected.js';
import { type ChatlogFormat, type ChatlogOptions, RECORD_BYTES } from './config.js';
import { readCsv } from './csv.js';
import { SpokenOnce } from './spoken-once.js';
import { assertTextColumn, type RecordContext, utterancesOf } from './utterances.js';

interface Row {
  where: string;
  /** @throws Rejected */
  value: () => unknown;
}

/**
 * Utterances of a log of conversations: JSON Lines or CSV, a record an utterance or a whole conversation.
 * @throws SOURCE_UNREADABLE when the path cannot be opened
 */
export async function openChatlog(options: ChatlogOptions): Promise<ConversationSource> {
  const { path, clock } = options;
  refuseAddress(path);
  const now = clock.now();
  const context = { now, modified: path === '-' ? now : await modified(path, now) };
  return { name: path, read: (signal) => readAll(options, context, signal) };
}

async function modified(path: string, now: number): Promise<number> {
  try {
    const stats = await stat(path);
    if (stats.isDirectory()) throw isFolder(path);
    return Math.min(Math.floor(stats.mtimeMs), now);
  } catch (error) {
    throw error instanceof GibseyError ? error : unreadable(path, error);
  }
}

function isFolder(path: string): GibseyError {
  const message = `${path} is a folder; a log is one file, or - for standard input.`;
  return new GibseyError('SOURCE_UNREADABLE', message, {
    hint: `name a file in it: gibsey ingest conversations ${join(path, 'FILE.jsonl')}`,
  });
}

async function* readAll(
  options: ChatlogOptions,
  context: RecordContext,
  signal: AbortSignal,
): AsyncGenerator<UtteranceRecord> {
  signal.throwIfAborted();
  const { path, recordBytes = RECORD_BYTES } = options;
  const where = path === '-' ? 'stdin' : excerpt(path, 1000);
  const rows = formatOf(options) === 'csv' ? csvRows : jsonRows;
  const pace = new Pace(options.clock, signal);
  const once = options.follow ? null : new SpokenOnce(); // what grows may bring what was mended
  try {
    for await (const row of rows(bytesOf(options, signal), recordBytes)) {
      signal.throwIfAborted();
      if (pace.due()) await pace.turn();
      for (const record of recordsOf({ ...row, where: `${where}:${row.where}` }, context)) {
        yield once?.check(record) ?? record;
      }
    }
  } catch (error) {
    if (!(error instanceof Rejected)) throw error;
    yield { problem: { where, reason: error.message } };
  }
}

function formatOf({ path, format }: ChatlogOptions): ChatlogFormat {
  if (format) return format;
  return ['.csv', '.tsv'].includes(extname(path).toLowerCase()) ? 'csv' : 'jsonl';
}

function bytesOf({ path, stdin, follow, clock }: ChatlogOptions, signal: AbortSignal): Bytes {
  if (path !== '-') return follow ? growth(path, { clock, signal }) : fileBytes(path, signal);
  if (!stdin) throw new GibseyError('SOURCE_UNREADABLE', 'There is no standard input to read.');
  return streamBytes(stdin, 'standard input', signal);
}

async function* jsonRows(bytes: Bytes, limit: number): AsyncGenerator<Row> {
  for await (const line of splitLines(asUtf8(bytes), limit)) {
    if (line.bytes?.every((byte) => byte === 32 || byte === 9)) continue;
    yield { where: String(line.number), value: () => jsonOf(line, limit) };
  }
}

/** @throws Rejected, with what to do when it is the heading of a table */
function jsonOf(line: Line, limit: number): unknown {
  const text = lineText(line, limit);
  if (line.number === 1 && /^[^{[]*[,;\t][^{[]*$/.test(text)) {
    throw new Rejected('it is not JSON; a table with a heading line is read with --format csv');
  }
  return parseJson(text);
}

async function* csvRows(bytes: Bytes, limit: number): AsyncGenerator<Row> {
  for await (const row of readCsv(bytes, limit, assertTextColumn)) {
    yield {
      where: String(row.line),
      value: () => {
        if ('reason' in row) throw new Rejected(row.reason);
        return row.fields;
      },
    };
  }
}

function* recordsOf({ where, value }: Row, context: RecordContext): Generator<UtteranceRecord> {
  try {
    for (const utterance of utterancesOf(value(), context)) yield { utterance, where };
  } catch (error) {
    if (!(error instanceof Rejected)) throw error;
    yield { problem: { where, reason: error.message } };
  }
}
