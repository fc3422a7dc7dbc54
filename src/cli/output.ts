/**
 * A log that nobody reads any more, or whose disk is full, must not end the night that it tells of: the work goes
 * on. A result that could not be written ends the command with 1 all the same, once everything is closed; a
 * reader that has gone (`gibsey status | head -1`) has seen what it wanted.
 */
export function outliveOutput(): void {
  process.stderr.on('error', () => undefined);
  process.stdout.removeAllListeners('error'); // oclif's own ends the process at once
  process.stdout.on('error', ({ code, message }: NodeJS.ErrnoException) => {
    if (code !== 'EPIPE') process.once('exit', () => unwritten(message));
  });
}

function unwritten(reason: string): void {
  process.exitCode ||= 1;
  process.stderr.write(
    `The result cannot be written: ${reason}.\n  what was done is kept: gibsey runs\n`,
  );
}
