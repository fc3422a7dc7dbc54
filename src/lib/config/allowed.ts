import { z } from 'zod';
import { configSchema } from './schema.js';

/** A setting as its JSON Schema describes it. */
interface Described {
  type?: string;
  enum?: readonly unknown[];
  const?: unknown;
  anyOf?: readonly Described[];
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  properties?: Record<string, Described>;
  items?: Described;
}

/** What a setting takes, in plain words, e.g. `a whole number from 1 to 64`. */
export function allowedAt(path: readonly PropertyKey[]): string {
  const schema = z.toJSONSchema(configSchema, { io: 'input' }) as Described;
  const at = path.reduce<Described | undefined>(
    (within, key) => within?.items ?? within?.properties?.[String(key)],
    schema,
  );
  return allowed(at ?? {});
}

function allowed(setting: Described): string {
  if (setting.anyOf) return either(setting.anyOf.map(allowed));
  if (setting.const !== undefined) return JSON.stringify(setting.const);
  if (setting.enum) return either(setting.enum.map((each) => JSON.stringify(each)));
  if (setting.type === 'integer') return `a whole number${range(setting)}`;
  if (setting.type === 'number') return `a number${range(setting)}`;
  return WORDS[setting.type ?? ''] ?? 'another value';
}

const WORDS: Readonly<Record<string, string>> = {
  boolean: 'true or false',
  string: 'a text in quotation marks, not empty',
  array: 'a list in square brackets',
  object: 'settings in braces',
};

function range({ minimum: least, maximum: most, exclusiveMinimum: above }: Described): string {
  const to = most !== undefined && most < Number.MAX_SAFE_INTEGER ? most : null;
  if (above !== undefined) return ` above ${above}${to === null ? '' : `, at most ${to}`}`;
  const from = least !== undefined && least > -Number.MAX_SAFE_INTEGER ? least : null;
  if (from !== null) return to === null ? `, at least ${from}` : ` from ${from} to ${to}`;
  return to === null ? '' : `, at most ${to}`;
}

/** `a, b or c`. */
const either = (words: readonly string[]): string =>
  words.length > 1 ? `${words.slice(0, -1).join(', ')} or ${words.at(-1)}` : (words[0] ?? '');
