import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { answering } from '../../../test/fixtures/http/loopback.js';
import { todoistServer, type TodoistServer } from '../../../test/fixtures/todoist/server.js';
import { kitOf } from '../../../test/support/kit.js';
import { reasons, runAll, temporaryStore } from '../../../test/support/store.js';
import { wordEmbedder } from '../../../test/support/words.js';
import { signalOpeners } from '../app/signals.js';
import { loadConfig } from '../config/load.js';
import type { Clock, Store } from '../ports/index.js';
import { contextTables, rowsOf } from '../ports/store/tables/context.js';
import { runStage } from '../engine/run-stage.js';
import { gather, materialise } from '../stages/context/materialise.js';
import { contexts, fetchTasks, ingestReactions } from './context.js';
import type { Kit } from './pipeline.js';

const HOUR = 3_600_000;

describe('contexts of users', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gibsey-context-'));
  const usersFile = join(folder, 'users.jsonl');
  const clock: Clock & { ms: number } = {
    ms: Date.parse('2026-03-01T03:00:00Z'),
    now: () => clock.ms,
    monotonic: () => clock.ms,
    sleep: async (ms: number) => void (clock.ms += ms),
  };
  const embedder = wordEmbedder();
  let server: TodoistServer;
  let store: Store;
  let kit: Kit;

  const users = (...ids: string[]) =>
    writeFileSync(
      usersFile,
      ids.map((id) => `${JSON.stringify({ user_id: id, token: `t-${id}` })}\n`).join(''),
    );
  const account = (id: string) => server.account(`t-${id}`);
  const tables = () => contextTables(store.tables);
  const contextOf = async (userId: string) => (await tables().contexts.get([{ userId }]))[0];
  const stage = async (how = { stale: false }) => (await contexts(kit, how))[0]!;
  const night = async () => {
    await runAll((await fetchTasks(kit, {}))!);
    await runAll(stage());
  };

  beforeEach(async () => {
    server = await todoistServer();
    store = await temporaryStore();
    const { config } = loadConfig({ cwd: '/', env: {} });
    const todoist = { ...config.todoist, url: server.url, users: usersFile };
    const openers = signalOpeners({ todoist }, '/', clock);
    kit = kitOf(store, embedder, { ...openers, clock });
    embedder.texts.length = 0;
    users('ann', 'ben', 'cem', 'dot');
    account('ann').put(
      ...['plant the roses', 'plant the lilies', 'prune the roses'].map((content, i) => {
        return { id: `garden${i}`, content, due: { date: '2026-03-02' } };
      }),
      ...['file the tax form', 'pay the tax bill', 'ask about tax', 'sort tax papers'].map(
        (content, i) => ({ id: `tax${i}`, content, priority: 4 }),
      ),
      { id: 'water', content: 'water the roses', due: { date: '2026-03-01', is_recurring: true } },
    );
    account('ben').put({ id: 'b1', content: 'call the plumber' });
    account('cem').put({ id: 'c1', content: 'one' }, { id: 'c2', content: 'two' });
    account('dot');
  });
  afterEach(async () => {
    await store.close();
    await server.close();
  });

  it('are made of none, one, two and more tasks', async () => {
    await night();
    const sizes = await Promise.all(
      ['dot', 'ben', 'cem', 'ann'].map(async (id) => {
        const { context } = (await contextOf(id))!;
        return [context.open, context.clusters.length, context.timezone];
      }),
    );
    expect(sizes).toEqual([
      [0, 0, 'Europe/Rome'],
      [1, 1, 'Europe/Rome'],
      [2, 1, 'Europe/Rome'],
      [8, 2, 'Europe/Rome'],
    ]);
    const { context } = (await contextOf('ann'))!;
    expect(context.tasks[0]).toMatchObject({ taskId: 'water', recurring: true });
  });

  it('are left alone, with their clusters’ ids, where nothing has changed', async () => {
    await night();
    const before = await contextOf('ann');
    const vectors = embedder.texts.length;
    clock.ms += 24 * HOUR;
    account('ben').put({ id: 'b2', content: 'buy a tap' });
    await night();
    expect(embedder.texts.slice(vectors)).toEqual(['buy a tap']);
    expect(await contextOf('ann')).toEqual(before);
    expect(await reasons(stage())).toEqual(
      ['ann', 'ben', 'cem', 'dot'].map((id) => `${id}: skip, unchanged`),
    );
    account('ann').put({ id: 'tax9', content: 'read about tax' });
    await runAll((await fetchTasks(kit, {}))!);
    expect((await reasons(stage()))[0]).toBe('ann: run, signals changed');
    await runAll(stage());
    const ids = (await contextOf('ann'))!.context.clusters.map(({ clusterId }) => clusterId);
    expect(ids).toEqual(before!.context.clusters.map(({ clusterId }) => clusterId));
  });

  it('are made anew during the day where they are past their time, and equal', async () => {
    await night();
    const before = (await contextOf('ann'))!;
    clock.ms += 7 * HOUR;
    expect(await reasons(stage({ stale: true }))).toContain('ann: run, past its time');
    await runAll(stage({ stale: true }));
    const after = (await contextOf('ann'))!;
    expect(after.materializedAt).toBe(clock.ms);
    const gathered = (await gather(tables(), 'ann', clock))!;
    const made = await materialise(gathered, embedder, new AbortController().signal);
    expect([made.clusters, made.vectors, made.unused]).toEqual([null, [], []]); // one row to write
    expect(after.contextHash).toBe(before.contextHash);
    expect(embedder.texts).toHaveLength(11);
  });

  it('know recurring tasks that were done, deleted ones, and ids that have changed', async () => {
    await night();
    const made = embedder.texts.length;
    clock.ms += HOUR;
    const garden = account('ann');
    garden.put({
      id: 'water',
      content: 'water the roses',
      due: { date: '2026-03-08', is_recurring: true },
    });
    garden.delete('garden0', 'tax0');
    garden.put({ id: 'tax0b', content: 'file the tax form', priority: 4 });
    garden.put({ id: 'tax1', content: 'pay the tax bill', checked: true });
    await night();
    const tasks = await rowsOf(tables().tasks.scan({ userId: 'ann' }));
    const task = (id: string) => tasks.find(({ taskId }) => taskId === id);
    expect(task('water')).toMatchObject({ completions: 1, due: '2026-03-08', recurring: true });
    expect(task('garden0')).toBeUndefined();
    expect(task('tax1')).toMatchObject({ completions: 1 });
    expect(embedder.texts).toHaveLength(made); // another id, the same text
    const { context } = (await contextOf('ann'))!;
    expect([context.open, context.done]).toEqual([6, 2]);
  });

  it('are made of everything again where the service has forgotten the token', async () => {
    await night();
    account('cem').put({ id: 'c3', content: 'three' });
    server.forgetTokens();
    account('cem').items.delete('c1'); // gone without a word
    clock.ms += HOUR;
    await night();
    expect((await contextOf('cem'))!.context.tasks.map(({ taskId }) => taskId)).toEqual([
      'c2',
      'c3',
    ]);
  });

  it('of one user who is refused are left, those of others are not', async () => {
    users('ann', 'nobody', 'cem');
    const fetched = await fetchTasks(kit, {});
    const signal = new AbortController().signal;
    const how = { clock, report: () => undefined, signal, force: false, fence: 1, total: null };
    const { record, fatal } = await runStage(fetched!, how);
    expect(fatal).toBeNull();
    expect(record).toMatchObject({ processed: 2, failed: 1 });
    expect(record.failures[0]).toMatchObject({ key: 'nobody', code: 'BAD_INPUT' });
  });

  it('end with a service that fails for user after user', async () => {
    users(...Array.from({ length: 40 }, (_, i) => `u${i}`));
    server.disturb = answering(503, 'away');
    const signal = new AbortController().signal;
    const how = { clock, report: () => undefined, signal, force: false, fence: 1, total: null };
    const { fatal } = await runStage((await fetchTasks(kit, {}))!, how);
    expect(fatal?.code).toBe('SOURCE_UNREADABLE');
    expect(server.asked.length).toBeLessThan(100);
  });

  it('change with reactions from a file, which are stored once', async () => {
    await night();
    const file = join(folder, 'reactions.jsonl');
    const row = { user_id: 'ben', tip_id: 'x', reaction: 'liked', created_at: '2026-02-28' };
    writeFileSync(file, `${JSON.stringify(row)}\n{"user_id": "ben"}\n`);
    const openers = signalOpeners({ todoist: kit.config.todoist }, '/', clock);
    kit = { ...kit, ...openers };
    clock.ms += HOUR;
    expect(await reasons(ingestReactions(kit, file))).toEqual([
      'ben/x/1772236800000: run, new',
      `${file}:2: reject, reaction is none of done, liked, snoozed, dismissed, disliked`,
    ]);
    await runAll(ingestReactions(kit, file));
    expect(await reasons(ingestReactions(kit, file))).toContain(
      'ben/x/1772236800000: skip, unchanged',
    );
    expect(await reasons(stage())).toContain('ben: run, signals changed');
  });
});
