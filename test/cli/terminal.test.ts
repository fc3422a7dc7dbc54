import { chmodSync, cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { jsonLines, sampleBook } from '../support/book.js';
import { gibsey, gibseyJson, ROOT, temporaryFolder } from '../support/cli.js';
import { Terminal } from '../support/pty.js';

interface Recorded {
  command: string;
  status: string;
}

/** Enough pages that no machine has embedded them before it is interrupted. */
const book = jsonLines(sampleBook(400));
const stored = temporaryFolder();
beforeAll(async () => {
  writeFileSync(join(stored, 'book.jsonl'), book);
  const { code, stderr } = await gibsey(['ingest', 'pages', 'book.jsonl'], { cwd: stored });
  expect(code, stderr).toBe(0);
}, 120_000);

/** A folder with pages that have no vectors. */
function due(): string {
  const folder = temporaryFolder();
  cpSync(stored, folder, { recursive: true });
  return folder;
}

const lastRun = async (cwd: string) =>
  (await gibseyJson<(Recorded & { run_id: string })[]>(['runs'], { cwd })).json[0];

/** What is on the screen while texts are embedded. */
const AT_WORK = /embed .*\d of \d/;

/** Long commands that record a run: how they are called, and what is on the screen when they are at work. */
const RUNS = [
  ['embed', AT_WORK],
  ['nightly', AT_WORK],
  ['demo --book moby-dick', AT_WORK],
  ['ingest pages -', /[⠀-⣿] ingest/],
] as const;

describe.each(RUNS)('gibsey %s on a terminal', (command, atWork) => {
  it('stops at one Ctrl-C, keeps what is finished and leaves the terminal as it was', async () => {
    const cwd = due();
    const terminal = await Terminal.open({ cwd });
    terminal.type(`gibsey ${command}`);
    await terminal.shows(atWork);
    terminal.press('interrupt');
    const { code, settings } = await terminal.prompt();
    expect(code).toBe(130);
    expect(settings).toBe(terminal.settings);
    expect(terminal.written).not.toContain('\u001b[?25l'); // the cursor is never hidden
    const text = await terminal.text();
    expect(text).toContain('Stopping; what is finished is kept');
    expect(text).toContain('run the same command again');
    expect(await lastRun(cwd)).toMatchObject({ status: 'partial' });
  });
});

describe('a command that is at work', () => {
  it.each([
    ['serve --port 0', /Serving at/, 0],
    ['worker', /Following the changes/, 0],
    ['mcp', /Waiting for an assistant/, 0],
    ['smoke-test', /Asking \d+ questions/, 130],
  ])('gibsey %s ends at one Ctrl-C', async (command, atWork, ended) => {
    const terminal = await Terminal.open({ cwd: due() });
    terminal.type(`gibsey ${command}`);
    await terminal.shows(atWork);
    terminal.press('interrupt');
    expect(await terminal.prompt()).toEqual({ code: ended, settings: terminal.settings });
    expect(await terminal.text()).toContain('Stopping; what is finished is kept');
  });

  it('stops at SIGTERM as at Ctrl-C', async () => {
    const cwd = due();
    const terminal = await Terminal.open({ cwd });
    terminal.type('(echo $BASHPID > pid; exec $GIBSEY embed)');
    await terminal.shows(AT_WORK);
    process.kill(Number(readFileSync(join(cwd, 'pid'), 'utf8')), 'SIGTERM');
    expect(await terminal.prompt()).toEqual({ code: 130, settings: terminal.settings });
    expect(await lastRun(cwd)).toMatchObject({ status: 'partial' });
  });

  it('ends at once at a second Ctrl-C', async () => {
    const cwd = due();
    const lingers = 'process.once(`SIGINT`,()=>setInterval(()=>0,1e3))';
    const env = { NODE_OPTIONS: `--import data:text/javascript,${lingers}` };
    const terminal = await Terminal.open({ cwd, env });
    terminal.type('gibsey embed');
    await terminal.shows(AT_WORK);
    terminal.press('interrupt');
    await terminal.shows(/Stopping/);
    await new Promise((later) => setTimeout(later, 500));
    terminal.press('interrupt');
    expect(await terminal.prompt()).toEqual({ code: 130, settings: terminal.settings });
  });

  it('is suspended by Ctrl-Z, and goes on in the foreground', async () => {
    const cwd = due();
    const terminal = await Terminal.open({ cwd });
    terminal.type('gibsey embed');
    await terminal.shows(AT_WORK);
    terminal.press('suspend');
    expect(await terminal.prompt()).toEqual({ code: 148, settings: terminal.settings });
    terminal.type('fg');
    await terminal.shows(AT_WORK);
    terminal.press('interrupt');
    expect((await terminal.prompt()).code).toBe(130);
    expect(await lastRun(cwd)).toMatchObject({ status: 'partial' });
  });
});

/** A clone of the project whose packages come from an `npm` of its own, and whose build is there in no time. */
function clone(install: string): string {
  const folder = temporaryFolder();
  for (const name of ['scripts', 'package.json', 'package-lock.json', 'tsconfig.json']) {
    cpSync(join(ROOT, name), join(folder, name), { recursive: true });
  }
  for (const name of ['bin', 'src', 'web']) symlinkSync(join(ROOT, name), join(folder, name));
  writeFileSync(join(folder, 'scripts/build.mjs'), '');
  mkdirSync(join(folder, 'node_modules/.bin'), { recursive: true });
  writeFileSync(join(folder, 'node_modules/.bin/npm'), `#!/bin/sh\n${install}\n`);
  chmodSync(join(folder, 'node_modules/.bin/npm'), 0o755);
  return folder;
}

describe('npm run demo on a terminal', () => {
  it('is interrupted, says how to go on, and ends as the demo does', async () => {
    const cwd = clone('exit 0');
    const terminal = await Terminal.open({ cwd });
    terminal.type('npm run demo');
    await terminal.shows(/Installing .* minute/);
    await terminal.shows(/Building .* seconds/);
    await terminal.shows(AT_WORK);
    terminal.press('interrupt');
    expect(await terminal.prompt()).toEqual({ code: 130, settings: terminal.settings });
    const text = await terminal.text();
    expect(text).toMatch(/Night of .* partial/);
    expect(text).toMatch(/ingest +\d+ /);
    expect(text).toContain('run the same command again');
    expect(await lastRun(cwd)).toMatchObject({ status: 'partial' });
  });

  it('can be interrupted while it installs', async () => {
    const terminal = await Terminal.open({ cwd: clone('echo at work; sleep 60') });
    terminal.type('npm run demo');
    await terminal.shows(/at work/);
    terminal.press('interrupt');
    expect(await terminal.prompt()).toEqual({ code: 130, settings: terminal.settings });
    expect(terminal.written).not.toContain('Building');
  });
});

/** What is written to the terminal, line by line as the cursor goes back to the beginning of one. */
const rows = (written: string) => written.replace(SEQUENCE, '').split(/[\r\n]+/);
const SEQUENCE = /\u001b\[[\d;?]*[A-Za-z]|\u001b\].*?\u0007/g;
const COLOUR = /\u001b\[[\d;]*m/;
const SMALL_DEMO = 'demo --book entrance-way';

describe.each([40, 60, 80])('progress on a terminal of %i columns', (columns) => {
  it('wraps no line and leaves none behind', async () => {
    const terminal = await Terminal.open({ cwd: due(), columns });
    terminal.type('gibsey embed');
    await terminal.shows(AT_WORK);
    terminal.press('interrupt');
    await terminal.prompt();
    const progress = rows(terminal.written).filter((row) => /^ {2}[⠀-⣿]/.test(row));
    expect(progress.join('\n')).toMatch(AT_WORK);
    expect(Math.max(...progress.map((row) => row.length))).toBeLessThan(columns);
    expect(await terminal.text()).not.toMatch(/[⠀-⣿]/);
  });
});

describe('colour', () => {
  const cwd = temporaryFolder();
  beforeAll(async () => {
    const { code, stderr } = await gibsey(SMALL_DEMO.split(' '), { cwd });
    expect(code, stderr).toBe(0);
  });
  const SHOWN = ['status', SMALL_DEMO, 'nightly --nope', '--help'];

  it('is used on a terminal', async () => {
    const terminal = await Terminal.open({ cwd });
    for (const command of SHOWN) {
      await terminal.run(`gibsey ${command}`);
      expect(terminal.written, command).toMatch(COLOUR);
    }
  });

  it.each([
    ['NO_COLOR=1', { NO_COLOR: '1' }, ''],
    ['TERM=dumb', { TERM: 'dumb' }, ''],
    ['--no-color', {}, ' --no-color'],
  ])('is not used with %s, by progress neither', async (name, env, flag) => {
    const terminal = await Terminal.open({ cwd, env });
    for (const command of [...SHOWN, 'embed --force']) {
      await terminal.run(`gibsey ${command}${flag}`);
      expect(terminal.written, command).not.toMatch(COLOUR);
      if (name === 'TERM=dumb') expect(terminal.written).not.toMatch(/[⠀-⣿]/);
    }
  });

  it('reaches no pipe, no file and no JSON document', async () => {
    const terminal = await Terminal.open({ cwd, env: { FORCE_COLOR: '1' } });
    for (const command of ['status', 'embed --force']) {
      await terminal.run(
        `gibsey ${command} > out 2> err; gibsey ${command} --json 2> err2 | cat > json`,
      );
      for (const file of ['out', 'err', 'json', 'err2']) {
        expect(readFileSync(join(cwd, file), 'utf8'), `${command}: ${file}`).not.toContain(
          '\u001b',
        );
      }
    }
    await terminal.run(`gibsey status --json`);
    expect(terminal.written).not.toMatch(COLOUR);
  });
});
