import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { gibsey, gibseyJson, shell, temporaryFolder } from '../support/cli.js';

interface Shown {
  id: string;
  balance: number;
  role: string;
  disabled: boolean;
  entries: { request_id: string; delta: number; balance_after: number }[];
}

interface NewToken {
  id: string;
  account: string;
  state: string;
  secret: string;
  expires_at: string | null;
}

describe('accounts and tokens at the command line', () => {
  const cwd = temporaryFolder();
  const env = { GIBSEY_CREDITS_INITIAL: '30' };
  const json = <T>(...args: string[]) => gibseyJson<T>(args, { cwd, env });

  it('says what to type when there is nothing', async () => {
    await gibsey(['migrate'], { cwd });
    const { code, stdout } = await gibsey(['accounts'], { cwd });
    expect([code, stdout]).toEqual([0, 'No accounts yet: gibsey accounts create ID\n']);
    expect((await gibsey(['tokens'], { cwd })).stdout).toContain('gibsey tokens create');
  });

  it('makes an account with first credits, and not twice', async () => {
    const made = await json<Shown>('accounts', 'create', 'ada', '--role', 'author');
    expect([made.code, made.json]).toMatchObject([0, { id: 'ada', role: 'author', balance: 30 }]);
    const again = await json('accounts', 'create', 'ada');
    expect([again.code, again.json]).toMatchObject([
      2,
      { error: { code: 'ALREADY_EXISTS', hint: 'gibsey accounts show ada' } },
    ]);
  });

  it('grants and takes credits, a request once, and shows every movement', async () => {
    const order = ['accounts', 'grant', 'ada', '12', '--request-id', 'order-1', '--reason', 'gift'];
    expect((await json<{ balance_after: number }>(...order)).json.balance_after).toBe(42);
    expect((await json<{ balance_after: number }>(...order)).json.balance_after).toBe(42);
    const taken = await gibsey(['accounts', 'grant', 'ada', '--', '-2'], { cwd });
    expect([taken.code, taken.stdout]).toEqual([
      0,
      'Account "ada" has 40 credits after −2 (grant).\n',
    ]);
    const tooMuch = await gibsey(['accounts', 'grant', 'ada', '--json', '--', '-41'], { cwd });
    expect([tooMuch.code, JSON.parse(tooMuch.stdout)]).toMatchObject([
      1,
      { error: { code: 'CREDITS_SPENT' } },
    ]);
    const { entries, balance } = (await json<Shown>('accounts', 'show', 'ada')).json;
    expect(balance).toBe(40);
    expect(entries.map(({ delta, balance_after }) => [delta, balance_after]).sort()).toEqual(
      [
        [30, 30],
        [12, 42],
        [-2, 40],
      ].sort(),
    );
  });

  it('disables and enables, and lists both', async () => {
    await gibsey(['accounts', 'create', 'bob'], { cwd });
    expect((await json<Shown>('accounts', 'disable', 'bob')).json.disabled).toBe(true);
    expect((await json<Shown[]>('accounts')).json).toMatchObject([
      { id: 'ada', disabled: false },
      { id: 'bob', disabled: true },
    ]);
    expect((await json<Shown>('accounts', 'enable', 'bob')).json.disabled).toBe(false);
  });

  it('shows the secret of a token once, and keeps it nowhere', async () => {
    const args = ['tokens', 'create', 'ada', '--label', 'laptop', '--expires', '90d'];
    const { json: made } = await json<NewToken>(...args);
    expect(made.secret).toMatch(/^gib_[A-Za-z0-9_-]{43}$/);
    expect(made.state).toBe('accepted');
    const days = (Date.parse(made.expires_at ?? '') - Date.now()) / 86_400_000;
    expect(Math.round(days)).toBe(90);
    const shown = await Promise.all([
      gibsey(['tokens'], { cwd }),
      gibsey(['tokens', '--json'], { cwd }),
      gibsey(['accounts', 'show', 'ada', '--json'], { cwd }),
    ]);
    for (const { stdout, stderr } of shown) {
      expect(stdout + stderr).not.toContain(made.secret.slice(4, 20));
    }
    const files = readdirSync(join(cwd, '.gibsey'));
    expect(files).toContain('gibsey.db');
    for (const file of files) {
      const bytes = readFileSync(join(cwd, '.gibsey', file));
      expect(bytes.includes(made.secret.slice(4, 20)), file).toBe(false);
    }
    expect(readFileSync(join(cwd, '.gibsey/gibsey.db')).includes(made.id)).toBe(true);
  });

  it('revokes', async () => {
    const { json: made } = await json<NewToken>('tokens', 'create', 'bob');
    const { code, stdout } = await gibsey(['tokens', 'revoke', made.id], { cwd });
    expect([code, stdout]).toEqual([0, `Token ${made.id} is revoked.\n`]);
    const { json: listed } = await json<NewToken[]>('tokens', '--account', 'bob');
    expect(listed).toMatchObject([{ id: made.id, state: 'revoked' }]);
  });

  it('marks the tokens of gateways', async () => {
    const { json: made } = await json<NewToken & { gateway: boolean }>(
      ...['tokens', 'create', 'bob', '--gateway'],
    );
    expect(made.gateway).toBe(true);
    const { stdout } = await gibsey(['tokens', '--account', 'bob'], { cwd });
    expect(stdout).toMatch(/^ *\S+ +bob +\(gateway\) +accepted /m);
    const { json: listed } = await json<{ gateway: boolean }[]>('tokens', '--account', 'bob');
    expect(listed.map(({ gateway }) => gateway)).toEqual([true, false]);
  });

  describe('a reset', () => {
    const states = async () =>
      new Set((await json<NewToken[]>('tokens')).json.map(({ state }) => state));
    /** What a terminal shows, when whoever sits there types that. */
    const onTerminal = (typed: string) =>
      shell(
        `export -f gibsey; (sleep 5; printf '${typed}') | SHELL=/bin/bash script -qec 'gibsey tokens reset' /dev/null`,
        { cwd },
      );

    it('needs to be confirmed', async () => {
      const { code, stderr } = await gibsey(['tokens', 'reset'], { cwd });
      expect([code, stderr.trimEnd().split('\n').at(-1)?.trim()]).toEqual([
        2,
        'gibsey tokens reset --yes',
      ]);
      const { stdout } = await onTerminal('\\n');
      expect(stdout).toContain('Take back 2 tokens of 2 accounts? [y/N]');
      expect(stdout).toContain('Nothing was changed.');
      expect(await states()).toContain('accepted');
    });

    it('takes every token back when it is', async () => {
      const { stdout } = await onTerminal('y\\n');
      expect(stdout).toContain('2 tokens taken back.');
      expect(await states()).toEqual(new Set(['revoked']));
    });

    it('does not ask with --yes, and has nothing to do a second time', async () => {
      const { json: made } = await json<NewToken>('tokens', 'create', 'bob');
      const reset = await json<{ revoked: string[] }>('tokens', 'reset', '--yes');
      expect([reset.code, reset.json]).toEqual([0, { revoked: [made.id] }]);
      const { stdout } = await gibsey(['tokens', 'reset'], { cwd });
      expect(stdout).toBe('There is no token to take back.\n');
    });
  });

  it.each([
    [['accounts', 'show', 'eve'], 2, 'gibsey accounts'],
    [['accounts', 'grant', 'eve', '5'], 2, 'gibsey accounts'],
    [['accounts', 'grant', 'ada', 'many'], 2, 'gibsey accounts grant --help'],
    [['accounts', 'disable', 'eve'], 2, 'gibsey accounts'],
    [['tokens', 'create', 'eve'], 2, 'gibsey accounts'],
    [['tokens', 'create', 'ada', '--expires', '3 years'], 2, 'gibsey tokens create --help'],
    [['tokens', 'revoke', 'never'], 2, 'gibsey tokens'],
  ])('%j names the next command', async (args, exit, hint) => {
    const { code, stderr } = await gibsey(args, { cwd });
    expect([code, stderr.trimEnd().split('\n').at(-1)?.trim()]).toEqual([exit, hint]);
  });
});
