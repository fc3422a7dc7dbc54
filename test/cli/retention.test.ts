import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../src/lib/adapters/clock/system.js';
import { openSqliteStore } from '../../src/lib/adapters/store/sqlite/factory.js';
import type { Lookup } from '../../src/lib/domain/lookup.js';
import { jsonLines } from '../support/book.js';
import { gibsey, gibseyJson, temporaryFolder } from '../support/cli.js';
import { look, storeFile } from '../support/nights.js';

const DAY = 86_400_000;
const NOW = Date.now();
const KEEP = { GIBSEY_CONVERSATIONS_KEEP_DAYS: '20' };

interface Stages {
  stages: { name: string; status?: string; removed?: Record<string, number> }[];
  warnings?: string[];
}
interface Status {
  answers: { lookups: number; hits: number; saved_usd: number };
  collections: { conversations: { documents: number } };
}

const lookup = (id: string, daysAgo: number): Lookup => ({
  ...{ id, queryHash: 'hash', queryId: null, answerId: 'a', clusterId: 1, group: 1, hit: true },
  ...{ similarity: 0.9, score: 0.99, threshold: 0.9, veto: null, audit: null, latencyMs: 5 },
  createdAt: NOW - daysAgo * DAY,
});

const FAQ = {
  ...{ id: 'faq', question: 'When does the ferry leave?', answer: 'At six.' },
  ...{ variants: [], sources: [] },
};
const no = (id: string, answerId: string, daysAgo: number) => ({
  ...{ id, answerId, lookupId: null, userId: id, helpful: false, comment: 'Wrong.' },
  createdAt: NOW - daysAgo * DAY,
});

describe('what piles up by day', () => {
  const cwd = temporaryFolder();
  const retention = ({ stages }: Stages) => stages.find(({ name }) => name === 'retention');
  const night = (args: string[] = [], env = KEEP) =>
    gibseyJson<Stages>(['nightly', ...args], { cwd, env });
  const status = async () => (await gibseyJson<Status>(['status'], { cwd })).json;
  const rows = () =>
    look(cwd, async (store) => {
      const lookups = [];
      for await (const batch of store.lookups.between(0, Infinity)) lookups.push(...batch);
      const feedback = (await store.lookups.feedbackOf(null, 0)).map(({ id }) => id);
      const utterances = await store.conversations.count();
      return { lookups: lookups.length, feedback, utterances };
    });

  beforeAll(async () => {
    const pages = '{"id":"p","text":"The quay was grey, because the fog had come in."}\n';
    await gibsey(['ingest', 'pages', '-'], { cwd, input: pages });
    const said = [1, 15, 25, 40].map((days) => ({
      ...{ id: `u${days}`, user_id: 'ann', session_id: 's', role: 'user', text: 'Why the fog?' },
      created_at: new Date(NOW - days * DAY).toISOString(),
    }));
    writeFileSync(join(cwd, 'log.jsonl'), jsonLines(said));
    expect((await gibsey(['ingest', 'conversations', 'log.jsonl'], { cwd })).code).toBe(0);
    const store = await openSqliteStore({ path: storeFile(cwd), clock: systemClock });
    await store.lookups.record([lookup('old', 120), lookup('older', 200), lookup('new', 2)]);
    await store.curated.put([{ ...FAQ, updatedAt: NOW - 300 * DAY }]);
    await store.lookups.feedback(no('of an answer that is gone', 'gone', 120));
    await store.lookups.feedback(no('lately', 'gone', 2));
    await store.lookups.feedback(no('still counts', FAQ.id, 120));
    await store.close();
  });

  it('is counted by a dry run, and nothing of it goes', async () => {
    const { code, json } = await night(['--dry-run']);
    expect(code).toBe(0);
    expect(retention(json)).toMatchObject({
      removed: { lookups: 2, feedback: 1, conversations: 2 },
    });
    const { stdout } = await gibsey(['nightly', '--dry-run'], { cwd, env: KEEP });
    expect(stdout).toContain('run conversations: 2 older than 20 days');
    expect(stdout).toContain('run feedback: 1 older than 90 days');
    const feedback = ['of an answer that is gone', 'still counts', 'lately'];
    expect(await rows()).toEqual({ lookups: 3, feedback, utterances: 4 });
  });

  it('is kept for as long as nights read it, and they say so', async () => {
    const { code, json } = await night(['--days', '30', '--dry-run']);
    expect(code).toBe(0);
    expect(retention(json)).toMatchObject({ removed: { lookups: 2, conversations: 1 } });
    const { stderr } = await gibsey(['nightly', '--days', '30', '--dry-run'], { cwd, env: KEEP });
    expect(stderr).toContain('conversations.keepDays is 20, but answers.days is 30');
  });

  it('goes after its time, is counted, and what was spared stays', async () => {
    const before = (await status()).answers;
    expect(before).toMatchObject({ lookups: 3, hits: 3 });
    const { code, json } = await night();
    expect(code).toBe(0);
    expect(retention(json)).toMatchObject({
      ...{ status: 'success', removed: { lookups: 2, feedback: 1, conversations: 2 } },
    });
    const feedback = ['still counts', 'lately'];
    expect(await rows()).toEqual({ lookups: 1, feedback, utterances: 2 });
    expect((await status()).answers).toEqual({ ...before, last_run: expect.anything() as object });
    expect((await gibsey(['runs'], { cwd })).stdout).toContain('nightly');
  });

  it('is left alone by the next night, which changes no byte of the knowledge', async () => {
    const hash = () =>
      createHash('sha256')
        .update(readFileSync(storeFile(cwd)))
        .digest('hex');
    const before = hash();
    const { code, json } = await night();
    expect(code).toBe(0);
    expect(retention(json)).toBeUndefined();
    expect(hash()).toBe(before);
  });

  it('is kept by default, as far as it is what people said', async () => {
    const log = ['ingest', 'conversations', 'log.jsonl'];
    expect((await gibsey(log, { cwd })).code).toBe(0);
    const { code, json } = await night([], { ...KEEP, GIBSEY_CONVERSATIONS_KEEP_DAYS: '' });
    expect([code, retention(json)]).toEqual([0, undefined]);
    expect((await status()).collections.conversations.documents).toBe(4);
    const { stdout } = await gibsey(['nightly', '--only', 'retention'], { cwd, env: KEEP });
    expect(stdout).toContain('removed: 2 conversations');
  });

  it.each([
    ['GIBSEY_CONVERSATIONS_KEEP_DAYS', '0', 'conversations.keepDays is 0'],
    ['GIBSEY_CONVERSATIONS_KEEP_DAYS', '-3', 'conversations.keepDays is -3'],
    ['GIBSEY_CONVERSATIONS_KEEP_DAYS', 'never', 'conversations.keepDays is "never"'],
    ['GIBSEY_ANSWERS_KEEP_LOOKUPS_DAYS', '6', 'answers.keepLookupsDays is 6'],
    ['GIBSEY_ANSWERS_KEEP_LOOKUPS_DAYS', '1.5', 'answers.keepLookupsDays is 1.5'],
  ])('takes no %s of %s', async (name, value, said) => {
    const { code, stderr } = await gibsey(['nightly'], { cwd, env: { [name]: value } });
    expect([code, stderr]).toEqual([2, expect.stringContaining(said)]);
  });
});
