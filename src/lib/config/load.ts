import { existsSync } from 'node:fs';
import { dirname, join, parse, resolve } from 'node:path';
import { GibseyError } from '../domain/errors.js';
import { settingsOf, type Environment } from './environment.js';
import { isPreset, PRESETS } from './llm.js';
import { readSmallFile } from './small-file.js';
import { validated } from './validated.js';
import { withoutComments } from './comments.js';
import type { Config } from './schema.js';

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
 * @throws CONFIG_INVALID naming of all that is wrong the key, the value and what is allowed.
 */
export function loadConfig({ file: given, cwd, env, flags = {} }: LoadOptions): LoadedConfig {
  const file = fileOf({ file: given, cwd, env });
  const raw = file ? readConfig(resolve(cwd, file)) : {};
  const origins = new Map<string, string>();
  const { settings, unknown } = settingsOf(env);
  for (const { path, variable, value } of settings) {
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
  const config = validated(raw, { origins, file: file ?? 'defaults', unknown });
  return { config, root, file: file ?? null };
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
