import type { ChildProcess } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { gibsey, gibseyJson, shell, temporaryFolder } from '../support/cli.js';
import { expectFirstNight, look, NOBODY, Nights, when } from '../support/nights.js';
import { readerView, storeState } from '../support/store-state.js';

interface Failure {
  error: { code: string; message: string; hint: string };
}

const nights = new Nights();
beforeAll(() => nights.prepare(), 60_000);

describe('a signal', () => {
  const stop = (folder: string, line: string, ...signals: NodeJS.Signals[]) =>
    gibsey(['nightly'], {
      cwd: folder,
      started: when(line, (child) => signals.forEach((name) => child.kill(name))),
    });

  it.each(['ingest', 'embed', 'cluster', 'summarize', 'publish'])(
    'SIGTERM in %s keeps what is finished',
    async (stage) => {
      const folder = nights.due();
      const night = await stop(folder, `${stage}: started`, 'SIGTERM');
      // A stage of milliseconds may end before it hears of it.
      expect(stage === 'embed' ? [130] : [130, 0]).toContain(night.code);
      expect((await look(folder, readerView)).complete).toBe(true);
      await nights.expectRecovery(folder);
    },
  );

  it('SIGINT twice ends it at once; nothing is lost by that', async () => {
    const folder = nights.due();
    const night = await stop(folder, 'embed: started', 'SIGINT', 'SIGINT');
    expect(night.signal ?? night.code).toSatisfy((end) => end === 'SIGINT' || end === 130);
    await expectFirstNight(folder);
    await nights.expectRecovery(folder);
  });
});

describe('what surrounds the process', () => {
  it('may be a folder that takes no other: it says so and ends', async () => {
    const args = ['migrate', '--store', 'sqlite:/proc/no-such/gibsey.db'];
    const started = (child: ChildProcess) => {
      const limit = setTimeout(() => child.kill('SIGKILL'), 60_000);
      child.once('close', () => clearTimeout(limit));
    };
    const { code, stderr } = await gibsey(args, { cwd: nights.due(), started });
    expect(code, stderr).toBe(1);
    expect(stderr).toContain('The folder /proc/no-such cannot be made');
  });

  it('may stop reading: no complaint', async () => {
    const folder = nights.due();
    const line = 'gibsey status --summaries | head -1; exit ${PIPESTATUS[0]}';
    const { code, stdout, stderr } = await shell(line, { cwd: folder });
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^#\d+ .*\n$/);
    const night = await shell('gibsey nightly 2>&1 | true; exit ${PIPESTATUS[0]}', { cwd: folder });
    expect(night.code).toBe(0);
    expect(await look(folder, storeState)).toEqual(nights.undisturbed);
  });

  it('may have closed everything, and have no home', async () => {
    const folder = nights.due();
    const line = 'unset HOME; gibsey nightly <&- >&- 2>&-';
    expect((await shell(line, { cwd: folder })).code).toBe(0);
    expect(await look(folder, storeState)).toEqual(nights.undisturbed);
    const empty = await shell('gibsey ingest pages - <&-', { cwd: folder });
    expect([empty.code, empty.stdout]).toEqual([3, expect.stringMatching(/stdin {2}it is empty/)]);
  });

  it('gets nothing but what gibsey is told to write: no file of a library that would report home', async () => {
    const home = temporaryFolder();
    const before = new Set(readdirSync('/tmp'));
    let pid: number | undefined;
    const started = (child: ChildProcess) => void (pid = child.pid);
    const folder = nights.due();
    const { code, stderr } = await gibsey(['nightly'], {
      cwd: folder,
      env: { HOME: home },
      started,
    });
    expect(code, stderr).toBe(0);
    expect(readdirSync(home)).toEqual([]);
    const left = readdirSync('/tmp').filter((name) => !before.has(name));
    expect(left.filter((name) => name.includes(`-${pid}.`))).toEqual([]);
  });

  it('may be a folder in which nothing can be made', async () => {
    const folder = nights.fresh();
    chmodSync(join(folder, '..'), 0o755);
    chmodSync(folder, 0o555);
    onTestFinished(() => chmodSync(folder, 0o755));
    const at = { cwd: folder, uid: NOBODY, env: { HOME: folder } };
    const status = await gibseyJson<Failure>(['status'], at);
    expect([status.code, status.json.error.code]).toEqual([2, 'STORE_MISSING']);
    const night = await gibseyJson<Failure>(['nightly'], at);
    expect([night.code, night.json.error.code]).toEqual([1, 'STORE_READONLY']);
    expect(night.json.error.message).toMatch(/\.gibsey cannot be made/);
  });

  it('may have a folder where the configuration should be', async () => {
    const folder = nights.empty();
    mkdirSync(join(folder, 'gibsey.config.json'));
    const { code, json } = await gibseyJson<Failure>(['nightly'], { cwd: folder });
    expect([code, json.error.code]).toEqual([2, 'CONFIG_INVALID']);
    expect(json.error.hint).toMatch(/--config/);
    expect(readdirSync(folder)).toEqual(['gibsey.config.json']);
  });
});

describe('a stage before its turn', () => {
  const says = async (cwd: string, args: string[], text: string) => {
    const { code, stdout } = await gibsey(args, { cwd });
    expect(code).toBe(0);
    expect(stdout).toContain(text);
  };

  it('names the command that comes first', async () => {
    const cwd = nights.empty();
    await gibsey(['migrate'], { cwd });
    const NO_PAGES = 'No pages yet: gibsey ingest pages FILE';
    for (const name of ['status', 'embed', 'cluster', 'summarize', 'nightly'])
      await says(cwd, [name], NO_PAGES);
    await gibsey(['ingest', 'pages', join(nights.fresh(), 'book.jsonl')], { cwd });
    for (const name of ['cluster', 'summarize'])
      await says(cwd, [name], 'No page has a vector yet: gibsey embed');
    await gibsey(['embed'], { cwd });
    await says(cwd, ['summarize'], 'No clusters yet: gibsey cluster');
    await says(cwd, ['status', '--summaries'], 'Nothing is published yet: gibsey nightly');
  });
});
