import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { httpSink, type HttpSink } from '../fixtures/notify/http-sink.js';
import { smtpSink, type SmtpSink } from '../fixtures/notify/smtp-sink.js';
import { jsonLines, sampleBook } from '../support/book.js';
import { gibsey, temporaryFolder, type Outcome } from '../support/cli.js';

const SECRET = 's3cr3t-t0ken';

describe('whom a night tells', () => {
  let http: HttpSink;
  let smtp: SmtpSink;
  afterEach(async () => {
    await Promise.all([http.close(), smtp.close()]);
  });

  /** A folder with two chapters, and listeners that answer so. */
  async function given({ status = 200, source = 'book.jsonl' } = {}) {
    http = await httpSink(() => ({ status, body: status === 200 ? 'ok' : `no ${SECRET}` }));
    smtp = await smtpSink({ user: 'ops', password: SECRET });
    const cwd = temporaryFolder();
    mkdirSync(join(cwd, 'metrics'));
    writeFileSync(join(cwd, 'book.jsonl'), jsonLines(sampleBook(2)));
    const config = {
      sources: [{ pages: source }],
      metrics: {
        textfile: 'metrics/gibsey.prom',
        pushgateway: http.url.replace('://', `://ops:${SECRET}@`),
        instance: 'n1',
      },
      notify: { mailTo: 'ops@example.org', pingUrl: `${http.url}/ping/${SECRET}` },
    };
    writeFileSync(join(cwd, 'gibsey.config.json'), JSON.stringify(config));
    const env = {
      SLACK_WEBHOOK_URL: `${http.url}/services/${SECRET}`,
      SMTP_URL: `smtp://ops:${SECRET}@${smtp.host}`,
      DEBUG: 'gibsey',
    };
    const metrics = () => readFileSync(join(cwd, 'metrics/gibsey.prom'), 'utf8');
    const told = () =>
      http.received.map(({ method, path }) => `${method} ${path.replace(`/${SECRET}`, '')}`).sort();
    const night = (args: string[] = [], more = {}) =>
      gibsey(['nightly', '-k', '2', ...args], { cwd, env: { ...env, ...more } });
    return { cwd, env, metrics, told, night };
  }
  const all = ({ stdout, stderr }: Outcome) => stdout + stderr;
  const PUSH = '/metrics/job/gibsey/instance/n1';

  it('a good night: pings and metrics, no alert; an unchanged one, too; a dry run nobody', async () => {
    const { night, metrics, told } = await given();
    expect((await night(['--dry-run'])).code).toBe(0);
    expect(told()).toEqual([]);
    expect((await night()).code).toBe(0);
    expect(told()).toEqual(['GET /ping', 'GET /ping/start', `PUT ${PUSH}`]);
    expect(metrics()).toContain('gibsey_night_status{status="success"} 1\n');
    expect(metrics()).toContain('gibsey_summaries{writer="extractive"} 2\n');
    expect((await night()).stdout).toMatch(/^Nothing changed/);
    expect(told()).toHaveLength(6);
    expect(metrics()).toContain('gibsey_night_status{status="unchanged"} 1\n');
    expect(smtp.mails).toEqual([]);
  });

  it('a night that cannot open its store: everybody, and the last success is kept', async () => {
    const { night, metrics, told } = await given();
    await night();
    const success = /^gibsey_night_last_success_timestamp_seconds .*$/m.exec(metrics())?.[0];
    const store = `cassandra://user:${SECRET}@127.0.0.1:1/gibsey`;
    const { code, ...rest } = await night(['--store', store]);
    expect(code).toBe(4);
    expect(told().filter((call) => !call.startsWith('PUT'))).toEqual([
      'GET /ping',
      'GET /ping/fail',
      'GET /ping/start',
      'GET /ping/start',
      `POST ${PUSH}`,
      'POST /services',
    ]);
    expect(metrics()).toContain('gibsey_night_status{status="failed"} 1\n');
    expect(metrics()).toContain(`${success}\n`);
    const slack = http.received.find(({ path }) => path.startsWith('/services'))!;
    expect(slack.body).toContain('STORE_UNREACHABLE');
    expect(slack.body).toContain('gibsey nightly -k 2 --store');
    expect(smtp.mails).toHaveLength(1);
    for (const text of [slack.body, smtp.mails[0]!.source, all({ code, ...rest })])
      expect(text).not.toContain(SECRET);
  });

  it('a night whose source is missing: everybody', async () => {
    const { night, told } = await given({ source: 'nowhere.txt' });
    expect((await night()).code).toBe(2);
    expect(told()).toEqual(['GET /ping/fail', 'GET /ping/start', `POST ${PUSH}`, 'POST /services']);
    expect(smtp.mails[0]?.source).toContain('nowhere.txt');
  });

  it.each([[[]], [['--if-missed']]])(
    'a night whose configuration is wrong: everybody whom the rest of it names (%j)',
    async (args) => {
      const { cwd, night, metrics, told } = await given();
      const { notify, ...rest } = JSON.parse(
        readFileSync(join(cwd, 'gibsey.config.json'), 'utf8'),
      ) as Record<string, object>;
      const broken = { ...rest, clustring: {}, notify: { ...notify, mailFrom: 7 } };
      writeFileSync(join(cwd, 'gibsey.config.json'), JSON.stringify(broken));
      expect((await night(['--dry-run', ...args])).code).toBe(2);
      expect(told()).toEqual([]);
      const outcome = await night(args);
      expect(outcome.code).toBe(2);
      expect(told()).toEqual([
        'GET /ping/fail',
        'GET /ping/start',
        `POST ${PUSH}`,
        'POST /services',
      ]);
      expect(metrics()).toContain('gibsey_night_status{status="failed"} 1\n');
      const slack = http.received.find(({ path }) => path.startsWith('/services'))!;
      expect(slack.body).toMatch(/CONFIG_INVALID.*Unknown key clustring in/s);
      expect(smtp.mails).toHaveLength(1);
      for (const text of [slack.body, smtp.mails[0]!.source, all(outcome)])
        expect(text).not.toContain(SECRET);
    },
  );

  it('a night whose configuration is no JSON: those whom the environment names', async () => {
    const { cwd, night, told } = await given();
    writeFileSync(join(cwd, 'gibsey.config.json'), '{"notify": {');
    const env = { GIBSEY_NOTIFY_PING_URL: `${http.url}/ping/${SECRET}` };
    expect((await night([], env)).code).toBe(2);
    expect(told()).toEqual(['GET /ping/fail', 'GET /ping/start', 'POST /services']);
  });

  it('who could not be told stands in the record of the run', async () => {
    const { cwd, env, night } = await given({ status: 403 });
    await night();
    const { stdout } = await gibsey(['runs', '--json'], { cwd, env });
    const [run] = JSON.parse(stdout) as { warnings: string[] }[];
    expect(run?.warnings).toEqual([
      expect.stringMatching(/could not tell of this night: Ping at /),
      expect.stringMatching(/could not tell of this night: Pushgateway at /),
    ]);
  });

  it.each([[[]], [['--json']], [['--log-format', 'json']]])(
    'listeners that refuse are warnings without secrets, and the night goes on (%j)',
    async (args) => {
      const { night } = await given({ status: 403 });
      const outcome = await night(args);
      expect(outcome.code).toBe(0);
      expect(all(outcome)).toMatch(
        /could not tell of this night: Ping at 127\.0\.0\.1:\d+: HTTP 403/,
      );
      expect(all(outcome)).toMatch(/could not tell of this night: Pushgateway at 127\.0\.0\.1/);
      expect(all(outcome)).not.toContain(SECRET);
      if (!args.includes('--json')) return;
      const { warnings } = JSON.parse(outcome.stdout) as { warnings: string[] };
      expect(warnings).toHaveLength(2);
    },
  );

  it('a classification that fails: an alert, but neither pings nor metrics of a night', async () => {
    const { cwd, env, told } = await given();
    const classify = (...args: string[]) => gibsey(['classify', ...args], { cwd, env });
    await gibsey(['migrate'], { cwd, env });
    expect((await classify()).code).toBe(0);
    expect(told()).toEqual([]);
    const { code } = await classify('--store', 'cassandra://127.0.0.1:1/gibsey');
    expect(code).toBe(4);
    expect(told()).toEqual(['POST /services']);
    const [slack] = http.received;
    expect(slack!.body).toContain('gibsey: classify failed');
    expect(slack!.body).toContain('gibsey classify --store');
    expect(smtp.mails).toHaveLength(1);
    expect(existsSync(join(cwd, 'metrics/gibsey.prom'))).toBe(false);
  });

  it('stages by hand tell nobody', async () => {
    const { cwd, env, told } = await given();
    expect((await gibsey(['ingest', 'pages', 'book.jsonl'], { cwd, env })).code).toBe(0);
    expect(told()).toEqual([]);
    expect(existsSync(join(cwd, 'metrics/gibsey.prom'))).toBe(false);
  });

  it('every line of a structured log is an object with time, level and event', async () => {
    const { night } = await given();
    const { stderr } = await night(['--log-format', 'json']);
    const lines = stderr
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, string>);
    for (const { ts, level, event } of lines) {
      expect(new Date(ts!).toISOString()).toBe(ts);
      expect(level).toMatch(/^(info|warning|error)$/);
      expect(event).toMatch(/^[a-z-]+$/);
    }
    const [first, last] = [lines[0]!, lines.at(-1)!];
    expect([first.event, last.event, last.status]).toEqual(['run-start', 'run-end', 'success']);
    expect(new Set(lines.map(({ run_id }) => run_id))).toEqual(new Set([first.run_id]));
    const bad = await night(['--log-format', 'json', '--store', 'cassandra://127.0.0.1:1/x']);
    const ended = JSON.parse(
      bad.stderr
        .trim()
        .split('\n')
        .find((line) => line.includes('"error","event":"error"'))!,
    ) as { code: string };
    expect(ended.code).toBe('STORE_UNREACHABLE');
  });
});
