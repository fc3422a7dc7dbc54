import type { Hook } from '@oclif/core';
import { ERRORS } from '../../lib/domain/errors.js';
import { unknownCommand } from '../unknown-command.js';

/** An unknown command ends with 127 and names the nearest one; a word or a flag too many ends with 2. */
const hook: Hook<'command_not_found'> = async function ({ id, argv = [], config }) {
  const { code, message, hint } = unknownCommand(id.replaceAll(':', ' '), config);
  process.exitCode = ERRORS[code].exit;
  if (argv.includes('--json')) {
    process.stdout.write(`${JSON.stringify({ error: { code, message, hint } }, null, 2)}\n`);
  }
  process.stderr.write(`${message}\n  ${hint}\n`);
};

export default hook;
