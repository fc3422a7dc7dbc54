import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { configSchema } from '../config/schema.js';
import { nextTimes } from './cron.js';
import { jobsOf } from './job.js';
import { onCalendar, systemdUnits } from './systemd.js';

const options = {
  folder: '/srv/gibsey',
  program: '/usr/bin/env gibsey',
  options: '',
  path: '/usr/local/bin:/usr/bin:/bin',
};
const jobs = jobsOf(configSchema.parse({}).schedule);
const analyses = spawnSync('systemd-analyze', ['--version']).status === 0;

describe('systemdUnits', () => {
  it.each(systemdUnits(jobs, options))(
    '$file is the one that is shipped',
    async ({ file, text }) => {
      await expect(text).toMatchFileSnapshot(`../../../ops/systemd/${file}`);
    },
  );

  it('leaves jobs out that are off', () => {
    expect(
      systemdUnits(
        jobs.map((job) => ({ ...job, enabled: false })),
        options,
      ),
    ).toEqual([]);
  });
});

describe('onCalendar', () => {
  it.each([
    ['0 3 * * *', ['*-*-* 03:00:00 Europe/Rome']],
    ['*/30 6-7 * * mon-fri', ['Mon,Tue,Wed,Thu,Fri *-*-* 06,07:00,30:00 Europe/Rome']],
    ['5 0 13 */6 5', ['*-01,07-13 00:05:00 Europe/Rome', 'Fri *-01,07-* 00:05:00 Europe/Rome']],
  ])('%s', (cron, expected) =>
    expect(onCalendar({ cron, timezone: 'Europe/Rome' })).toEqual(expected),
  );

  it.skipIf(!analyses).each(['0 3 * * *', '30 6,18 1-7 * *', '0 4 * * 0', '15 */6 * feb *'])(
    '%s has the times that systemd finds',
    (cron) => {
      const timezone = 'America/Chicago';
      const [expression = ''] = onCalendar({ cron, timezone });
      const base = '2026-04-01 00:00:00 UTC';
      const { stdout } = spawnSync(
        'systemd-analyze',
        ['calendar', '--iterations=5', `--base-time=${base}`, expression],
        { encoding: 'utf8', env: { ...process.env, TZ: 'UTC', LC_ALL: 'C' } },
      );
      const times = [
        ...stdout.matchAll(/(?:Next elapse|Iter\. #\d+|Iteration #\d+): \w+ (\S+ \S+) UTC/g),
      ];
      expect(times.map(([, time = '']) => Date.parse(`${time}Z`))).toEqual(
        nextTimes(cron, timezone, Date.parse('2026-04-01T00:00Z'), 5),
      );
    },
  );
});
