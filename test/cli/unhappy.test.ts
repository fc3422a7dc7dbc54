import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  closeSync,
  copyFileSync,
  openSync,
  readdirSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { MODEL, ollamaHost, type ChatRequest } from '../fixtures/ollama/server.js';
import { gibsey, gibseyJson, shell, temporaryFolder, type Outcome } from '../support/cli.js';
import {
  change,
  expectFirstNight,
  journalFile,
  look,
  NOBODY,
  Nights,
  storeFile,
  WallClock,
  when,
} from '../support/nights.js';
import { readerView, storeState } from '../support/store-state.js';

interface Failure {
  error: { code: string; message: string; hint: string };
}
interface NightDocument {
  run_id: string;
  status: string;
  stages: { name: string; duration_ms: number; processed: number }[];
}
interface SummaryRow {
  cluster_id: number;
  model: string;
}

const HOUR = 3_600_000;
/** Less than the changes of a night take on the disk. */
const ROOM_KIB = 150;

const nights = new Nights();
beforeAll(() => nights.prepare(), 60_000);

async function expectFailure(folder: string, code: string, hint: RegExp) {
  const outcome = await gibseyJson<Failure>(['nightly'], { cwd: folder });
  expect([outcome.code, outcome.json.error.code]).toEqual([1, code]);
  expect(outcome.json.error.hint).toMatch(hint);
  expect(outcome.stderr).toContain(outcome.json.error.hint);
}

const published = (folder: string) => look(folder, (store) => store.generations.published('pages'));
/** What a folder takes on a disk. */
function kibibytes(folder: string): number {
  const { stdout } = spawnSync('du', ['-sk', '--apparent-size', folder], { encoding: 'utf8' });
  return Number.parseInt(stdout, 10);
}
const lock = (folder: string) => look(folder, (store) => store.locks.read('night'));

describe('a full disk', () => {
  it('ends the night with STORE_FULL; with room again the same command completes it', async () => {
    const folder = nights.due();
    const night = await shell('ulimit -f 64; gibsey nightly', { cwd: folder });
    expect(night.code, night.stderr).toBe(1);
    expect(night.stderr).toMatch(/may not grow.*\n {2}free space and run the same command again/);
    await expectFirstNight(folder);
    await nights.expectRecovery(folder);
  });

  it('is no loss on a real one (needs the right to mount)', async ({ skip }) => {
    const small = temporaryFolder();
    const due = nights.due();
    const size = `size=${kibibytes(due) + ROOM_KIB}k`;
    const mount = spawnSync('mount', ['-t', 'tmpfs', '-o', size, 'tmpfs', small]);
    skip(mount.status !== 0, 'this user may not mount a small disk');
    // Lazily: the driver lets go of a file only when its process ends.
    onTestFinished(() => void spawnSync('umount', ['-l', small]));
    const copied = await shell(`cp -r ${due}/. .`, { cwd: small });
    expect(copied.code, copied.stderr).toBe(0);
    const night = await gibsey(['nightly'], { cwd: small });
    expect(night.code, night.stderr).toBe(1);
    expect(night.stderr).toMatch(/the disk is full.*\n {2}free space/);
    expect(await look(small, readerView)).toEqual({ number: 1, complete: true });
    expect((await gibsey(['status'], { cwd: small })).code).toBe(0);
    spawnSync('mount', ['-o', 'remount,size=50m', small]);
    await nights.expectRecovery(small);
  });

  it('of the log does not end the night; one that takes the result is told of', async () => {
    const folder = nights.due();
    const night = await shell('gibsey nightly 2>/dev/full', { cwd: folder });
    expect(night.code).toBe(0);
    expect(await look(folder, storeState)).toEqual(nights.undisturbed);
    const { code, stderr } = await shell('gibsey runs >/dev/full', { cwd: folder });
    expect(code).toBe(1);
    expect(stderr).toMatch(/^The result cannot be written: ENOSPC.*\n {2}.*gibsey runs\n$/);
  });
});

describe('a store that may not be written', () => {
  const modes = (folder: string, file: number, directory: number) => {
    for (const name of readdirSync(join(folder, '.gibsey')))
      chmodSync(join(folder, '.gibsey', name), file);
    chmodSync(join(folder, '.gibsey'), directory);
  };

  it('ends the night with STORE_READONLY; it can still be looked at', async () => {
    const folder = nights.due();
    const at = { cwd: folder, uid: NOBODY, env: { HOME: folder } };
    chmodSync(join(folder, '..'), 0o755);
    modes(folder, 0o444, 0o555);
    const night = await gibseyJson<Failure>(['nightly'], at);
    expect([night.code, night.json.error.code]).toEqual([1, 'STORE_READONLY']);
    expect(night.json.error.hint).toMatch(/permissions/);
    const status = await gibsey(['status'], at);
    expect([status.code, status.stderr]).toEqual([0, '']);
    expect(status.stdout).toMatch(/published {2}generation 1/);
    expect((await gibsey(['nightly', '--dry-run'], at)).code).toBe(0);
    modes(folder, 0o644, 0o755);
    await nights.expectRecovery(folder);
  });
});

