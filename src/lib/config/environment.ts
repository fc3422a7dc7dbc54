import { z } from 'zod';
import { nearest } from '../algorithms/text/spelling.js';
import { configSchema } from './schema.js';

export type Environment = Readonly<Record<string, string | undefined>>;

/** The environment of this process: everything else is given it. */
export const environment = (): Environment => process.env;

/** Names that the field already uses, strongest last. */
const FOREIGN: Readonly<Record<string, string>> = {
  OLLAMA_URL: 'llm.host',
  OLLAMA_HOST: 'llm.host',
  GIBSEY_STORE: 'store.url',
  STARGATE_URL: 'rest.url',
  STARGATE_AUTH_TOKEN: 'rest.token',
  GITHUB_TOKEN: 'github.token',
  STACKEXCHANGE_KEY: 'stackoverflow.key',
  REDDIT_CLIENT_ID: 'reddit.clientId',
  REDDIT_CLIENT_SECRET: 'reddit.clientSecret',
  POCKETBASE_URL: 'pocketbase.url',
  POCKETBASE_IDENTITY: 'pocketbase.identity',
  POCKETBASE_PASSWORD: 'pocketbase.password',
  SLACK_WEBHOOK_URL: 'notify.slackWebhook',
  SMTP_URL: 'notify.smtpUrl',
};

/** GIBSEY_ names that are not settings. */
const RESERVED = new Set(['GIBSEY_CONFIG', 'GIBSEY_DATA', 'GIBSEY_SERVICES_CACHE', 'GIBSEY_STORE']);

export interface EnvironmentSetting {
  path: string;
  variable: string;
  value: unknown;
}

/** The settings that the environment makes, in the order in which they apply, and the GIBSEY_ variables that are none. */
export function settingsOf(env: Environment): {
  settings: EnvironmentSetting[];
  unknown: string[];
} {
  const settings: EnvironmentSetting[] = [];
  const unknown: string[] = [];
  for (const [variable, path] of Object.entries(FOREIGN)) {
    const value = env[variable];
    if (value) settings.push({ path, variable, value });
  }
  const known = new Map(settingPaths().map((path) => [variableOf(path), path]));
  for (const [variable, value] of Object.entries(env).sort()) {
    if (!variable.startsWith('GIBSEY_') || RESERVED.has(variable) || !value) continue;
    const path = known.get(variable);
    if (path === undefined) unknown.push(variable);
    else settings.push({ path, variable, value: parsed(value) });
  }
  return { settings, unknown };
}

/** Paths of all scalar settings, e.g. `clustering.k`. */
export function settingPaths(): string[] {
  return Object.entries(configSchema.shape).flatMap(([section, schema]) => {
    const inner = schema instanceof z.ZodPrefault ? schema.unwrap() : schema;
    return inner instanceof z.ZodObject
      ? Object.entries(inner.shape)
          .filter(([, value]) => !isList(value))
          .map(([key]) => `${section}.${key}`)
      : [];
  });
}

function isList(schema: unknown): boolean {
  const wrapped = schema instanceof z.ZodDefault || schema instanceof z.ZodOptional;
  return (wrapped ? schema.unwrap() : schema) instanceof z.ZodArray;
}

/** `night.lockStaleMs` → `GIBSEY_NIGHT_LOCK_STALE_MS`. */
export function variableOf(path: string): string {
  return `GIBSEY_${path
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .replaceAll('.', '_')
    .toUpperCase()}`;
}

/** Numbers and booleans as such, all else as text. */
function parsed(value: string): unknown {
  if (value === 'true' || value === 'false') return value === 'true';
  return /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : value;
}

/** The variable that one which is none may have been meant for. */
export const variableMeant = (variable: string): string | undefined =>
  nearest(variable, ['GIBSEY_CONFIG', 'GIBSEY_STORE', ...settingPaths().map(variableOf)]);
