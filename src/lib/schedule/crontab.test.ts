import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { configSchema } from '../config/schema.js';
import { blockIn, crontabBlock, quoted, withBlock, type Host } from './crontab.js';
import { jobsOf, type Job } from './job.js';

const host: Host = {
  zone: 'UTC',
  folder: '/srv/gibsey',
  program: 'gibsey',
  options: '',
  path: '/usr/local/bin:/usr/bin:/bin',
  now: Date.parse('2026-01-01T00:00Z'),
};
const jobs = jobsOf(configSchema.parse({}).schedule);
const nightly = jobs.filter(({ name }) => name === 'nightly');
const lines = (block: string) => block.split('\n').filter((line) => !line.startsWith('# '));

describe('crontabBlock', () => {
  it('is the file that is shipped', async () => {
    await expect(crontabBlock(jobs, host)).toMatchFileSnapshot('../../../crontab/gibsey.crontab');
  });

  it('asks whether a job is due where the clock stands in another zone, else not', () => {
    expect(lines(crontabBlock(nightly, host))[0]).toMatch(
      /^0 8,9 \* \* \* .*schedule --due nightly/,
    );
    const [line] = lines(crontabBlock(nightly, { ...host, zone: 'America/Chicago' }));
    expect(line).toMatch(
      /^0 3 \* \* \* (?!.*--due).*gibsey nightly --days 7 --timeout 1200 --quiet/,
    );
  });

  it('keeps a job that is off as a comment', () => {
    const [line] = lines(
      crontabBlock(
        nightly.map((job) => ({ ...job, enabled: false })),
        host,
      ),
    );
    expect(line).toMatch(/^#0 8,9/);
  });

  it('escapes what cron and the shell would read otherwise', () => {
    const [job] = jobs as [Job];
    const [line = ''] = lines(crontabBlock([job], { ...host, folder: "/srv/50% o'clock" }));
    expect(line).toContain(`cd '/srv/50\\% o'\\''clock' && `);
    expect(() => crontabBlock([job], { ...host, folder: '/srv/a\nb' })).toThrow(/line break/);
  });
});

describe('withBlock', () => {
  const own = 'MAILTO=me\n5 4 * * * backup\n';
  const block = crontabBlock(jobs, host);

  it('goes above the lines of the user, and is found again', () => {
    const crontab = withBlock(own, host.folder, block);
    expect(crontab).toBe(block + own);
    expect(blockIn(crontab, host.folder)).toBe(block);
  });

  it('takes the place of an earlier one, and leaves that of another folder', () => {
    const other = crontabBlock(jobs, { ...host, folder: '/srv/gibsey-two' });
    const old = crontabBlock([], host);
    expect(withBlock(other + old + own, host.folder, block)).toBe(other + block + own);
    expect(withBlock(other + block + own, host.folder, '')).toBe(other + own);
  });

  it('gives back any crontab when it is taken out again', () => {
    fc.assert(
      fc.property(fc.array(fc.string()), (given) => {
        const crontab = given.map((line) => `${line}\n`).join('');
        const there = withBlock(crontab, host.folder, block);
        expect(withBlock(there, host.folder, block)).toBe(there);
        expect(withBlock(there, host.folder, '')).toBe(crontab);
      }),
    );
  });

  it('refuses a block without its end', () => {
    const cut = block.replace(/# END.*\n/, '');
    expect(() => withBlock(cut + own, host.folder, block)).toThrow(/not the one that ends it/);
  });
});

describe('quoted', () => {
  it('is one word for a shell, the same text', () => {
    const text = fc.string({ unit: fc.constantFrom(...'ab/ $`\'"\\*;&|%~!#()') });
    fc.assert(
      fc.property(text, (word) => {
        const { stdout } = spawnSync('sh', ['-c', `printf %s ${quoted(word)}`], {
          encoding: 'utf8',
        });
        expect(stdout).toBe(word);
      }),
      { numRuns: 50 },
    );
  });
});
