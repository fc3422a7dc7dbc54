import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { gibsey, gibseyJson, shell, temporaryFolder } from '../support/cli.js';

interface Checks {
  checks: { name: string; state: string; detail: string; fix?: string }[];
}
const named = ({ checks }: Checks, name: string) => checks.find((each) => each.name === name);

describe('gibsey doctor', () => {
  it('finds a healthy place healthy, names what is only absent, and writes nothing', async () => {
    const cwd = temporaryFolder();
    const { code, json } = await gibseyJson<Checks>(['doctor'], { cwd });
    expect(json.checks.filter(({ state }) => state === 'failed')).toEqual([]);
    expect(code).toBe(0);
    expect(named(json, 'embedding')?.detail).toContain('384 dimensions');
    expect(named(json, 'llm')).toMatchObject({ state: 'missing', fix: 'set llm.provider' });
    expect(existsSync(join(cwd, '.gibsey'))).toBe(false);
  });

  it('looks at one part, and knows which there are', async () => {
    const cwd = temporaryFolder();
    const env = { GIBSEY_LLM_PROVIDER: 'ollama', OLLAMA_HOST: '127.0.0.1:9' };
    const { code, stdout } = await gibsey(['doctor', 'llm'], { cwd, env });
    expect(code).toBe(0);
    expect(stdout).toMatch(/– +llm +no LLM at 127\.0\.0\.1:9.*\n +→ start one: ollama serve/);
    const wrong = await gibsey(['doctor', 'lungs'], { cwd });
    expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringContaining('no part "lungs"')]);
  });

  it('takes its configuration from a pipe, and from no device', async () => {
    const cwd = temporaryFolder();
    const piped = 'gibsey doctor llm --config <(echo \'{"llm": {"provider": "none"}}\')';
    const { code, stdout } = await shell(piped, { cwd });
    expect([code, stdout]).toEqual([0, expect.stringContaining('none is wanted')]);
    const device = await gibsey(['doctor', 'llm', '--config', '/dev/zero'], { cwd });
    expect([device.code, device.stderr]).toEqual([2, expect.stringContaining('it is a device')]);
  });

  it('ends with 1 for a store that is damaged, and names the fix', async () => {
    const cwd = temporaryFolder();
    mkdirSync(join(cwd, '.gibsey'));
    writeFileSync(join(cwd, '.gibsey/gibsey.db'), 'x'.repeat(8192));
    const { code, json } = await gibseyJson<Checks>(['doctor'], { cwd });
    expect(code).toBe(1);
    expect(named(json, 'store')).toMatchObject({
      state: 'failed',
      fix: expect.any(String) as string,
    });
  });

  it('ends with 4 when the embedding model is not where it should be', async () => {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, 'vocab.txt'), '');
    const env = { GIBSEY_EMBEDDING_MODEL_DIR: cwd };
    const { code, json } = await gibseyJson<Checks>(['doctor', 'embedding'], { cwd, env });
    expect([code, json.checks[0]?.state]).toEqual([4, 'failed']);
  });

  it('ends with 4 when a store on a server is out of reach, without its password', async () => {
    const cwd = temporaryFolder();
    const env = { GIBSEY_STORE: 'cassandra://me:planted-secret@127.0.0.1:1/gibsey' };
    const outcome = await gibseyJson<Checks>(['doctor', 'store'], { cwd, env });
    expect(outcome.code).toBe(4);
    expect(outcome.stdout + outcome.stderr).not.toContain('planted-secret');
  });

  it('warns of a folder that anybody may write to', async () => {
    const cwd = temporaryFolder();
    mkdirSync(join(cwd, '.gibsey'));
    chmodSync(join(cwd, '.gibsey'), 0o777);
    const { code, json } = await gibseyJson<Checks>(['doctor', 'permissions'], { cwd });
    expect([code, json.checks[0]?.fix]).toEqual([1, `chmod o-w ${join(cwd, '.gibsey')}`]);
  });

  it('prints every setting in force, without secrets', async () => {
    const cwd = temporaryFolder();
    const env = { SLACK_WEBHOOK_URL: 'https://hooks.example.org/planted-secret' };
    const { json, stdout } = await gibseyJson<Record<string, Record<string, unknown>>>(
      ['doctor', '--defaults'],
      { cwd, env },
    );
    expect(json.clustering).toMatchObject({ k: 48, seed: 42 });
    expect(json.schedule).toMatchObject({ timezone: 'America/Chicago' });
    expect(stdout).not.toContain('planted-secret');
  });
});

describe('gibsey init', () => {
  it('writes a commented configuration and makes the store; a second time it replaces nothing', async () => {
    const cwd = temporaryFolder();
    const first = await gibsey(['init'], { cwd });
    expect(first.code, first.stderr).toBe(0);
    expect(first.stdout).toMatch(/is written[^]*llm[^]*Next: gibsey ingest pages/);
    const file = join(cwd, 'gibsey.config.json');
    expect(readFileSync(file, 'utf8')).toMatch(/\/\/ Number of clusters, .*\n +"k": 48,/);
    expect(existsSync(join(cwd, '.gibsey/gibsey.db'))).toBe(true);

    const zone = (TZ: string) => gibsey(['init', '--force'], { cwd, env: { TZ } });
    expect((await zone('Europe/Rome')).stdout).toContain('time zone Europe/Rome, that of this');
    expect(readFileSync(file, 'utf8')).toMatch(/^ +"timezone": "Europe\/Rome",/m);
    expect((await zone('Nowhere/Land')).stdout).toContain('time zone America/Chicago, the default');

    writeFileSync(file, '{ /* mine */ "clustering": {"k": 3,}, }');
    const second = await gibsey(['init'], { cwd });
    expect(second.code).toBe(2);
    expect(second.stderr).toMatch(/already there[^]*gibsey init --force/);
    expect(readFileSync(file, 'utf8')).toContain('mine');
    const { json } = await gibseyJson<{ clustering: { k: number } }>(['doctor', '--defaults'], {
      cwd,
    });
    expect(json.clustering.k).toBe(3);
    expect((await gibsey(['init', '--force'], { cwd })).code).toBe(0);
    expect(readFileSync(file, 'utf8')).not.toContain('mine');
  });
});
