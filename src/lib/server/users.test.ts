import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { serving, tokenOf, type Serving } from '../../../test/support/serving.js';
import { wordEmbedder } from '../../../test/support/words.js';
import { openRecommender } from '../app/recommender.js';
import { loadConfig } from '../config/load.js';
import type { Task, Tip } from '../domain/context.js';
import { GibseyError } from '../domain/errors.js';
import type { ChatModel, Clock } from '../ports/index.js';
import { contextTables, rowsOf } from '../ports/store/tables/context.js';

const HOUR = 3_600_000;
const NOW = Date.parse('2026-03-02T09:00:00Z');

const task = (userId: string, taskId: string, content: string): Task => ({
  ...{ userId, taskId, content, description: '', projectId: null, labels: [], priority: 1 },
  ...{ due: '2026-03-02', recurring: false, doneAt: null, completions: 0, addedAt: null },
  changedAt: NOW,
});

/** Says the same each time, and counts how often. */
function talkative(): ChatModel & { asked: number; text: string; away: boolean } {
  const tips = [
    { kind: 'do-now', task: 1, text: 'Call the plumber first.' },
    { kind: 'plan', task: 2, text: 'Give the roses an evening.' },
    { kind: 'split', task: 99, text: 'Of no task.' },
    { kind: 'nonsense', task: 1, text: 'Of no kind.' },
  ];
  const model = {
    ...{ asked: 0, away: false, text: `Here: ${JSON.stringify({ tips })}` },
    ...{ name: 'talkative', contextTokens: 4000, unavailable: async () => null },
    async chat() {
      model.asked++;
      if (model.away) throw new GibseyError('SERVICE_UNREACHABLE', 'away');
      return { text: model.text, tokens: { prompt: 1, completion: 1 }, cut: false };
    },
  };
  return model;
}

