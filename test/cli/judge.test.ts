import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CASES } from '../../src/lib/stages/judge/trial-cases.js';
import { ollamaHost, type ChatRequest, type OllamaHost } from '../fixtures/ollama/server.js';
import { conversations } from '../support/asked.js';
import { gibsey, gibseyJson, ROOT, temporaryFolder } from '../support/cli.js';
import { look } from '../support/nights.js';
import { http, startServer } from '../support/server.js';

const HIT = 'Who keeps the ledger of the doors?';
const RIGHT = new Set(CASES.flatMap(({ same }) => same));
const WRONG = new Set(CASES.flatMap(({ other }) => other));

interface Audit {
  judge: string;
  judge_used: boolean;
  judge_doubt: string | null;
  audited: number;
  waiting: number;
  wrong_of_lookups: number | null;
  wrong_of_lookups_upper_95: number | null;
}
interface StatusDocument {
  answers: { calibration: string; audit: Audit | null };
}

/** What the reader asks, when the prompt is one of the judge's. */
const askedOf = ({ messages }: ChatRequest) =>
  /^The reader asks:\n<<text 1 \w+>>\n(.*)\n<<end/m.exec(messages.at(-1)?.content ?? '')?.[1];

const isTrial = (asked: string) => RIGHT.has(asked) || WRONG.has(asked);

describe('the judge of a night', () => {
  const cwd = temporaryFolder();
  let host: OllamaHost;
  let believing = false;
  const env = () => ({
    ...{ GIBSEY_LLM_PROVIDER: 'ollama', OLLAMA_HOST: host.host },
    GIBSEY_ANSWERS_AUDIT_RATE: '1',
  });
  const night = () => gibsey(['nightly', '-k', '4', '--only', 'answers'], { cwd, env: env() });
  const audit = async () =>
    (await gibseyJson<StatusDocument>(['status'], { cwd, env: env() })).json.answers;
  const judged = () => host.requests.map(askedOf).filter((asked) => asked !== undefined);

  beforeAll(async () => {
    host = await ollamaHost({
      models: ['llama3:8b-instruct-q4_K_M', 'gullible:1b'],
      chat: (request) => {
        const asked = askedOf(request);
        if (asked === undefined) return 'So it is written: [q1]';
        const answers = believing || !WRONG.has(asked);
        return `{"difference": "none", "answers": ${answers}}`;
      },
    });
    cpSync(join(ROOT, 'samples/entrance-way'), cwd, { recursive: true });
    const input = conversations();
    await gibsey(['ingest', 'pages', 'pages.jsonl', '--name', 'sample'], { cwd });
    await gibsey(['ingest', 'conversations', '-'], { cwd, input });
    const first = await gibsey(['nightly', '-k', '4'], { cwd, env: env() });
    expect(first.code, first.stderr).toBe(0);
  });
  afterAll(() => host.close());

  it('is tried, by a schema, before anything is judged, and is asked each verdict once', async () => {
    const trials = judged().filter(isTrial);
    expect(new Set(trials)).toEqual(new Set([...RIGHT, ...WRONG]));
    const [request] = host.requests.filter((each) => askedOf(each) !== undefined);
    expect(request).toMatchObject({ format: { required: ['difference', 'answers'] } });
    expect(judged().length).toBeGreaterThan(trials.length); // late questions of the log
    const before = host.requests.length;
    expect((await night()).code).toBe(0);
    expect(host.requests).toHaveLength(before);
    const { calibration, audit: found } = await audit();
    // Some dozens of questions are too few for a bound of 1 %.
    expect(calibration).toBe('prior');
    expect(found).toMatchObject({ judge_used: true, judge_doubt: null, audited: 0 });
    expect(found?.wrong_of_lookups).toBeNull();
  });

  it('judges what the day has drawn, and the reader got what readers get', async () => {
    const server = await startServer([], { cwd, env: env() });
    try {
      const body = { query: HIT, user_email: 'flo@example.org' };
      const { text } = await http(`${server.url}/chat`, { method: 'POST', body });
      expect(JSON.parse(text)).toMatchObject({ route: 'cache', model: 'golden-answer-cache' });
    } finally {
      await server.stop();
    }
    const [drawn] = await look(cwd, async (store) => {
      const all = [];
      for await (const batch of store.audits.between(0, Infinity)) all.push(...batch);
      return all;
    });
    expect(drawn).toMatchObject({ question: HIT, hit: true, propensity: 1 });
    const before = judged().length;
    expect((await night()).code).toBe(0);
    expect(judged().slice(before)).toContain(HIT);
    const { audit: found } = await audit();
    expect(found).toMatchObject({ audited: 1, waiting: 0, wrong_of_lookups: 0 });
    const { stdout } = await gibsey(['golden-answers', 'explain', HIT], { cwd, env: env() });
    expect(stdout).toContain('audit: 1 hit judged, 0.0 % of look-ups wrong (at most');
  });

  it('is not believed when it calls what is wrong right, and the status says so', async () => {
    believing = true;
    const other = { ...env(), GIBSEY_LLM_MODEL: 'gullible:1b' };
    const args = ['nightly', '--only', 'judge', '--skip', 'publish-answers'];
    const before = judged().length;
    expect((await gibsey(args, { cwd, env: other })).code).toBe(0);
    expect(judged().slice(before).every(isTrial)).toBe(true);
    const { calibration, audit: found } = await audit();
    expect(found).toMatchObject({
      ...{ judge_used: false, wrong_of_lookups: null },
      judge_doubt: `it called ${WRONG.size} of ${WRONG.size} wrong answers right`,
    });
    expect(calibration).toBe('prior');
    const { stdout } = await gibsey(['status'], { cwd, env: other });
    expect(stdout).toMatch(
      /^ *audit +gullible:1b\/1\.1 is not used as a judge: it called 48 of 48/m,
    );
  });
});
