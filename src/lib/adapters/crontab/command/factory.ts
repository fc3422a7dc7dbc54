import { spawn } from 'node:child_process';
import { GibseyError } from '../../../domain/errors.js';
import type { Crontab } from '../../../ports/index.js';

/** The user's crontab through the command `crontab` of POSIX. */
export function commandCrontab(command = 'crontab'): Crontab {
  return {
    async read() {
      const { code, out, err } = await call(command, ['-l']);
      if (code === 0) return out;
      if (/no crontab for|can't open/i.test(err)) return '';
      throw new GibseyError('UNSUPPORTED', `crontab -l failed: ${err.trim() || `exit ${code}`}`, {
        hint: 'use another scheduler: gibsey schedule --print systemd',
      });
    },
    async write(text) {
      const { code, err } = await call(command, ['-'], text);
      if (code === 0) return;
      throw new GibseyError('BAD_INPUT', `cron refuses the crontab: ${err.trim()}`, {
        hint: 'gibsey schedule --print crontab',
      });
    },
  };
}

interface Ended {
  code: number | null;
  out: string;
  err: string;
}

function call(command: string, args: readonly string[], input = ''): Promise<Ended> {
  return new Promise((done, fail) => {
    const child = spawn(command, args);
    const ended: Ended = { code: null, out: '', err: '' };
    child.stdout.setEncoding('utf8').on('data', (text: string) => (ended.out += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (ended.err += text));
    child.stdin.on('error', () => undefined); // it may end before it has read everything
    child.stdin.end(input);
    child.once('error', (cause) => fail(missing(command, cause)));
    child.once('close', (code) => done({ ...ended, code }));
  });
}

function missing(command: string, cause: Error): GibseyError {
  return new GibseyError('UNSUPPORTED', `There is no ${command} here: ${cause.message}`, {
    hint: 'install cron, or use another scheduler: gibsey schedule --print systemd',
    cause,
  });
}
