import { describe, expect, it } from 'vitest';
import { problemsOf } from './check.js';
import { argumentsOf, jobsOf, type Job } from './job.js';

const commands = [
  { name: 'nightly', flags: ['days', 'timeout', 'if-missed'] },
  { name: 'ingest pages', flags: ['replace'] },
];
const job = (changes: Partial<Job>): Job => ({
  name: 'nightly',
  cron: '0 3 * * *',
  command: 'gibsey nightly --days=7',
  timeoutS: 600,
  enabled: true,
  timezone: 'UTC',
  ...changes,
});

describe('problemsOf', () => {
  it('finds none in what is right', () => {
    const ingest = job({
      name: 'in',
      command: 'gibsey ingest pages x --replace',
      timeoutS: undefined,
    });
    expect(problemsOf([job({}), ingest], commands)).toEqual([]);
  });

  it.each([
    [{ cron: '0 25 * * *' }, /nightly: "0 25 \* \* \*" is not a cron expression/],
    [{ cron: '0 0 30 2 *' }, /never comes/],
    [{ command: 'gibsey nightlyx' }, /there is no command "gibsey nightlyx"/],
    [{ command: 'gibsey nightly --dais 7' }, /gibsey nightly takes no --dais/],
    [{ command: 'gibsey ingest pages x' }, /takes no --timeout/],
  ])('names %j', (changes, message) => {
    const problems = problemsOf([job(changes)], commands);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(message);
  });

  it('names a name that is taken', () => {
    expect(problemsOf([job({}), job({})], commands)).toEqual(['nightly: two jobs have this name']);
  });
});

describe('jobs', () => {
  it('have their own zone, or that of the schedule', () => {
    const jobs = [
      { name: 'a', cron: '* * * * *', command: 'gibsey embed', enabled: true },
      { name: 'b', cron: '* * * * *', command: 'gibsey embed', enabled: true, timezone: 'UTC' },
    ];
    const zones = jobsOf({ timezone: 'Europe/Rome', jobs }).map(({ timezone }) => timezone);
    expect(zones).toEqual(['Europe/Rome', 'UTC']);
  });

  it('are told their limit, unless the command has one', () => {
    expect(argumentsOf(job({}))).toBe('nightly --days=7 --timeout 600');
    expect(argumentsOf(job({ command: 'gibsey nightly --timeout 9' }))).toBe('nightly --timeout 9');
    expect(argumentsOf(job({ timeoutS: undefined }))).toBe('nightly --days=7');
  });
});
