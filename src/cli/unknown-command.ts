import type { Config } from '@oclif/core';
import { nearest } from '../lib/algorithms/text/spelling.js';
import { GibseyError } from '../lib/domain/errors.js';

/** Flags that stand alone, without a command. */
const LONE_FLAGS = ['--help', '--version'];

/**
 * What is wrong with words that are no command: a flag without one, a word too many, or a name that is not known.
 * @param typed as it was typed, e.g. `ingest pagse`
 */
export function unknownCommand(typed: string, { commands }: Pick<Config, 'commands'>): GibseyError {
  const shown = commands.filter(({ hidden }) => !hidden).map(({ id }) => id.replaceAll(':', ' '));
  const known = [...shown, ...commands.flatMap(({ aliases }) => aliases)];
  if (typed.startsWith('-')) return unknownFlag(typed);
  // Words behind a command that takes none are looked up as if they were a part of its name.
  const command = known.find((name) => typed.startsWith(`${name} `));
  return command ? tooMany(typed, command, shown) : unknown(typed, known);
}

function unknownFlag(typed: string): GibseyError {
  const near = nearest(typed, LONE_FLAGS);
  return new GibseyError('USAGE', `gibsey has no flag ${typed}.`, meant(near));
}

function tooMany(typed: string, command: string, known: readonly string[]): GibseyError {
  const more = typed.slice(command.length + 1);
  const inside = known.filter((name) => name.startsWith(`${command} `));
  const near = nearest(typed, inside);
  return new GibseyError('USAGE', `gibsey ${command} does not take "${more}".`, {
    hint: near ? `did you mean: gibsey ${near}` : `gibsey ${command} --help`,
  });
}

const unknown = (typed: string, known: readonly string[]): GibseyError =>
  new GibseyError(
    'COMMAND_UNKNOWN',
    `gibsey has no command "${typed}".`,
    meant(nearest(typed, known)),
  );

const meant = (near: string | undefined) => (near ? { hint: `did you mean: gibsey ${near}` } : {});
