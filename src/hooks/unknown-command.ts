import type { Hook } from '@oclif/core';
import { ERRORS } from '../lib/domain/errors.js';

/** An unknown command ends with 127 and names the nearest one. */
const unknownCommand: Hook<'command_not_found'> = async function ({ id, argv = [], config }) {
  const typed = id.replaceAll(':', ' ');
  const known = config.commands
    .filter(({ hidden }) => !hidden)
    .map((each) => each.id.replaceAll(':', ' '));
  const nearest = known
    .map((name) => ({ name, edits: editDistance(typed, name) }))
    .sort((a, b) => a.edits - b.edits)[0];
  const near = nearest && nearest.edits <= Math.max(2, typed.length / 3);
  const message = `gibsey has no command "${typed}".`;
  const hint = near ? `did you mean: gibsey ${nearest.name}` : ERRORS.COMMAND_UNKNOWN.hint;
  process.exitCode = ERRORS.COMMAND_UNKNOWN.exit;
  if (argv.includes('--json')) {
    process.stdout.write(
      `${JSON.stringify({ error: { code: 'COMMAND_UNKNOWN', message, hint } }, null, 2)}\n`,
    );
  }
  process.stderr.write(`${message}\n  ${hint}\n`);
};

/** Levenshtein distance: least number of inserted, deleted and replaced characters. */
export function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next[j] = Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1);
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

export default unknownCommand;
