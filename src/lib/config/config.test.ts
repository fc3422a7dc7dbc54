import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { variableOf, settingPaths } from './environment.js';
import { loadConfig } from './load.js';
import { redact } from './redact.js';

const folder = () => mkdtempSync(join(tmpdir(), 'gibsey-config-'));
const write = (dir: string, value: unknown) =>
  writeFileSync(join(dir, 'gibsey.config.json'), JSON.stringify(value));

describe('loadConfig', () => {
  it('has a default for everything', () => {
    const { config, file } = loadConfig({ cwd: folder(), env: {} });
    expect(file).toBeNull();
    expect(config.store.url).toBe('sqlite:./.gibsey/gibsey.db');
    expect(config.clustering).toMatchObject({ algorithm: 'kmeans', k: 48, seed: 42 });
  });

  it('lets flags win over the environment, that over the file, that over defaults', () => {
    const cwd = folder();
    write(cwd, { clustering: { k: 10, seed: 1 }, llm: { host: 'file:1' } });
    const env = { GIBSEY_CLUSTERING_K: '20', OLLAMA_HOST: 'env:2' };
    const flags = { 'clustering.k': 30, 'clustering.seed': undefined };
    const { config } = loadConfig({ cwd, env, flags });
    expect(config.clustering).toMatchObject({ algorithm: 'kmeans', k: 30, seed: 1 });
    expect(config.llm.host).toBe('env:2');
  });

  it('finds the file upward and roots relative paths there', () => {
    const cwd = folder();
    write(cwd, { summaries: { maxWords: 99 } });
    const inner = join(cwd, 'a', 'b');
    mkdirSync(inner, { recursive: true });
    const loaded = loadConfig({ cwd: inner, env: {} });
    expect(loaded.config.summaries.maxWords).toBe(99);
    expect(loaded.root).toBe(cwd);
  });

  it.each([
    [{ clustring: { k: 3 } }, /Unknown key clustring in .*gibsey\.config\.json/],
    [{ clustering: { K: 3 } }, /Unknown key clustering\.K/],
    [{ clustering: { k: 'many' } }, /clustering\.k is "many".*or auto/],
    [{ sources: [{ cut: true }] }, /sources\.0 is .*"cut":true.*it needs pages or rest/],
    [{ sources: [{ pages: 'a', rest: 'k/t' }] }, /sources\.0\.rest is "k\/t".*beside pages/],
    [{ sources: [{ pages: 'a', encoding: 'x' }] }, /sources\.0\.encoding is "x".*"latin1"/],
    [{ schedule: { jobs: [{ name: 'n' }] } }, /schedule\.jobs\.0\.cron is missing in /],
    [{ rest: { token: 'two words' } }, /rest\.token is \(a secret\).*without spaces/],
    [{ store: { url: 'mysql://x' } }, /store\.url is "mysql:\/\/x".*sqlite:PATH or cassandra/],
  ])('names key, value and what is allowed: %j', (value, message) => {
    const cwd = folder();
    write(cwd, value);
    expect(() => loadConfig({ cwd, env: {} })).toThrow(message);
  });

  it.each([
    [{ clustring: {} }, 'clustering'],
    [{ clustering: { K: 3 } }, 'clustering.k'],
    [{ clustering: { minSample: 3 } }, 'clustering.minSamples'],
    [{ sources: [{ pagse: 'a' }] }, 'sources.0.pages'],
    [{ schedule: { jobs: [{ crno: '0 3 * * *' }] } }, 'schedule.jobs.0.cron'],
    [{ slackWebhook: 'https://x' }, 'notify.slackWebhook'],
  ])('says what an unknown key may be meant for: %j', (value, meant) => {
    const cwd = folder();
    write(cwd, value);
    expect(() => loadConfig({ cwd, env: {} })).toThrow(
      expect.objectContaining({ hint: `did you mean: ${meant}` }),
    );
  });

  it.each([
    [{ clustering: { algorithm: 'magic' } }, '"kmeans", "minibatch-kmeans", "graph", "dbscan" or '],
    [{ clustering: { minSamples: 1.5 } }, 'a whole number, at least 1.'],
    [{ clustering: { eps: 3 } }, 'a number above 0, at most 2.'],
    [{ embedding: { threads: 0 } }, 'threads is 0 in'],
    [{ embedding: { threads: 'all' } }, 'a whole number from 1 to 64.'],
    [{ notify: { partial: 'yes' } }, 'notify.partial is "yes" in '],
    [{ notify: { partial: 'yes' } }, ': true or false.'],
    [{ night: 3 }, ': settings in braces.'],
    [{ sources: {} }, ': a list in square brackets.'],
    [{ llm: { model: '' } }, ': a text in quotation marks, not empty.'],
  ])('says in plain words what is allowed: %j', (value, words) => {
    const cwd = folder();
    write(cwd, value);
    expect(() => loadConfig({ cwd, env: {} })).toThrow(words);
    expect(() => loadConfig({ cwd, env: {} })).not.toThrow(/expected|Invalid|Too (small|big)/);
  });

  it('names all that is wrong at once, of file, environment and flags', () => {
    const cwd = folder();
    write(cwd, {
      clustering: { k: 'many', sede: 3 },
      schedule: { jobs: [{ name: 'n', crno: '' }] },
    });
    const env = { GIBSEY_EMBEDDING_THREADS: '0', GIBSEY_CLUSTERINGK: '3' };
    const load = () => loadConfig({ cwd, env, flags: { 'clustering.eps': 9 } });
    const lines = [
      '7 settings are wrong:',
      '  Unknown environment variable GIBSEY_CLUSTERINGK. Did you mean GIBSEY_CLUSTERING_K?',
      '  embedding.threads is 0 in GIBSEY_EMBEDDING_THREADS: a whole number from 1 to 64.',
      '  clustering.eps is 9 in the command line: a number above 0, at most 2.',
      'clustering.sede in',
      'Did you mean clustering.seed?',
      '  clustering.k is "many"',
      '  schedule.jobs.0.command is missing in ',
      'Did you mean schedule.jobs.0.cron?',
    ];
    for (const line of lines) expect(load).toThrow(line);
    expect(load).not.toThrow('jobs.0.cron is missing');
  });

  it('guesses nothing where nothing is near', () => {
    const cwd = folder();
    write(cwd, { everything: true });
    expect(() => loadConfig({ cwd, env: {} })).toThrow(
      expect.objectContaining({ hint: expect.stringContaining('configuration.md') as string }),
    );
    expect(() => loadConfig({ cwd, env: { GIBSEY_CLUSTERINGK: '3' } })).toThrow(
      expect.objectContaining({ hint: 'did you mean: GIBSEY_CLUSTERING_K' }),
    );
  });

  it('names the variable that is wrong', () => {
    const load = (env: Record<string, string>) => () => loadConfig({ cwd: folder(), env });
    expect(load({ GIBSEY_CLUSTERING_K: 'x' })).toThrow(
      /clustering\.k is "x" in GIBSEY_CLUSTERING_K/,
    );
    expect(load({ GIBSEY_CLUSTERS: '3' })).toThrow(/Unknown environment variable GIBSEY_CLUSTERS/);
  });

  it.each([
    ['SLACK_WEBHOOK_URL', 'hooks.slack.com/services/T0/B0/s3cr3t', 'notify.slackWebhook'],
    ['SMTP_URL', 'http://user:s3cr3t@mail.example', 'notify.smtpUrl'],
    ['GIBSEY_NOTIFY_PING_URL', 'hc-ping.example/s3cr3t', 'notify.pingUrl'],
    ['GIBSEY_METRICS_PUSHGATEWAY', 'user:s3cr3t@push.example', 'metrics.pushgateway'],
  ])('does not show the secret in a wrong %s', (variable, value, path) => {
    const load = () => loadConfig({ cwd: folder(), env: { [variable]: value } });
    expect(load).toThrow(`${path} is (a secret) in ${variable}: `);
    expect(load).not.toThrow(/s3cr3t/);
  });

  it('takes mail recipients only with a server, and a server in the environment alone for nobody’s', () => {
    const load = (env: Record<string, string>) => loadConfig({ cwd: folder(), env }).config.notify;
    expect(() => load({ GIBSEY_NOTIFY_MAIL_TO: 'ops@example.org' })).toThrow(
      /notify\.mailTo is "ops@example\.org".*needs notify\.smtpUrl/,
    );
    expect(load({ SMTP_URL: 'smtp://mail.example' })).toEqual({
      smtpUrl: 'smtp://mail.example',
      partial: false,
    });
  });

  it('refuses a metrics file that no collector would read', () => {
    const env = { GIBSEY_METRICS_TEXTFILE: '/var/lib/gibsey.txt' };
    expect(() => loadConfig({ cwd: folder(), env })).toThrow(/ends in \.prom/);
  });

  it('refuses a file that is missing or not JSON', () => {
    const cwd = folder();
    expect(() => loadConfig({ cwd, env: {}, file: 'nowhere.json' })).toThrow(
      /nowhere\.json cannot be read: there is no such file$/,
    );
    expect(() => loadConfig({ cwd, env: {}, file: cwd })).toThrow(/it is a folder$/);
    writeFileSync(join(cwd, 'gibsey.config.json'), '[1]');
    expect(() => loadConfig({ cwd, env: {} })).toThrow(/not a JSON object/);
  });
});

describe('settings', () => {
  it('have a variable each', () => {
    expect(variableOf('night.lockStaleMs')).toBe('GIBSEY_NIGHT_LOCK_STALE_MS');
    const variables = settingPaths().map(variableOf);
    expect(variables).toContain('GIBSEY_STORE_URL');
    expect(new Set(variables).size).toBe(variables.length);
  });
});

describe('redact', () => {
  it('takes credentials out of URLs and leaves the rest', () => {
    expect(redact('cassandra://u:p@h:1/k and http://h/')).toBe(
      'cassandra://***@h:1/k and http://h/',
    );
  });
});
