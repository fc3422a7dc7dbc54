import { z } from 'zod';
import { nearest } from '../algorithms/text/spelling.js';
import { settingPaths } from './environment.js';
import { configSchema } from './schema.js';

/**
 * The setting that an unknown key may have been meant for: one that is spelt alike in the same place, else the
 * only one of that name elsewhere.
 * @param path where the key stands, e.g. `['sources', 0]`
 */
export function settingMeant(path: readonly PropertyKey[], key: string): string | undefined {
  const near = nearest(key, keysAt(path));
  if (near !== undefined) return [...path, near].join('.');
  const elsewhere = settingPaths().filter((setting) => setting.endsWith(`.${key}`));
  return elsewhere.length === 1 ? elsewhere[0] : undefined;
}

function keysAt(path: readonly PropertyKey[]): string[] {
  const at = path.reduce<unknown>((schema, key) => {
    const inner = unwrapped(schema);
    if (inner instanceof z.ZodArray) return inner.element;
    return inner instanceof z.ZodObject ? inner.shape[String(key)] : undefined;
  }, configSchema);
  const inner = unwrapped(at);
  return inner instanceof z.ZodObject ? Object.keys(inner.shape) : [];
}

function unwrapped(schema: unknown): unknown {
  const wrapped =
    schema instanceof z.ZodPrefault ||
    schema instanceof z.ZodDefault ||
    schema instanceof z.ZodOptional;
  return wrapped ? unwrapped(schema.unwrap()) : schema;
}
