import type { Hook } from '@oclif/core';
import { nearest } from '../../lib/algorithms/text/spelling.js';
import { ERRORS, GibseyError } from '../../lib/domain/errors.js';

/** An unknown command ends with 127 and names the nearest one; a word too many ends with 2. */
const unknownCommand: Hook<'command_not_found'> = async function ({ id, argv = [], config }) {
  const known = config.commands
    .filter(({ hidden }) => !hidden)
    .map((each) => each.id.replaceAll(':', ' '));
  const { code, message, hint } = errorOf(id.replaceAll(':', ' '), known);
  process.exitCode = ERRORS[code].exit;
  if (argv.includes('--json')) {
    process.stdout.write(`${JSON.stringify({ error: { code, message, hint } }, null, 2)}\n`);
  }
  process.stderr.write(`${message}\n  ${hint}\n`);
};

function errorOf(typed: string, known: readonly string[]): GibseyError {
  // Words behind a command that takes none are looked up as if they were a part of its name.
  const command = known.find((name) => typed.startsWith(`${name} `));
  if (command) {
    const more = typed.slice(command.length + 1);
    return new GibseyError('USAGE', `gibsey ${command} does not take "${more}".`, {
      hint: `gibsey ${command} --help`,
    });
  }
  const message = `gibsey has no command "${typed}".`;
  const near = nearest(typed, known);
  return new GibseyError(
    'COMMAND_UNKNOWN',
    message,
    near ? { hint: `did you mean: gibsey ${near}` } : {},
  );
}

export default unknownCommand;
