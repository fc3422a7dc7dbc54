import { hashParts } from '../../../algorithms/text/hashing.js';
import type { Utterance } from '../../../domain/conversation.js';
import type { Json } from '../../../domain/values.js';
import { bodyText, idText, kindOf, label, shallow } from '../fields.js';
import { excerpt, Rejected } from '../rejected.js';
import { parseTime } from '../times.js';

/** What the field is called in logs of other systems, best first. */
const NAMES = {
  id: ['id', 'message_id'],
  user: ['user_id', 'user', 'user_email', 'email'],
  session: ['session_id', 'session', 'conversation_id', 'thread_id'],
  role: ['role', 'sender', 'author'],
  text: ['text', 'content', 'message', 'query', 'question'],
  language: ['language', 'lang'],
  created: ['created_at', 'timestamp', 'time', 'date'],
} as const;

const KNOWN = new Set<string>([...Object.values(NAMES).flat(), 'messages']);

const ROLES: Record<string, Utterance['role'] | null> = {
  user: 'user',
  human: 'user',
  customer: 'user',
  client: 'user',
  assistant: 'assistant',
  bot: 'assistant',
  ai: 'assistant',
  agent: 'assistant',
  model: 'assistant',
  system: null,
  tool: null,
};

/** Somebody of whom nothing is known: however many they are, they count as one user. */
const ANONYMOUS = 'anonymous';

export interface RecordContext {
  /** Epoch ms; no record may lie more than a day after it. */
  now: number;
  /** When a record that has no time of its own was made: epoch ms. */
  modified: number;
}

type Fields = Record<string, Json>;

/**
 * The utterances of one record: one, or those in `messages: [{role, content}]`. Utterances of a system or a
 * tool are passed over. Without an id, one is made of who said what when.
 * @throws Rejected naming the key that is wrong.
 */
export function utterancesOf(value: unknown, context: RecordContext): Utterance[] {
  const fields = objectOf(value, 'it');
  const { messages } = fields;
  if (messages === undefined || messages === null) return one(fields, context);
  if (!Array.isArray(messages)) {
    throw new Rejected(`messages is ${kindOf(messages)}, not a list of utterances`);
  }
  const common = commonOf(fields);
  return messages.flatMap((message, index) => {
    const own = objectOf(message, `messages[${index}]`);
    return one({ ...common, ...own }, context, index);
  });
}

/** What holds for all messages of a conversation; its id is their session. */
function commonOf(fields: Fields): Fields {
  const own = new Set<string>(['messages', ...NAMES.id]);
  const common = Object.fromEntries(Object.entries(fields).filter(([key]) => !own.has(key)));
  return fields.id === undefined ? common : { session_id: fields.id, ...common };
}

function objectOf(value: unknown, what: string): Fields {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) {
    throw new Rejected(`${what} is ${kindOf(value)}, not an object`);
  }
  return value as Fields;
}

/** `place` tells apart equal utterances of one record. */
function one(fields: Fields, context: RecordContext, place = 0): Utterance[] {
  const role = roleOf(fields);
  if (role === null) return [];
  const [said, textKey] = found(fields, 'text');
  if (said === undefined && !NAMES.text.some((name) => name in fields)) {
    throw new Rejected(noText(Object.keys(fields), 'it has'));
  }
  const text = bodyText(said, textKey);
  const userId = label(...found(fields, 'user')) ?? ANONYMOUS;
  const sessionId = label(...found(fields, 'session')) ?? userId;
  const createdAt = timeOf(fields, context);
  const natural = hashParts([userId, sessionId, role, createdAt, place, text]).slice(0, 32);
  const [given, idKey] = found(fields, 'id');
  const id = given === undefined ? natural : idText(given, idKey);
  const language = label(...found(fields, 'language'));
  const metadata = metadataOf(fields);
  return [{ id, userId, sessionId, role, text, language, createdAt, metadata }];
}

const NAMES_SHOWN = 8;

/** Names the fields that are there instead. */
function noText(names: readonly string[], lead: string): string {
  const shown = names.slice(0, NAMES_SHOWN).map((name) => excerpt(name, 40));
  const more = names.length > NAMES_SHOWN ? ', …' : '';
  const has = names.length === 0 ? 'nothing' : `${shown.join(', ')}${more}`;
  return `there is no text: ${lead} ${has}; name what was said one of ${NAMES.text.join(', ')}`;
}

/** @throws Rejected when no column of a table holds what was said */
export function assertTextColumn(names: readonly string[]): void {
  const known: readonly string[] = NAMES.text;
  if (!names.some((name) => known.includes(name))) {
    throw new Rejected(noText(names, 'the columns of the heading line are'));
  }
}

/** The value and the name of the first of a field's names that has one. Blank cells of a table have none. */
function found(fields: Fields, field: keyof typeof NAMES): [value: Json | undefined, key: string] {
  const [first] = NAMES[field];
  const key = NAMES[field].find((name) => (fields[name] ?? '') !== '');
  return key === undefined ? [undefined, first] : [fields[key], key];
}

function roleOf(fields: Fields): Utterance['role'] | null {
  const [value, key] = found(fields, 'role');
  const name = label(value, key)?.toLowerCase() ?? 'user';
  const role = Object.hasOwn(ROLES, name) ? ROLES[name] : undefined;
  if (role === undefined) {
    const known = Object.keys(ROLES).join(', ');
    throw new Rejected(`${key} is ${JSON.stringify(name).slice(0, 60)}, not one of ${known}`);
  }
  return role;
}

/** Unix seconds are smaller than any ms since 1973. */
const SECONDS_BELOW = 1e11;

function timeOf(fields: Fields, { now, modified }: RecordContext): number {
  const [value, key] = found(fields, 'created');
  if (value === undefined) return modified;
  const number = typeof value === 'string' && /^\d{9,16}(\.\d+)?$/.test(value) ? +value : value;
  const inMs =
    typeof number === 'number' && number < SECONDS_BELOW ? Math.round(number * 1000) : number;
  if (typeof inMs === 'number' && inMs < 0) {
    throw new Rejected(`${key} is ${JSON.stringify(value)}, before 1970`);
  }
  return parseTime(inMs, key, now);
}

function metadataOf(fields: Fields): Record<string, Json> {
  const others = Object.entries(fields).filter(([key, value]) => !KNOWN.has(key) && value !== '');
  return Object.fromEntries(others.map(([key, value]) => [key, shallow(value, key)]));
}
