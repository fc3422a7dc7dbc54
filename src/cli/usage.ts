import type { Command, Errors } from '@oclif/core';
import { nearest } from '../lib/algorithms/text/spelling.js';
import { GibseyError } from '../lib/domain/errors.js';

type FlagDefinitions = Readonly<Record<string, Command.Flag.Any>>;

export interface Typed {
  /** As it is typed, e.g. `ingest pages`. */
  command: string;
  argv: readonly string[];
  /** By name, those of every command included. */
  flags: FlagDefinitions;
}

/** oclif's own errors (unknown flag, missing argument…) are all bad usage; the hint is what may have been meant. */
export function usageError(thrown: Errors.CLIError, typed: Typed): GibseyError {
  const unknown = unknownFlag(thrown);
  const message = unknown
    ? `gibsey ${typed.command} has no flag ${unknown}.`
    : inOneLine(withoutLead(thrown.message.split('\nSee more help')[0] ?? ''));
  const meant = unknown ? flagMeant(unknown, typed) : valueMeant(typed);
  const hint = meant ? `did you mean: ${meant}` : `gibsey ${typed.command} --help`;
  return new GibseyError('USAGE', message, { hint, cause: thrown });
}

function unknownFlag(thrown: Errors.CLIError): string | undefined {
  const { flags } = thrown as { flags?: readonly string[] };
  return flags?.[0];
}

function flagMeant(unknown: string, { flags }: Typed): string | undefined {
  const names = Object.keys(flags).filter((name) => !flags[name]?.hidden);
  const name = nearest(unknown.replace(/^-+/, ''), names);
  return name && `--${name}`;
}

/** The first value on the command line that its flag does not take, mended. */
function valueMeant({ argv, flags }: Typed): string | undefined {
  for (const [i, word] of argv.entries()) {
    const [, name = '', joined] = /^--([\w-]+)(?:=(.*))?$/.exec(word) ?? [];
    const flag = flags[name];
    const options = flag?.type === 'option' ? flag.options : undefined;
    if (!options) continue;
    const values = (joined ?? argv[i + 1] ?? '').split(',');
    const wrong = values.find((value) => !options.includes(value));
    const meant = wrong && nearest(wrong, options);
    if (meant) return `--${name} ${meant}`;
  }
  return undefined;
}

/** Several errors of parsing come under a headline, one too. */
const withoutLead = (message: string): string => {
  const [lead, ...errors] = message.split('\n').filter((line) => line.trim() !== '');
  return lead?.startsWith('The following error') && errors.length > 0 ? errors.join('\n') : message;
};

/** oclif's messages have a headline and indented lines below. */
function inOneLine(message: string): string {
  const [head = '', ...rest] = message
    .split('\n')
    .map((line) => line.trim().replace(/\s{2,}/g, ': '));
  return rest.length > 0 ? `${head.replace(/:$/, '')}: ${rest.join('; ')}` : head;
}
