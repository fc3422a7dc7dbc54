import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readableConfig } from './lenient.js';

const given = (text: string) => {
  const cwd = mkdtempSync(join(tmpdir(), 'gibsey-config-'));
  writeFileSync(join(cwd, 'gibsey.config.json'), text);
  return cwd;
};
const read = (value: unknown, env = {}) =>
  readableConfig({ cwd: given(JSON.stringify(value)), env }).config;

describe('readableConfig', () => {
  it('reads what is valid beside what is wrong elsewhere', () => {
    const notify = { pingUrl: 'https://ping.example/x', partial: true };
    const metrics = { textfile: 'gibsey.prom' };
    expect(read({ clustering: { k: 'many' }, notify, metrics })).toEqual({ notify, metrics });
  });

  it('leaves out settings that are wrong, unknown, or of no use without another', () => {
    const notify = {
      slackWebhook: 'hooks.example',
      pingUrl: 'https://ping.example/x',
      mailTo: 'ops@example.org',
      slack: 1,
    };
    expect(read({ notify, metrics: 'all' })).toEqual({
      notify: { pingUrl: 'https://ping.example/x', partial: false },
      metrics: {},
    });
  });

  it('goes by the environment where the file cannot be read, whatever else stands there', () => {
    const env = { SLACK_WEBHOOK_URL: 'https://hooks.example/x', GIBSEY_NO_SUCH: '1' };
    const cwd = given('{"notify": {');
    const { config, root } = readableConfig({ cwd, env });
    expect(config.notify).toEqual({ slackWebhook: 'https://hooks.example/x', partial: false });
    expect(root).toBe(cwd);
    const nowhere = readableConfig({ file: 'nowhere.json', cwd, env });
    expect(nowhere.config).toEqual(config);
  });

  it('takes anything', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (notify, metrics) => {
        expect(read({ notify, metrics }).notify.partial).toBeTypeOf('boolean');
      }),
      { numRuns: 50 },
    );
  });
});
