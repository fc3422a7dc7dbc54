import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { gibsey, gibseyJson, temporaryFolder } from '../support/cli.js';
import { jsonLines, sampleBook } from '../support/book.js';

/** The commands that users have, for a crontab in a file. */
const CRONTAB = `#!/bin/sh
case "$1" in
  -l) cat "$CRONTAB_FILE" 2>/dev/null || { echo "no crontab for you" >&2; exit 1; } ;;
  -) cat > "$CRONTAB_FILE" ;;
esac
`;
const OWN = 'MAILTO=me@example.org\n5 4 * * * backup # mine\n';

interface Table {
  jobs: { name: string; next: string[]; timezone: string }[];
}

describe('gibsey schedule', () => {
  let cwd: string;
  let crontab: string;
  let env: Record<string, string>;
  beforeEach(() => {
    cwd = temporaryFolder();
    crontab = join(cwd, 'crontab.txt');
    const bin = join(cwd, 'bin');
    mkdirSync(bin);
    writeFileSync(join(bin, 'crontab'), CRONTAB);
    chmodSync(join(bin, 'crontab'), 0o755);
    env = { PATH: `${bin}:/usr/bin:/bin`, CRONTAB_FILE: crontab };
  });
  const run = (...args: string[]) => gibsey(['schedule', ...args], { cwd, env });
  const configure = (schedule: object) =>
    writeFileSync(join(cwd, 'gibsey.config.json'), JSON.stringify({ schedule }));

  it('shows next times in the zone and in UTC', async () => {
    configure({ timezone: 'Asia/Kolkata' });
    const { stdout } = await run();
    expect(stdout).toMatch(/nightly +0 3 \* \* \* +\d\d \w+ 03:00 +\d\d \w+ 21:30 +gibsey nightly/);
    const { json } = await gibseyJson<Table>(['schedule'], { cwd, env });
    expect(json.jobs.map(({ name }) => name)).toEqual([
      ...['classify', 'nightly', 'backup'],
      ...['six-hourly', 'weekly', 'contexts'],
    ]);
    const next = (job: string) => json.jobs.find(({ name }) => name === job)?.next ?? [];
    expect(next('nightly')).toHaveLength(3);
    expect(next('nightly')[0]).toMatch(/T21:30:00\.000Z$/);
    expect(next('classify')[0]).toMatch(/T02:00:00\.000Z$/);
  });

  it('installs once, keeps the rest, sees a drift, and leaves nothing behind', async () => {
    writeFileSync(crontab, OWN);
    expect((await run('--install')).code).toBe(0);
    const once = readFileSync(crontab, 'utf8');
    expect(once.endsWith(OWN)).toBe(true);
    expect(once).toContain('bin/run.js nightly --days 7 --timeout 1200 --quiet');
    expect((await run('--install')).stdout).toContain('already so');
    expect(readFileSync(crontab, 'utf8')).toBe(once);
    expect((await run('--check')).code).toBe(0);

    writeFileSync(crontab, once.replace('--days 7', '--days 8'));
    const drifted = await run('--check');
    expect(drifted.code).toBe(1);
    expect(drifted.stdout).toMatch(/crontab has .*--days 8[^]*crontab lacks .*--days 7/);

    expect((await run('--uninstall')).code).toBe(0);
    expect(readFileSync(crontab, 'utf8')).toBe(OWN);
  });

  it('installs where there was no crontab', async () => {
    expect((await run('--install')).code).toBe(0);
    expect(readFileSync(crontab, 'utf8')).toMatch(/^# BEGIN gibsey/);
  });

  it('says what to do where there is no cron', async () => {
    const { code, stderr } = await gibsey(['schedule', '--install'], {
      cwd,
      env: { PATH: '/nowhere' },
    });
    expect(code).toBe(2);
    expect(stderr).toMatch(/There is no crontab here[^]*gibsey schedule --print systemd/);
  });

  it('checks jobs, and installs none that is wrong', async () => {
    const job = { name: 'x', cron: '0 3 * * *', command: 'gibsey nigthly' };
    configure({ jobs: [job, { ...job, cron: '0 99 * * *', command: 'gibsey embed --nope' }] });
    const { code, json } = await gibseyJson<{ problems: string[] }>(['schedule', '--check'], {
      cwd,
      env,
    });
    expect(code).toBe(1);
    expect(json.problems).toEqual([
      'x: two jobs have this name',
      'x: there is no command "gibsey nigthly"',
      expect.stringContaining('"0 99 * * *" is not a cron expression'),
      'x: gibsey embed takes no --nope',
    ]);
    expect((await run('--install')).code).toBe(2);
    expect(existsSync(crontab)).toBe(false);
  });

  it('refuses a time zone that there is not', async () => {
    configure({ timezone: 'America/Gibsey' });
    const { code, stderr } = await run();
    expect(code).toBe(2);
    expect(stderr).toMatch(/schedule\.timezone is "America\/Gibsey".*IANA time zone/);
  });

  it('reads the earlier Railway file, as configuration that it takes', async () => {
    const toml =
      '[jobs.weekly]\nschedule = "0 4 * * 0"\ncommand = "gibsey nightly --days 30"\ntimeout = 600\n';
    writeFileSync(join(cwd, 'railway_cron.toml'), toml);
    const { stdout } = await run('--import', 'railway_cron.toml');
    writeFileSync(join(cwd, 'gibsey.config.json'), stdout);
    expect((await run('--check')).stdout).toContain('1 job(s) are right');
    expect((await run('--print', 'railway-toml')).stdout).toBe(toml);
    const missing = await run('--import', 'nowhere.toml');
    expect([missing.code, missing.stderr]).toEqual([2, expect.stringContaining('nowhere.toml')]);
  });

  it('tells whether a job is due by its exit code', async () => {
    const always = { name: 'always', cron: '* * * * *', command: 'gibsey embed' };
    configure({ jobs: [always, { ...always, name: 'never', cron: '0 0 30 2 *' }] });
    const codes = [];
    for (const name of ['always', 'never', 'unknown']) codes.push((await run('--due', name)).code);
    expect(codes).toEqual([0, 1, 2]);
  });

  it('writes crontab lines that a shell can run', async () => {
    const every = { name: 'nightly', cron: '* * * * *', command: 'gibsey nightly', timeoutS: 60 };
    configure({ jobs: [every], cronTimezone: 'Asia/Kathmandu' });
    const { stdout } = await run('--print', 'crontab');
    const line = stdout.split('\n').find((each) => !each.startsWith('#')) ?? '';
    expect(line).toMatch(/^\* \* \* \* \* cd /);
    const { spawnSync } = await import('node:child_process');
    const night = () =>
      spawnSync('sh', ['-c', line.slice('* * * * * '.length)], {
        env: { PATH: '/usr/bin:/bin', GIBSEY_LLM_PROVIDER: 'none' },
        timeout: 60_000,
      });
    const log = () => readFileSync(join(cwd, '.gibsey/nightly.log'), 'utf8');
    expect([night().status, log()]).toEqual([0, '']);
    configure({ jobs: 'none' });
    expect([night().status, log()]).toEqual([
      2,
      expect.stringContaining('schedule.jobs is "none"'),
    ]);
  });
});

describe('gibsey nightly --if-missed', () => {
  it('runs the night that was missed, and no second one', async () => {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, 'pages.jsonl'), jsonLines(sampleBook(1)));
    await gibsey(['ingest', 'pages', 'pages.jsonl'], { cwd });
    const night = ['nightly', '--if-missed'];
    const first = await gibseyJson<{ status: string; run_id: string }>(night, { cwd });
    expect(first.json.status).toBe('success');
    const second = await gibseyJson<{ status: string; run_id: string; missed: boolean }>(night, {
      cwd,
    });
    expect(second).toMatchObject({
      code: 0,
      json: { status: 'unchanged', run_id: first.json.run_id, missed: false, stages: [] },
    });
    const { stdout } = await gibsey(night, { cwd });
    expect(stdout).toMatch(
      new RegExp(`^No night was missed: run ${first.json.run_id} succeeded .*\n$`),
    );
    const { json: runs } = await gibseyJson<unknown[]>(['runs'], { cwd });
    expect(runs).toHaveLength(2);
  });
});
