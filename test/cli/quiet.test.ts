import { readFileSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { postOf } from '../fixtures/reddit/server.js';
import { STARGATE_TOKEN, stargate, type Gateway } from '../fixtures/stargate/server.js';
import { todoistServer, type TodoistServer } from '../fixtures/todoist/server.js';
import { conversations } from '../support/asked.js';
import { jsonLines } from '../support/book.js';
import { gibsey, ROOT, temporaryFolder } from '../support/cli.js';
import { collectingServices } from '../support/collecting.js';
import { FAQ, LABELS } from '../support/labels.js';
import { http } from '../support/server.js';

const PAGES = join(ROOT, 'samples/entrance-way/pages.jsonl');
const ADA = { id: 'ada', name: 'Ada', colour: '#2f6f73', voice: 'Dry.', greeting: 'Yes?' };
const CHUNK = { id: 'ciao', topic: 'Italian', content: 'Return it.', trigger_keyword: 'ciao' };

/** A post and the day on which it was made. */
const DAY = '2026-10-01';
/** A day without a post: nothing is sent to where issues are shown. */
const EMPTY = '2026-09-01';
const SHOWING = { url: 'http://127.0.0.1:9', identity: 'a@example.org', password: 'a-long-one' };
const POST = { id: 1, at: Date.parse(DAY) / 1000, title: 'Ebb', body: 'Too late.', author: 'ann' };

/** What changes something: nothing is said of it. In an order in which all of them succeed. */
const SILENT: [line: string, input?: string][] = [
  ['init --force'],
  ['migrate'],
  [`ingest pages ${PAGES}`],
  ['ingest rest gibsey/pages'],
  ['ingest conversations -', conversations()],
  ['ingest github --config collecting.json'],
  ['ingest stackoverflow --config collecting.json'],
  ['ingest hackernews --config collecting.json'],
  [`ingest reddit --file posts.jsonl --from ${DAY} --to ${DAY}`],
  ['ingest todoist --users todoist-users.jsonl'],
  ['ingest reactions --file -', jsonLines([{ user_id: 'ann', tip_id: 'x', reaction: 'liked' }])],
  ['context'],
  [`nightly --only issues --config collecting.json --from ${DAY} --to ${DAY}`],
  [`label --from ${DAY} --to ${DAY}`],
  [`publish --config showing.json --from ${EMPTY} --to ${EMPTY}`],
  ['embed'],
  ['cluster -k 4'],
  ['summarize'],
  ['golden-answers import -', jsonLines(FAQ)],
  ['golden-answers'],
  ['golden-answers calibrate --labels -', jsonLines(LABELS)],
  ['nightly'],
  ['nightly'],
  ['nightly --if-missed'],
  ['classify'],
  ['worker --once'],
  ['smoke-test --max-p95 60000 --max-first-token 60000'],
  ['accounts create bo'],
  ['accounts grant bo 5'],
  ['accounts disable bo'],
  ['accounts enable bo'],
  ['culture import -', jsonLines([CHUNK])],
  ['characters import -', jsonLines([{ ...ADA, silence: 'No.' }])],
  ['characters remove ada'],
  ['schedule --check'],
  ['demo --book entrance-way'],
];

/** What is there to be looked at. */
const SHOWN: [line: string, text: RegExp][] = [
  ['accounts', /^ {2}account .*\n {2}bo /],
  ['accounts show bo', /first credits/],
  ['ask Who', /./],
  ['characters', /narrator|arieol/i],
  ['classify --show', /prototypes/],
  ['cluster -k 4 --assignments', /^ {2}#\d+\t/],
  ['completion bash', /gibsey/],
  ['context show ann', /Water the plants/],
  ['culture', /ciao/],
  ['doctor node', /ok {2}node/],
  ['golden-answers explain Why?', /nearest/],
  ['golden-answers lookup Why?', /^(hit|miss)/],
  ['help nightly', /EXAMPLES/],
  ['issues', /Ebb/],
  ['nightly --dry-run', /skip/],
  ['retrieve tower', /tower/],
  ['runs', /nightly/],
  ['schedule', /nightly/],
  ['status', /published/],
  ['tokens create bo', /^\S+\n$/],
  ['tokens', /bo/],
  ['worker --dead', /No dead letters/],
];

/** Tried in tests of their own below. */
const APART = ['mcp', 'issues:show', 'issues:triage', 'serve', 'tokens:revoke', 'tokens:reset'];

const ids = (lines: readonly string[], known: readonly string[]): string[] =>
  lines.map((line) => {
    const [topic = '', verb = ''] = line.split(' ');
    return known.includes(`${topic}:${verb}`) ? `${topic}:${verb}` : topic;
  });

describe('--quiet', () => {
  const cwd = temporaryFolder();
  let gateway: Gateway;
  let todoist: TodoistServer;
  let services: Awaited<ReturnType<typeof collectingServices>>;
  const quietly = (line: string, input = '') => {
    const env = {
      ...{ STARGATE_URL: gateway.url, STARGATE_AUTH_TOKEN: STARGATE_TOKEN },
      GIBSEY_TODOIST_URL: todoist.url,
    };
    return gibsey([...line.split(' '), '--quiet'], { cwd, env, input });
  };
  beforeAll(async () => {
    gateway = await stargate([{ page_id: 'p', text: 'Tide.' }]);
    todoist = await todoistServer();
    todoist.account('t').put({ id: '1', content: 'Water the plants' });
    writeFileSync(join(cwd, 'todoist-users.jsonl'), jsonLines([{ user_id: 'ann', token: 't' }]));
    services = await collectingServices();
    writeFileSync(join(cwd, 'collecting.json'), JSON.stringify(services.settings));
    writeFileSync(join(cwd, 'showing.json'), JSON.stringify({ pocketbase: SHOWING }));
    writeFileSync(join(cwd, 'posts.jsonl'), jsonLines([postOf(POST)]));
  });
  afterAll(async () => {
    await gateway.close();
    await todoist.close();
    await services.close();
  });

  it('is tried on every command', () => {
    const manifest = JSON.parse(readFileSync(join(ROOT, 'oclif.manifest.json'), 'utf8')) as {
      commands: Record<string, unknown>;
    };
    const known = Object.keys(manifest.commands);
    const tried = ids(
      [...SILENT, ...SHOWN].map(([line]) => line),
      known,
    );
    expect([...new Set([...tried, ...APART])].sort()).toEqual(known.sort());
  });

  it.each(SILENT)('gibsey %s says nothing of what went well', async (line, input) => {
    expect(await quietly(line, input)).toMatchObject({ code: 0, stdout: '', stderr: '' });
  });

  it.each(SHOWN)('gibsey %s shows what it is there to show', async (line, text) => {
    const { code, stdout, stderr } = await quietly(line);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(text);
  });

  it('gibsey tokens revoke and reset say nothing either', async () => {
    const { stdout } = await gibsey(['tokens', '--json'], { cwd });
    const [token] = JSON.parse(stdout) as { id: string }[];
    const revoked = await quietly(`tokens revoke ${token?.id}`);
    expect(revoked).toMatchObject({ code: 0, stdout: '', stderr: '' });
    await gibsey(['tokens', 'create', 'bo'], { cwd });
    const reset = await quietly('tokens reset --yes');
    expect(reset).toMatchObject({ code: 0, stdout: '', stderr: '' });
  });

  it('gibsey issues show has one to show, and triage says nothing', async () => {
    const { stdout } = await gibsey(['issues', '--json'], { cwd });
    const { issues } = JSON.parse(stdout) as { issues: { issue_key: string }[] };
    const key = issues[0]?.issue_key ?? '';
    const shown = await quietly(`issues show ${key}`);
    expect([shown.code, shown.stderr, shown.stdout]).toEqual([0, '', expect.stringMatching(/Ebb/)]);
    const decided = await quietly(`issues triage ${key} acknowledged`);
    expect(decided).toMatchObject({ code: 0, stdout: '', stderr: '' });
  });

  it('gibsey serve says nothing while all is well', async () => {
    const port = await freePort();
    const options = {
      cwd,
      started: (child: { kill: (signal: 'SIGTERM') => void }) => void end(child),
    };
    const end = async (child: { kill: (signal: 'SIGTERM') => void }) => {
      await expect.poll(() => answers(port), { timeout: 60_000 }).toBe(true);
      child.kill('SIGTERM');
    };
    const served = await gibsey(['serve', '--port', String(port), '--quiet'], options);
    expect(served).toMatchObject({ code: 0, stdout: '', stderr: '' });
  });

  it.each([
    ['ingest conversations -', '{"text":"Why?"}\n[]\n', /partial.*\n {2}stdin:2 {2}it is a list/],
    ['golden-answers import -', `${jsonLines(FAQ)}{}\n`, /-:11 /],
    ['culture import -', `${jsonLines([CHUNK])}{}\n`, /-:2 /],
    ['golden-answers calibrate --labels -', `${jsonLines(LABELS)}{}\n`, /-:301 /],
  ])('gibsey %s keeps back no error', async (line, input, wrong) => {
    const { code, stdout, stderr } = await quietly(line, input);
    expect([code, stdout]).toEqual([3, '']);
    expect(stderr).toMatch(wrong);
  });
});

const answers = (port: number): Promise<boolean> =>
  http(`http://127.0.0.1:${port}/health`).then(
    ({ status }) => status === 200,
    () => false,
  );

function freePort(): Promise<number> {
  const probe = createServer();
  return new Promise((done) => {
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => done(port));
    });
  });
}
