import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { gibsey, gibseyJson, ROOT, shell, temporaryFolder } from '../support/cli.js';

const COMMANDS = [
  'ingest pages',
  'embed',
  'cluster',
  'summarize',
  'nightly',
  'status',
  'runs',
  'demo',
  'init',
  'doctor',
  'schedule',
  'completion',
];
interface ErrorDocument {
  error: { code: string; message: string; hint: string };
}

describe('usage', () => {
  const cwd = temporaryFolder();

  it('shows the likely next commands, not a wall, when nothing is asked', async () => {
    const { code, stdout } = await gibsey([], { cwd });
    expect(code).toBe(0);
    expect(stdout).toContain('gibsey demo');
    expect(stdout.split('\n').length).toBeLessThan(8);
  });

  it.each(COMMANDS)('gibsey %s --help has examples and exit codes', async (command) => {
    const { code, stdout } = await gibsey([...command.split(' '), '--help'], { cwd });
    expect(code).toBe(0);
    expect(stdout).toMatch(/EXAMPLES?\n/);
    expect(stdout).toContain('75 another run holds the lock');
  });

  it('is run from source in any folder, whatever is built', async () => {
    const env = { DEBUG: 'gibsey' };
    const { code, stderr } = await shell(`"${ROOT}/bin/dev.js" ask ' '`, { cwd, env });
    expect(stderr).toContain('The question is empty.');
    expect(stderr).toContain('/src/'); // of the stack
    expect(stderr).not.toContain('/dist/');
    expect(code).toBe(2);
  });

  it('ends with 127 and a suggestion for an unknown command', async () => {
    const { code, json, stderr } = await gibseyJson<ErrorDocument>(['nigthly'], { cwd });
    expect(code).toBe(127);
    expect(json.error).toMatchObject({
      code: 'COMMAND_UNKNOWN',
      hint: 'did you mean: gibsey nightly',
    });
    expect(stderr).toContain('did you mean: gibsey nightly');
  });

  it.each([
    [['--verison'], 2, 'did you mean: gibsey --version'],
    [['--hlep'], 2, 'did you mean: gibsey --help'],
    [['ingest', 'pagse', 'x'], 127, 'did you mean: gibsey ingest pages'],
    [['accounts', 'craete'], 2, 'did you mean: gibsey accounts create'],
    [['smoek'], 127, 'did you mean: gibsey smoke'],
    [['help', 'nigthly'], 127, 'did you mean: gibsey nightly'],
    [['nigthly', '--help'], 127, 'did you mean: gibsey nightly'],
  ])('%j is answered with what may have been meant', async (args, exit, hint) => {
    const { code, stdout, stderr } = await gibsey(args, { cwd });
    expect([code, stdout]).toEqual([exit, '']);
    expect(stderr).toMatch(/^gibsey /);
    expect(stderr).toContain(`\n  ${hint}\n`);
  });

  it.each([['nightly'], ['ingest', 'pages'], ['ingest'], ['accounts']])(
    'gibsey help %s is what --help shows',
    async (...words) => {
      const { code, stdout } = await gibsey(['help', ...words], { cwd });
      expect(code).toBe(0);
      expect(stdout).toBe((await gibsey([...words, '--help'], { cwd })).stdout);
    },
  );

  it('gibsey help alone shows every command', async () => {
    const { code, stdout } = await gibsey(['help'], { cwd });
    expect(code).toBe(0);
    expect(stdout).toBe((await gibsey(['--help'], { cwd })).stdout);
    expect(stdout).toMatch(/^ {2}nightly /m);
  });

  it.each([
    [['nightly', '--nope'], /--nope/],
    [['nightly', '-k', 'many'], /whole number/],
    [['nightly', '--only', 'everything'], /only/],
    [['nightly', '--only', 'publish', '--skip', 'publish'], /leave no stage/],
    [
      ['nightly', '--skip', 'pages,answers,issues,tasks,context,retention', '--dry-run'],
      /nothing of the night/,
    ],
    [['ingest', 'pages'], /target/],
    [['ask', ' '], /^The question is empty\./],
    [['retrieve', ''], /empty/],
    [['golden-answers', 'explain', ''], /empty/],
    [['golden-answers', 'calibrate'], /^Missing required flag:? labels/],
    [['cluster', '--algorithm', 'magic'], /kmeans/],
  ])('ends with 2 for %j, with --json and without', async (args, message) => {
    const { code, json } = await gibseyJson<ErrorDocument>(args, { cwd });
    expect(code).toBe(2);
    expect(json.error.code).toBe('USAGE');
    expect(json.error.message).toMatch(message);
    const plain = await gibsey(args, { cwd });
    expect(plain.code).toBe(2);
    expect(plain.stdout).toBe('');
    expect(plain.stderr).toMatch(message);
  });

  it.each([
    [['nightly', '--dry-rnu'], 'did you mean: --dry-run'],
    [['status', '--sumaries'], 'did you mean: --summaries'],
    [['status', '--quite'], 'did you mean: --quiet'],
    [['nightly', '--algorithm', 'kmean'], 'did you mean: --algorithm kmeans'],
    [['nightly', '--only=embed,sumarize'], 'did you mean: --only summarize'],
    [['nightly', '-z'], 'gibsey nightly --help'],
    [['nightly', '--timeout'], 'gibsey nightly --help'],
    [['ingest', 'pages'], 'gibsey ingest pages --help'],
    [['status', 'everything'], 'gibsey status --help'],
  ])('%j: %s', async (args, hint) => {
    const { code, json, stderr } = await gibseyJson<ErrorDocument>(args, { cwd });
    expect([code, json.error.code, json.error.hint]).toEqual([2, 'USAGE', hint]);
    expect(stderr).toBe(`${json.error.message}\n  ${hint}\n`);
    expect(json.error.message).not.toMatch(/\s\s|\n/);
  });

  it('names key, value and origin of a wrong setting, and changes nothing', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'gibsey.config.json'), '{"clustering": {"k": "many"}}');
    const { code, json } = await gibseyJson<ErrorDocument>(['nightly'], { cwd: folder });
    expect(code).toBe(2);
    expect(json.error).toMatchObject({ code: 'CONFIG_INVALID' });
    expect(json.error.message).toMatch(/clustering\.k is "many" in .*gibsey\.config\.json/);
    const { code: from } = await gibsey(['nightly'], { cwd, env: { GIBSEY_NO_SUCH: '1' } });
    expect(from).toBe(2);
  });

  it('never shows the credentials of a store', async () => {
    const env = { GIBSEY_STORE: 'cassandra://user:planted-secret@127.0.0.1:1/gibsey' };
    const { code, stdout, stderr } = await gibseyJson(['status'], { cwd, env });
    expect(code).toBe(4);
    expect(stdout + stderr).not.toContain('planted-secret');
    expect(stderr).toContain('127.0.0.1:1');
  });

  it('does not need to be run from the project', () => expect(cwd.startsWith(ROOT)).toBe(false));
});