describe('recommendations', () => {
  let server: Serving;
  let ann: { authorization: string };
  const model = talkative();
  let broken = false;
  const clock: Clock & { ms: number } = {
    ms: NOW,
    now: () => clock.ms,
    monotonic: () => clock.ms,
    sleep: () => new Promise(() => undefined),
  };
  const tables = () => contextTables(server.store.tables);
  const recommended = async (headers = ann, user = 'ann') => {
    const url = `/api/users/${user}/recommendation`;
    const reply = await server.call({ url, headers });
    const json = JSON.parse(reply.body) as Record<string, unknown>;
    return { status: reply.statusCode, ...json } as { status: number } & typeof json;
  };
  const react = (tipId: unknown, reaction: string) =>
    server.call({
      method: 'POST',
      url: '/api/users/ann/reactions',
      headers: ann,
      payload: { tip_id: tipId, reaction },
    });
  const signalsOf = async (userId: string, changedAt = clock.ms) => {
    await tables().tasks.put([
      task(userId, 't1', `call the plumber for ${userId}`),
      task(userId, 't2', 'prune the roses'),
    ]);
    await tables().users.put([
      { userId, timezone: 'Europe/Rome', syncToken: null, syncedAt: null, changedAt },
    ]);
  };

  /** What a user asked and was told, and what they said of it. */
  const talkOf = async (userId: string) => {
    const text = `Who pays the plumber for ${userId}?`;
    const said = { userId, sessionId: userId, language: null, createdAt: NOW, metadata: {} };
    const { conversations, lookups } = server.store;
    await conversations.put([
      { ...said, id: `${userId}-1`, role: 'user', text },
      { ...said, id: `${userId}-2`, role: 'assistant', text: `You asked: ${text}` },
    ]);
    const judged = { answerId: 'a', lookupId: null, helpful: false, comment: text };
    await lookups.feedback({ id: `${userId}-f`, userId, ...judged, createdAt: NOW });
  };

  beforeEach(async () => {
    Object.assign(model, { asked: 0, away: false });
    broken = false;
    clock.ms = NOW;
    server = await serving({
      openRecommender: async () =>
        openRecommender({
          ...{ store: server.store, config: loadConfig({ cwd: '/', env: {} }).config, clock },
          ...{ model, warn: () => undefined },
          embedder: async () => {
            if (broken) throw new GibseyError('MODEL_MISSING', 'gone');
            return wordEmbedder();
          },
        }),
    });
    ann = await tokenOf(server.store, 'reader', 'ann');
  });
  afterEach(() => server.close());

  it('say how fresh they are, rung by rung', async () => {
    expect(await recommended()).toMatchObject({ source: 'cohort', stale: false, task_id: null });
    await signalsOf('ann');
    expect(await recommended()).toMatchObject({ source: 'inline', stale: false });
    expect(await recommended()).toMatchObject({ source: 'fresh', stale: false });
    clock.ms += HOUR;
    await signalsOf('ann');
    expect(await recommended()).toMatchObject({ source: 'stale', stale: true });
    clock.ms += 5 * HOUR;
    expect(await recommended()).toMatchObject({ source: 'stale' });
    clock.ms += 1;
    broken = true;
    expect(await recommended()).toMatchObject({ source: 'expired', stale: true, status: 200 });
    broken = false;
    expect(await recommended()).toMatchObject({ source: 'inline', stale: false });
    const { body } = await server.call({ url: '/metrics', headers: server.own });
    for (const rung of ['fresh', 'stale', 'inline', 'expired', 'cohort']) {
      expect(body).toMatch(new RegExp(`gibsey_recommendations_total\\{source="${rung}"\\} [12]`));
    }
  });

  it('ask the model once for a context, and do without it while it is away', async () => {
    await signalsOf('ann');
    const first = await recommended();
    expect(first).toMatchObject({ writer: 'talkative' });
    expect(['do-now', 'plan']).toContain(first.kind);
    for (let i = 0; i < 5; i++) await recommended();
    expect(model.asked).toBe(1);
    await tables().tasks.put([task('ann', 't3', 'buy bread')]);
    await signalsOf('ann', (clock.ms += 7 * HOUR));
    model.away = true;
    expect(await recommended()).toMatchObject({ source: 'inline', writer: 'templates' });
    await recommended();
    expect(model.asked).toBe(2); // it rests
    model.away = false;
    clock.ms += 61_000;
    expect(await recommended()).toMatchObject({ writer: 'talkative' });
  });

  it('have a propensity each, and learn from reactions, late ones and changed minds too', async () => {
    await signalsOf('ann');
    const { tip_id: tipId, kind, propensity } = await recommended();
    const [tip] = await rowsOf(tables().tips.scan({ userId: 'ann' }));
    const shares = tip!.options.map((option) => option.propensity);
    expect(shares.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 12);
    expect(Math.min(...shares)).toBeGreaterThan(0);
    expect(propensity).toBe(shares[tip!.chosen]);
    const armOf = async () => (await tables().arms.get([{ kind: kind as Tip['kind'] }]))[0];
    expect(await armOf()).toBeUndefined();
    clock.ms += 3 * HOUR;
    expect((await react(tipId, 'liked')).statusCode).toBe(200);
    expect(await armOf()).toMatchObject({ count: 1 });
    const liked = await armOf();
    clock.ms += 1;
    await react(tipId, 'liked');
    expect((await armOf())!.response).toEqual(liked!.response);
    clock.ms += 1;
    await react(tipId, 'disliked');
    expect(await armOf()).toMatchObject({ count: 1 });
    expect((await armOf())!.response.every((sum) => Math.abs(sum) < 1e-12)).toBe(true);
    const url = '/api/users/ann/context';
    const known = JSON.parse((await server.call({ url, headers: ann })).body) as object;
    expect(known).toMatchObject({ freshness: 'stale', reactions: 3, context: { open: 2 } });
    expect(known).toMatchObject({ tips: [{ tip_id: tipId, propensity }] });
    expect((await react('another', 'liked')).statusCode).toBe(404);
    expect((await react(tipId, 'eaten')).statusCode).toBe(422);
  });

  it('and all else of a user are theirs alone', async () => {
    await signalsOf('ann');
    const ben = await tokenOf(server.store, 'reader', 'ben');
    const ops = await tokenOf(server.store, 'ops');
    const gateway = await tokenOf(server.store, 'ops', 'gate', true);
    for (const headers of [ben, ops, gateway, server.own]) {
      expect(await recommended(headers)).toMatchObject({ status: 403 });
      const gone = await server.call({ method: 'DELETE', url: '/api/users/ann', headers });
      expect(gone.statusCode).toBe(403);
      expect(gone.body).not.toContain('plumber');
      const seen = await server.call({ url: '/api/users/ann/context', headers });
      expect([seen.statusCode, seen.body.includes('plumber')]).toEqual([403, false]);
    }
    expect(await tables().users.get([{ userId: 'ann' }])).toHaveLength(1);
  });

  it('are forgotten with the user: nothing of them is left in any file, and nobody else’s is lost', async () => {
    const ben = await tokenOf(server.store, 'reader', 'ben');
    for (const user of ['ann', 'ben']) await signalsOf(user);
    const tips = [await recommended(), await recommended(ben, 'ben')];
    for (let i = 0; i < 3; i++) await react(tips[0]!.tip_id, i % 2 === 0 ? 'liked' : 'done');
    for (const user of ['ann', 'ben']) await talkOf(user);
    const folder = dirname(server.store.location);
    const planted = Buffer.from('plumber for ann');
    const files = () => readdirSync(folder).map((file) => readFileSync(join(folder, file)));
    expect(files().some((bytes) => bytes.includes(planted))).toBe(true);
    const gone = await server.call({ method: 'DELETE', url: '/api/users/ann', headers: ann });
    const { removed } = JSON.parse(gone.body) as { removed: Record<string, number> };
    expect(removed).toMatchObject({
      conversations: 2,
      answer_feedback: 1,
      users: 1,
      tasks: 2,
      context_store: 1,
      task_vectors: 2,
      tips: 1,
    });
    for (const bytes of files()) expect(bytes.includes(planted)).toBe(false);
    const again = await server.call({ method: 'DELETE', url: '/api/users/ann', headers: ann });
    const left = (JSON.parse(again.body) as { removed: Record<string, number> }).removed;
    expect(Object.values(left).every((rows) => rows === 0)).toBe(true);
    expect(server.lines.some((line) => JSON.stringify(line).includes('plumber'))).toBe(false);
    const { body } = await server.call({ url: '/metrics', headers: server.own });
    expect(body).not.toMatch(/plumber|"ann"/);
    expect(await tables().arms.get([{ kind: tips[0]!.kind as Tip['kind'] }])).toHaveLength(0);
    expect(await recommended(ben, 'ben')).toMatchObject({ source: 'fresh' });
    expect(await server.store.conversations.count()).toBe(2);
    const feedback = await server.store.lookups.feedbackOf(null, 0);
    expect(feedback.map(({ userId }) => userId)).toEqual(['ben']);
  });
});