describe('a damaged store', () => {
  const overwrite = (file: string) => {
    const handle = openSync(file, 'r+');
    const { size } = statSync(file);
    writeSync(handle, Buffer.alloc(size - 20 * 4096, 0xff), 0, undefined, 10 * 4096);
    closeSync(handle);
  };

  it.each<[string, (file: string) => void]>([
    ['pages overwritten in its middle', overwrite],
    ['another file in its place', (file) => writeFileSync(file, 'not a database\n'.repeat(500))],
    ['its end cut off', (file) => truncateSync(file, 50 * 4096)],
  ])('(%s) is STORE_CORRUPT, and a backup mends it', async (_, damage) => {
    const folder = nights.due();
    const backup = join(folder, 'backup.db');
    copyFileSync(storeFile(folder), backup);
    damage(storeFile(folder));
    await expectFailure(folder, 'STORE_CORRUPT', /backup/);
    copyFileSync(backup, storeFile(folder));
    await nights.expectRecovery(folder);
  });
});

describe('a journal that was lost', () => {
  it('costs the records of runs and nothing else', async () => {
    const folder = nights.due();
    const before = await lock(folder);
    rmSync(journalFile(folder));
    await nights.expectRecovery(folder);
    expect((await lock(folder))?.fence).toBeGreaterThan(before!.fence);
    const { json } = await gibseyJson<NightDocument[]>(['runs'], { cwd: folder });
    expect(json).toHaveLength(1);
  });

  it('is STORE_CORRUPT when it is damaged, with the command that mends it', async () => {
    const folder = nights.due();
    writeFileSync(journalFile(folder), 'not a database\n'.repeat(500));
    const { code, json } = await gibseyJson<Failure>(['nightly'], { cwd: folder });
    expect([code, json.error.code]).toEqual([1, 'STORE_CORRUPT']);
    const [mend = ''] = /^mv '.+' '.+\.damaged'/.exec(json.error.hint) ?? [];
    expect((await shell(mend, { cwd: folder })).code).toBe(0);
    await nights.expectRecovery(folder);
  });
});

describe('the wall clock', () => {
  it('set back by an hour between two nights: changes are seen, ids stay, durations hold', async () => {
    const folder = nights.fresh();
    const clock = new WallClock().set(Date.now() + HOUR);
    const at = { cwd: folder, env: clock.env };
    expect((await gibsey(['nightly'], at)).code).toBe(0);
    const old = await versions(folder);
    clock.set(Date.now());
    change(folder);
    const { json } = await gibseyJson<NightDocument>(['nightly'], at);
    expect(json.status).toBe('success');
    expect(json.stages.find(({ name }) => name === 'embed')?.processed).toBeGreaterThan(10);
    expect(json.stages.every(({ duration_ms }) => duration_ms >= 0)).toBe(true);
    expect(await look(folder, storeState)).toEqual(nights.undisturbed);
    const now = await versions(folder);
    for (const [id, { version, contentHash }] of now) {
      const was = old.get(id);
      if (was && was.contentHash !== contentHash) expect(version).toBeGreaterThan(was.version);
    }
    expect((await lock(folder))?.held).toBe(false);
    expect((await gibsey(['status'], at)).stdout).toMatch(/waiting {4}nothing/);
  });

  it('set back by an hour in a night, which is then killed: the next takes over', async () => {
    const folder = nights.due();
    const clock = new WallClock().set(Date.now() + HOUR);
    const killed = await gibsey(['nightly'], {
      cwd: folder,
      env: clock.env,
      started: when('embed: started', (child) => {
        clock.set(Date.now());
        child.kill('SIGKILL');
      }),
    });
    expect(killed.signal).toBe('SIGKILL');
    await expectFirstNight(folder);
    await nights.expectRecovery(folder, clock.env);
  });

  it.each([
    ['back to standard time', '2026-11-01T06:58:00Z', '2026-11-01T07:30:00Z', '1 Nov 01:5', 1],
    ['on to summer time', '2026-03-08T07:58:00Z', '2026-03-08T08:00:00Z', '8 Mar 01:5', 8],
    ['over midnight', '2026-07-01T04:58:00Z', '2026-07-01T05:05:00Z', '30 Jun 23:5', 30],
  ])(
    'going %s in a night: it is the night that it began in',
    async (_, start, then, shown, day) => {
      const folder = nights.due();
      const clock = new WallClock().set(Date.parse(start));
      const env = { ...clock.env, TZ: 'America/Chicago' };
      const night = await gibsey(['nightly'], {
        cwd: folder,
        env,
        started: when('embed: started', () => clock.set(Date.parse(then))),
      });
      expect(night.code, night.stderr).toBe(0);
      expect(night.stdout).toMatch(
        new RegExp(`^Night of ${day} \\w+ 2026 · success in \\d+\\.\\d s`),
      );
      expect((await gibsey(['runs'], { cwd: folder, env })).stdout).toContain(shown);
      const [run] = await look(folder, (store) =>
        store.runs
          .list(9)
          .then((runs) => runs.filter(({ startedAt }) => startedAt < Date.parse(then))),
      );
      expect(run!.endedAt).toBeGreaterThanOrEqual(Date.parse(then));
      expect(run!.durationMs).toBeLessThan(run!.endedAt! - run!.startedAt);
      expect(await look(folder, storeState)).toEqual(nights.undisturbed);
    },
  );
});

