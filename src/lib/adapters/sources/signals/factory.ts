import type { Readable } from 'node:stream';
import { REACTIONS, type ReactionName } from '../../../domain/context.js';
import type {
  AccessRecord,
  Clock,
  InputProblem,
  ReactionRecord,
  RecordFile,
} from '../../../ports/index.js';
import { asUtf8, fileBytes, refuseAddress, streamBytes } from '../bytes.js';
import { idText, kindOf } from '../fields.js';
import { lineText, splitLines } from '../lines.js';
import { parseJson } from '../parse-json.js';
import { excerpt, Rejected } from '../rejected.js';
import { parseTime } from '../times.js';

export interface SignalFileOptions {
  /** A file of JSON Lines, or `-` for standard input. */
  path: string;
  stdin: Readable;
  clock: Pick<Clock, 'now'>;
}

const LINE_BYTES = 2 ** 20;

/** Reactions to tips: `{user_id, tip_id, reaction, created_at?}`, one a line. */
export function openReactions(options: SignalFileOptions): RecordFile<ReactionRecord> {
  const now = options.clock.now();
  return recordFile(options, (row, where) => ({ reaction: reactionIn(row, now), where }));
}

/** Whose tasks are read, and with which token: `{user_id, token}`, one a line. */
export function openTaskUsers(options: SignalFileOptions): RecordFile<AccessRecord> {
  return recordFile(options, ({ user_id: id, token }, where) => {
    const secret = typeof token === 'string' && /^[\x21-\x7e]+$/.test(token) ? token : null;
    if (secret === null) throw new Rejected('token is not a text without spaces');
    return { access: { userId: idText(id, 'user_id'), secret }, where };
  });
}

function reactionIn({ user_id: user, tip_id: tip, reaction, created_at: at }: Row, now: number) {
  if (typeof reaction !== 'string' || !Object.hasOwn(REACTIONS, reaction)) {
    throw new Rejected(`reaction is none of ${Object.keys(REACTIONS).join(', ')}`);
  }
  return {
    userId: idText(user, 'user_id'),
    tipId: idText(tip, 'tip_id'),
    reaction: reaction as ReactionName,
    createdAt: at === undefined || at === null ? now : parseTime(at, 'created_at', now),
  };
}

type Row = Record<string, unknown>;

/** A line that cannot be used is a problem; the rest is told. */
function recordFile<T>(
  { path, stdin }: SignalFileOptions,
  parse: (row: Row, where: string) => T,
): RecordFile<T | { problem: InputProblem }> {
  refuseAddress(path);
  const name = path === '-' ? 'stdin' : excerpt(path, 1000);
  return {
    name,
    async *read(signal) {
      const bytes =
        path === '-' ? streamBytes(stdin, 'standard input', signal) : fileBytes(path, signal);
      for await (const line of splitLines(asUtf8(bytes), LINE_BYTES)) {
        signal.throwIfAborted();
        if (line.bytes?.every((byte) => byte === 32 || byte === 9)) continue;
        const where = `${name}:${line.number}`;
        yield parsed(where, () => parse(objectIn(lineText(line, LINE_BYTES)), where));
      }
    },
  };
}

function parsed<T>(where: string, parse: () => T): T | { problem: InputProblem } {
  try {
    return parse();
  } catch (thrown) {
    if (!(thrown instanceof Rejected)) throw thrown;
    return { problem: { where, reason: thrown.message } };
  }
}

function objectIn(text: string): Row {
  const value = parseJson(text);
  if (value !== null && typeof value === 'object' && !Array.isArray(value)) return value as Row;
  throw new Rejected(`it is ${kindOf(value)}, not an object`);
}
