import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { todoistServer, type TodoistServer } from '../fixtures/todoist/server.js';
import { gibsey, temporaryFolder } from '../support/cli.js';
import { http, startServer } from '../support/server.js';

describe('a user’s context, from Todoist to a tip', () => {
  const cwd = temporaryFolder();
  let todoist: TodoistServer;
  const run = async (...args: string[]) => {
    const env = { GIBSEY_TODOIST_URL: todoist.url, GIBSEY_LLM_PROVIDER: 'none' };
    const { code, stdout, stderr } = await gibsey([...args, '--json'], { cwd, env });
    return { code, stderr, json: JSON.parse(stdout) as Record<string, unknown> };
  };

  beforeAll(async () => {
    todoist = await todoistServer();
    todoist
      .account('a')
      .put(
        { id: '1', content: 'Water the roses', due: { date: '2026-03-01', is_recurring: true } },
        { id: '2', content: 'Prune the roses in the front garden before spring' },
        { id: '3', content: 'File the tax form', priority: 4 },
      );
    todoist.account('b').put({ id: '9', content: 'Call the plumber' });
    const users = [
      { user_id: 'ann', token: 'a' },
      { user_id: 'eve', token: 'refused' },
      { user_id: 'ben', token: 'b' },
    ];
    const lines = users.map((user) => JSON.stringify(user)).join('\n');
    writeFileSync(join(cwd, 'users.jsonl'), lines);
    writeFileSync(join(cwd, 'gibsey.config.json'), '{"todoist": {"users": "users.jsonl"}}');
  });
  afterAll(() => todoist.close());

  it('is made by the night, one bad user among the others', async () => {
    const night = await run('nightly');
    expect(night.code, night.stderr).toBe(3);
    expect(night.json.stages).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ name: 'todoist', processed: 2, failed: 1 }),
        expect.objectContaining({ name: 'context', processed: 2, failed: 0 }),
      ]),
    );
    const again = await run('context');
    expect(again.json).toMatchObject({ status: 'unchanged' });
    const shown = await run('context', 'show', 'ann');
    expect(shown.json).toMatchObject({ freshness: 'fresh', context: { open: 3 } });
    const nobody = await run('context', 'show', 'nobody');
    expect(nobody.json).toMatchObject({ error: { code: 'NOT_FOUND' } });
  });

  it('becomes a tip, which is learnt from, shown, evaluated and forgotten', async () => {
    await run('accounts', 'create', 'ann');
    const { json: token } = await run('tokens', 'create', 'ann');
    const headers = { authorization: `Bearer ${String(token.secret)}` };
    const env = { GIBSEY_LLM_PROVIDER: 'none' };
    const server = await startServer([], { cwd, env });
    try {
      const user = `${server.url}/api/users/ann`;
      const told = await http(`${user}/recommendation`, { headers });
      expect(told.status, told.text).toBe(200);
      const tip = JSON.parse(told.text) as Record<string, unknown>;
      expect(tip).toMatchObject({ source: 'fresh', stale: false, writer: 'templates' });
      const liked = { tip_id: tip.tip_id, reaction: 'liked' };
      const reacted = await http(`${user}/reactions`, { method: 'POST', headers, body: liked });
      expect(reacted.status, reacted.text).toBe(200);
      const shown = await run('context', 'show', 'ann');
      expect(shown.json).toMatchObject({ freshness: 'stale', reactions: 1 });
      expect(shown.json.tips).toMatchObject([{ tip_id: tip.tip_id, text: tip.text }]);
      const evaluated = await run('context', '--evaluate');
      expect(evaluated.json).toMatchObject({ rows: 1, earned: 1, ranking: null });
      const gone = await http(user, { method: 'DELETE', headers });
      expect(JSON.parse(gone.text)).toMatchObject({ removed: { tasks: 3, tips: 1 } });
      expect((await run('context', 'show', 'ann')).code).toBe(2);
    } finally {
      await server.stop();
    }
  });
});
