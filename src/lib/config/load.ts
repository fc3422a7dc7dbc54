import { existsSync } from 'node:fs';
import { dirname, join, parse, resolve } from 'node:path';
import type { z } from 'zod';
import { GibseyError } from '../domain/errors.js';
import { fromEnvironment, type Environment } from './environment.js';
import { settingMeant } from './known-keys.js';
import { isPreset, PRESETS } from './llm.js';
import { readSmallFile } from './small-file.js';
import { shownSetting } from './redact.js';
import { withoutComments } from './comments.js';
import { configSchema, type Config } from './schema.js';

export const CONFIG_FILE = 'gibsey.config.json';

export interface LoadOptions {
  /** Path given by the user; else the file is sought upward from `cwd`. */
  file?: string | undefined;
  cwd: string;
  env: Environment;
  /** Settings made by flags, by path, e.g. `{ 'clustering.k': 12 }`; undefined ones are ignored. */
  flags?: Readonly<Record<string, unknown>>;
}

export interface LoadedConfig {
  config: Config;
  /** Folder that relative paths of the config start at. */
  root: string;
  /** The file that was read, if any. */
  file: string | null;
}

/**
 * Defaults → file → environment → flags.
 * @throws CONFIG_INVALID naming the key, the value and what is allowed.
 */
export function loadConfig({ file: given, cwd, env, flags = {} }: LoadOptions): LoadedConfig {
  const file = fileOf({ file: given, cwd, env });
  const raw = file ? readConfig(resolve(cwd, file)) : {};
  const origins = new Map<string, string>();
  for (const { path, variable, value } of fromEnvironment(env)) {
    assign(raw, path, value);
    origins.set(path, variable);
  }
  for (const [path, value] of Object.entries(flags)) {
    if (value === undefined) continue;
    assign(raw, path, value);
    origins.set(path, 'the command line');
  }
  addKey(raw, env, origins);
  const root = file ? dirname(resolve(cwd, file)) : cwd;
  return { config: validate(raw, origins, file ?? 'defaults'), root, file: file ?? null };
}

/** The configuration file, whether or not it can be read. */
export function fileOf({ file, cwd, env }: Omit<LoadOptions, 'flags'>): string | undefined {
  return file ?? env.GIBSEY_CONFIG ?? findUpward(cwd);
}

/** The key of a preset, from the variable that the provider's own tools read. */
function addKey(raw: Record<string, unknown>, env: Environment, origins: Map<string, string>) {
  const { provider, apiKey } = (raw.llm ?? {}) as { provider?: unknown; apiKey?: unknown };
  if (!isPreset(provider) || apiKey !== undefined) return;
  const { keyVariable } = PRESETS[provider];
  const key = env[keyVariable];
  if (!key) return;
  assign(raw, 'llm.apiKey', key);
  origins.set('llm.apiKey', keyVariable);
}

function findUpward(folder: string): string | undefined {
  const candidate = join(folder, CONFIG_FILE);
  if (existsSync(candidate)) return candidate;
  return folder === parse(folder).root ? undefined : findUpward(dirname(folder));
}

const UNREADABLE: Readonly<Record<string, string>> = {
  EISDIR: 'it is a folder',
  ENOENT: 'there is no such file',
  EACCES: 'its permissions forbid it',
};

/** @throws CONFIG_INVALID */
export function readConfig(file: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(withoutComments(readSmallFile(file)));
  } catch (cause) {
    const { code = '', message } = cause as NodeJS.ErrnoException;
    const reason = UNREADABLE[code] ?? message;
    throw new GibseyError('CONFIG_INVALID', `${file} cannot be read: ${reason}`, {
      hint: 'mend that file, or name another one with --config',
      cause,
    });
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new GibseyError('CONFIG_INVALID', `${file} is not a JSON object.`);
  }
  return value as Record<string, unknown>;
}

/** Sets `section.key` or `section`. */
export function assign(target: Record<string, unknown>, path: string, value: unknown): void {
  const [section = '', key] = path.split('.');
  if (key === undefined) {
    target[section] = value;
    return;
  }
  const old = target[section];
  target[section] = { ...(typeof old === 'object' && old !== null ? old : {}), [key]: value };
}

function validate(raw: unknown, origins: ReadonlyMap<string, string>, file: string): Config {
  const result = configSchema.safeParse(raw);
  if (result.success) return result.data;
  const { issues } = result.error;
  // A key that is misspelt is missing, too: the first is what there is to mend.
  const issue = issues.find(({ code }) => code === 'unrecognized_keys') ?? issues[0];
  if (!issue) throw new GibseyError('CONFIG_INVALID', `${file} is not valid.`);
  const [unknown] = issue.code === 'unrecognized_keys' ? issue.keys : [];
  const meant = unknown === undefined ? undefined : settingMeant(issue.path, unknown);
  throw new GibseyError('CONFIG_INVALID', describe(issue, raw, origins, file), {
    hint: meant
      ? `did you mean: ${meant}`
      : 'see docs/configuration.md for every key and what it allows',
  });
}

function describe(
  issue: z.core.$ZodIssue,
  raw: unknown,
  origins: ReadonlyMap<string, string>,
  file: string,
): string {
  const path = issue.path.join('.');
  const origin = origins.get(path) ?? file;
  if (issue.code === 'unrecognized_keys') {
    const names = issue.keys.map((key) => (path ? `${path}.${key}` : key)).join(', ');
    return `Unknown key ${names} in ${origin}.`;
  }
  const value = issue.path.reduce<unknown>(
    (at, key) => (at as Record<PropertyKey, unknown> | undefined)?.[key],
    raw,
  );
  if (value === undefined) return `${path} is missing in ${origin}: ${issue.message}.`;
  return `${path} is ${shownSetting(path, value)} in ${origin}: ${issue.message}.`;
}
