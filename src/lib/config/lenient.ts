import { dirname, resolve } from 'node:path';
import type { z } from 'zod';
import { settingsOf, type Environment } from './environment.js';
import { assign, fileOf, readConfig } from './load.js';
import { configSchema, type Config } from './schema.js';

export interface ReadableConfig {
  config: Pick<Config, 'notify' | 'metrics'>;
  /** Folder that relative paths of the config start at. */
  root: string;
}

/**
 * Whom to tell that the configuration is wrong: of file and environment all that can be read, of that every
 * setting of the two sections that is valid. Never throws.
 */
export function readableConfig(options: {
  file?: string | undefined;
  cwd: string;
  env: Environment;
}): ReadableConfig {
  const file = fileOf(options);
  const raw = readable(() => readConfig(resolve(options.cwd, file ?? ''))) ?? {};
  for (const { path, value } of settingsOf(options.env).settings) assign(raw, path, value);
  const { notify, metrics } = configSchema.shape;
  return {
    config: { notify: validPart(notify, raw.notify), metrics: validPart(metrics, raw.metrics) },
    root: file ? dirname(resolve(options.cwd, file)) : options.cwd,
  };
}

function readable<T>(read: () => T): T | null {
  try {
    return read();
  } catch {
    return null;
  }
}

/** Leaves out what the schema complains of, until it does not. */
function validPart<T extends z.ZodType>(schema: T, raw: unknown): z.output<T> {
  const part: Record<string, unknown> = typeof raw === 'object' ? { ...raw } : {};
  for (;;) {
    const result = schema.safeParse(part);
    if (result.success) return result.data;
    const wrong = result.error.issues
      .flatMap((issue) =>
        issue.code === 'unrecognized_keys' ? issue.keys : issue.path.slice(0, 1),
      )
      .filter((key) => key in part);
    if (wrong.length === 0) return schema.parse({});
    for (const key of wrong) delete part[String(key)];
  }
}
