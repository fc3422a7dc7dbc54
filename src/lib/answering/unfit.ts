/** Why a record that people wrote cannot be used, in words for those who write it. */
import { z } from 'zod';
import { nearest } from '../algorithms/text/spelling.js';

/** A text with something other than white space in it, which is taken off its ends, that every store can hold. */
export const writtenText = (longest: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(longest)
    .refine((text) => !/[\0\ud800-\udfff]/u.test(text), 'whole characters other than NUL');

/**
 * Every reason: which field, what it is, and what it should be.
 * @param fields Those that a record may have, for one that is misspelt.
 */
export function unfitText({ issues }: z.ZodError, record: unknown, fields: readonly string[]) {
  return issues.map((issue) => reasonOf(issue, record, fields)).join('; ');
}

function reasonOf(issue: z.core.$ZodIssue, record: unknown, fields: readonly string[]): string {
  const value = valueAt(record, issue.path);
  const name = nameOf(issue.path);
  switch (issue.code) {
    case 'invalid_type':
      if (value === undefined) return `there is no ${name}`;
      return `${name} is ${kindOf(value)}, not ${KINDS[issue.expected] ?? issue.expected}`;
    case 'too_small':
      return `${name} is empty`;
    case 'too_big':
      return `${name} has ${sizeOf(value)}; at most ${Number(issue.maximum)} are allowed`;
    case 'invalid_value':
      return `${name} is ${quoted(value)}, not one of ${issue.values.map(String).join(', ')}`;
    case 'unrecognized_keys':
      return issue.keys.map((key) => unknownKey(key, name, fields)).join('; ');
    case 'invalid_union':
      return value === undefined
        ? `there is no ${name}`
        : `${name} is ${quoted(value)}, which is nothing that it may be`;
    case 'custom':
    case 'invalid_format':
    case 'invalid_key':
    case 'invalid_element':
    case 'not_multiple_of':
      return `${name} is ${quoted(value)}, but takes ${issue.message}`;
  }
}

const KINDS: Record<string, string> = {
  string: 'a text',
  array: 'a list',
  object: 'an object',
  record: 'an object',
};

function unknownKey(key: string, name: string, fields: readonly string[]): string {
  const meant = name === 'it' ? nearest(key, fields) : undefined;
  const unknown = `${name} has a field ${quoted(key)}, which is not known`;
  return meant === undefined ? unknown : `${unknown}: did you mean ${meant}?`;
}

/** `variants[2]`; `it` for the record as a whole. */
function nameOf(path: readonly PropertyKey[]): string {
  const parts = path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`));
  return parts.join('').slice(1) || 'it';
}

function valueAt(record: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, part) => (value as Record<PropertyKey, unknown> | undefined)?.[part],
    record,
  );
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`.replace('string', 'text');
}

const sizeOf = (value: unknown): string =>
  Array.isArray(value) ? `${value.length} entries` : `${String(value).trim().length} characters`;

const QUOTED = 40;

function quoted(value: unknown): string {
  if (typeof value !== 'string') return kindOf(value);
  return JSON.stringify(value.length > QUOTED ? `${value.slice(0, QUOTED)}…` : value);
}