async function versions(folder: string) {
  const rows = new Map<string, { version: number; contentHash: string }>();
  await look(folder, async (store) => {
    for await (const batch of store.pages.scan()) {
      for (const { id, version, contentHash } of batch) rows.set(id, { version, contentHash });
    }
  });
  return rows;
}

const withModel = (host: string) => ({
  GIBSEY_LLM_PROVIDER: 'ollama',
  GIBSEY_LLM_HOST: `http://${host}`,
  GIBSEY_SUMMARIES_CONCURRENCY: '1',
});

describe('two nights at once', () => {
  it('the second ends with 75 and names the first; the first killed, it goes on at once', async () => {
    const host = await ollamaHost({ chat: () => ({ hang: true }) });
    onTestFinished(() => host.close());
    const folder = nights.due();
    const quick = { GIBSEY_NIGHT_LOCK_STALE_MS: '1000' };
    const second: { code: number | null; json: Failure }[] = [];
    const first = await gibsey(['nightly'], {
      cwd: folder,
      env: { ...withModel(host.host), ...quick },
      started: when('summarize: started', (child) => {
        void gibseyJson<Failure>(['nightly'], { cwd: folder, env: quick }).then((outcome) => {
          second.push(outcome);
          child.kill('SIGKILL');
        });
      }),
    });
    expect(first.signal).toBe('SIGKILL');
    expect(second).toMatchObject([{ code: 75, json: { error: { code: 'LOCKED' } } }]);
    expect(second[0]!.json.error.message).toMatch(/locked by run 01\w+ \(nightly, pid \d+ on /);
    await expectFirstNight(folder);
    const patient = { GIBSEY_NIGHT_LOCK_STALE_MS: '600000' };
    await nights.expectRecovery(folder, patient); // within the time of this test: nothing is waited for
    const { json } = await gibseyJson<NightDocument[]>(['runs'], { cwd: folder });
    expect(json.map(({ status }) => status)).toEqual(['success', 'failed', 'success']);
  });

  it.each([
    ['with work left', ['--force']],
    ['with nothing left to do', []],
  ])('a night that was asleep while another took over publishes nothing, %s', async (_, flags) => {
    const folder = nights.due();
    const env = { GIBSEY_NIGHT_LOCK_STALE_MS: '1000' };
    const successors: (Outcome & { state: unknown })[] = [];
    const sleeper = await gibseyJson<Failure>(['nightly', ...flags], {
      cwd: folder,
      env,
      started: when('embed: started', (child) => {
        child.kill('SIGSTOP');
        void gibsey(['nightly'], { cwd: folder, env }).then(async (outcome) => {
          successors.push({ ...outcome, state: await published(folder) });
          child.kill('SIGCONT');
        });
      }),
    });
    const [successor] = successors;
    expect(successor?.code, successor?.stderr).toBe(0);
    expect([sleeper.code, sleeper.json.error.code]).toEqual([1, 'LOCK_LOST']);
    expect(await published(folder)).toEqual(successor?.state);
    expect(await look(folder, storeState)).toEqual(nights.undisturbed);
    const again = await gibseyJson<NightDocument>(['nightly'], { cwd: folder, env });
    expect([again.code, again.json.status]).toEqual([0, 'unchanged']);
  });
});

describe('a language model that dies in the night', () => {
  /** Says what the first text of the cluster says. */
  const answer = ({ messages }: ChatRequest) => {
    const [, text = ''] = /<<text 1 \w+>>\n(.+)\n<<end/.exec(messages.at(-1)!.content) ?? [];
    return `TITLE: What it is about\n\n${text.split('. ', 2).join('. ')}.`;
  };
  const models = async (folder: string) => {
    const { json } = await gibseyJson<SummaryRow[]>(['status', '--summaries'], { cwd: folder });
    return json.map(({ model }) => model);
  };

  it('leaves the rest to extraction; the next night has it written', async () => {
    const folder = nights.fresh();
    const dying = await ollamaHost({
      chat: (request, index) => {
        if (index === 2) void dying.close();
        return index < 2 ? answer(request) : { hang: true };
      },
    });
    const night = await gibsey(['nightly'], { cwd: folder, env: withModel(dying.host) });
    expect(night.code, night.stderr).toBe(0);
    expect(night.stderr).toMatch(/warning: .*extractive/);
    expect(await look(folder, readerView)).toEqual({ number: 1, complete: true });
    expect((await models(folder)).sort()).toEqual(['extractive', 'extractive', MODEL, MODEL]);
    const back = await ollamaHost({ chat: answer });
    onTestFinished(() => back.close());
    expect((await gibsey(['nightly'], { cwd: folder, env: withModel(back.host) })).code).toBe(0);
    expect(back.requests).toHaveLength(2);
    expect(await models(folder)).toEqual([MODEL, MODEL, MODEL, MODEL]);
  });
});
