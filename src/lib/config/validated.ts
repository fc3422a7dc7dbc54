import type { z } from 'zod';
import { GibseyError } from '../domain/errors.js';
import { allowedAt } from './allowed.js';
import { variableMeant } from './environment.js';
import { settingMeant } from './known-keys.js';
import { shownSetting } from './redact.js';
import { configSchema, type Config } from './schema.js';

export interface Origins {
  /** Where settings come from that are not of the file, by path. */
  origins: ReadonlyMap<string, string>;
  file: string;
  /** Variables of the environment that look like settings and are none. */
  unknown: readonly string[];
}

interface Mistake {
  text: string;
  /** What may have been meant. */
  meant?: string | undefined;
}

const SEE = 'see docs/configuration.md for every key and what it allows';
const SEE_VARIABLES = 'see docs/configuration.md for the variable of every setting';

/**
 * The configuration, with defaults.
 * @throws CONFIG_INVALID naming every mistake there is
 */
export function validated(raw: unknown, from: Origins): Config {
  // Where the schema has no words of its own, `allowedAt` has.
  const result = configSchema.safeParse(raw, { error: () => '' });
  const variables = from.unknown.map(unknownVariable);
  if (result.success && variables.length === 0) return result.data;
  const issues = result.success ? [] : notMeant(result.error.issues);
  throw invalid([...variables, ...issues.flatMap((issue) => mistakes(issue, raw, from))]);
}

const unknownVariable = (variable: string): Mistake => ({
  text: `Unknown environment variable ${variable}.`,
  meant: variableMeant(variable),
});

/** A key that is misspelt is missing, too: the first is what there is to mend. */
function notMeant(issues: readonly z.core.$ZodIssue[]): z.core.$ZodIssue[] {
  const misspelt = issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => settingMeant(issue.path, key))
      : [],
  );
  const follows = (at: string, code: string) =>
    misspelt.some((key) => key === at || (code === 'custom' && key?.startsWith(`${at}.`)));
  const rest = issues.filter(
    ({ path, code }) => path.length === 0 || !follows(path.join('.'), code),
  );
  return rest.sort((a, b) => Number(isUnknown(b)) - Number(isUnknown(a)));
}

const isUnknown = ({ code }: z.core.$ZodIssue) => code === 'unrecognized_keys';

function mistakes(issue: z.core.$ZodIssue, raw: unknown, { origins, file }: Origins): Mistake[] {
  const path = issue.path.join('.');
  const origin = origins.get(path) ?? file;
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      text: `Unknown key ${path ? `${path}.${key}` : key} in ${origin}.`,
      meant: settingMeant(issue.path, key),
    }));
  }
  const value = issue.path.reduce<unknown>(
    (at, key) => (at as Record<PropertyKey, unknown> | undefined)?.[key],
    raw,
  );
  const allowed = issue.message || allowedAt(issue.path);
  if (value === undefined) return [{ text: `${path} is missing in ${origin}: ${allowed}.` }];
  return [{ text: `${path} is ${shownSetting(path, value)} in ${origin}: ${allowed}.` }];
}

function invalid(all: readonly Mistake[]): GibseyError {
  const [first, ...others] = all;
  if (others.length === 0)
    return new GibseyError('CONFIG_INVALID', first?.text ?? '', hintOf(first));
  const lines = all.map(({ text, meant }) => `  ${text}${meant ? ` Did you mean ${meant}?` : ''}`);
  const message = [`${all.length} settings are wrong:`, ...lines].join('\n');
  return new GibseyError('CONFIG_INVALID', message, hintOf(first));
}

function hintOf({ text, meant }: Mistake = { text: '' }): { hint: string } {
  if (meant) return { hint: `did you mean: ${meant}` };
  return { hint: text.includes('environment variable') ? SEE_VARIABLES : SEE };
}
