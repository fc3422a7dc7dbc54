import { describe, expect, it } from 'vitest';
import { configSchema } from '../config/schema.js';
import { jobsOf, type Job } from './job.js';
import { railwayFiles } from './railway.js';
import { parseRailwayToml, railwayToml } from './railway-toml.js';

const NOW = Date.parse('2026-01-01T00:00Z');
const jobs = jobsOf(configSchema.parse({}).schedule);
const inUtc = jobs.map((job) => ({ ...job, timezone: 'UTC' }));

describe('railwayFiles', () => {
  it('starts a job at both of its times in UTC, and asks whether it is due', () => {
    const file = railwayFiles(jobs, NOW).find(({ file }) => file === 'railway.nightly.json');
    expect(file).toEqual({
      file: 'railway.nightly.json',
      content: {
        $schema: 'https://railway.com/railway.schema.json',
        deploy: {
          startCommand:
            '/bin/sh -c "if gibsey schedule --due nightly --quiet; then exec gibsey nightly --days 7 --timeout 1200; fi"',
          cronSchedule: '0 8,9 * * *',
          restartPolicyType: 'NEVER',
        },
      },
    });
  });

  it('is plain for a job in UTC', () => {
    const plain = railwayFiles(inUtc, NOW).map(({ content }) => content.deploy);
    const restartPolicyType = 'NEVER';
    expect(plain).toEqual([
      {
        startCommand: 'gibsey classify --timeout 600',
        cronSchedule: '0 2 * * *',
        restartPolicyType,
      },
      {
        startCommand: 'gibsey nightly --days 7 --timeout 1200',
        cronSchedule: '0 3 * * *',
        restartPolicyType,
      },
      {
        startCommand: 'gibsey nightly --if-missed --timeout 1200',
        cronSchedule: '0 5 * * *',
        restartPolicyType,
      },
    ]);
  });
});

describe('railway_cron.toml', () => {
  it('reads what it writes', () => {
    const on = inUtc.filter(({ enabled }) => enabled);
    expect(parseRailwayToml(railwayToml(inUtc, NOW), 'x')).toEqual(on);
  });

  it('says that UTC differs over the year, and comments out what is off', () => {
    const off = { ...jobs[0], enabled: false } as Job;
    expect(railwayToml(jobs, NOW)).toContain('# 0 3 * * * America/Chicago: UTC differs');
    expect(parseRailwayToml(railwayToml([off], NOW), 'x')).toEqual([]);
  });

  it('reads the earlier form: comments, both quotes, no timeout', () => {
    const text = `# cron\n[jobs."golden"] # weekly\nschedule = '0 4 * * 0'\ncommand = "gibsey nightly \\"x\\"" # all\n`;
    expect(parseRailwayToml(text, 'x')).toEqual([
      {
        name: 'golden',
        cron: '0 4 * * 0',
        command: 'gibsey nightly "x"',
        timeoutS: undefined,
        enabled: true,
        timezone: 'UTC',
      },
    ]);
  });

  it.each([
    ['[jobs.a]\nschedule = 3\n', /f\.toml:2 is not read: schedule = 3/],
    ['schedule = "0 3 * * *"\n', /f\.toml:1/],
    ['[other]\n', /f\.toml:1/],
    ['[jobs.a]\nschedule = "0 3 * * *"\n', /\[jobs\.a\] lacks schedule or command/],
    ['[jobs.a]\nschedule = "0 3"\ncommand = "x"\n', /"0 3" is not a cron expression/],
  ])('refuses %j', (text, message) => {
    expect(() => parseRailwayToml(text, 'f.toml')).toThrow(message);
  });
});
