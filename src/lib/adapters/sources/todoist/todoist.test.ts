import { TodoistApi } from '@doist/todoist-sdk';
import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { answering, at } from '../../../../../test/fixtures/http/loopback.js';
import { todoistServer, type TodoistServer } from '../../../../../test/fixtures/todoist/server.js';
import { steppedClock } from '../../../../../test/support/clock.js';
import { openTodoist } from './factory.js';
import { changesIn } from './items.js';

const { signal } = new AbortController();
const NOW = Date.parse('2026-03-01T12:00:00Z');

describe('tasks of Todoist', () => {
  let server: TodoistServer;
  const open = (callsPerMinute = 1000) =>
    openTodoist({ url: server.url, callsPerMinute, clock: steppedClock(NOW) });

  beforeEach(async () => {
    server = await todoistServer();
    server.account('ann').put(
      {
        id: '6X7rM8997g3RQmvh',
        content: 'Water the plants',
        due: { date: '2026-03-01T09:00:00', is_recurring: true },
      },
      { id: '6X7rfFVPjhvv84XG', content: 'Write to Ben', priority: 4, labels: ['post'] },
    );
  });
  afterEach(() => server.close());

  it('are all told at first, then what has changed', async () => {
    const source = open();
    const first = await source.changes('ann', null, signal);
    expect(first).toMatchObject({ full: true, timezone: 'Europe/Rome', gone: [], problems: [] });
    expect(first.tasks).toMatchObject([
      { taskId: '6X7rM8997g3RQmvh', due: '2026-03-01', recurring: true, checked: false },
      { content: 'Write to Ben', priority: 4, labels: ['post'], due: null, recurring: false },
    ]);
    const nothing = await source.changes('ann', first.cursor, signal);
    expect(nothing).toMatchObject({ full: false, tasks: [], gone: [] });
    server.account('ann').put({ id: '6X7rfFVPjhvv84XG', content: 'Write to Ben', checked: true });
    server.account('ann').delete('6X7rM8997g3RQmvh');
    const later = await source.changes('ann', nothing.cursor, signal);
    expect(later.tasks).toMatchObject([{ taskId: '6X7rfFVPjhvv84XG', checked: true }]);
    expect(later.gone).toEqual(['6X7rM8997g3RQmvh']);
  });

  it('are all told again where the token is not known any more', async () => {
    const source = open();
    const { cursor } = await source.changes('ann', null, signal);
    server.forgetTokens();
    expect(await source.changes('ann', cursor, signal)).toMatchObject({ full: true });
    expect(await source.changes('ann', 'nonsense', signal)).toMatchObject({ full: true });
  });

  it('are waited for as long as the service asks', async () => {
    server.disturb = at([0], answering(429, { error: 'Too many' }, { 'retry-after': 7 }));
    const clock = steppedClock(NOW);
    const source = openTodoist({ url: server.url, callsPerMinute: 10, clock });
    expect((await source.changes('ann', null, signal)).tasks).toHaveLength(2);
    expect(clock.now() - NOW).toBeGreaterThanOrEqual(7_000);
  });

  it('are asked for no more often a minute than is allowed', async () => {
    const clock = steppedClock(NOW);
    const source = openTodoist({ url: server.url, callsPerMinute: 3, clock });
    for (let i = 0; i < 7; i++) await source.changes('ann', null, signal);
    expect(clock.now() - NOW).toBeGreaterThanOrEqual(120_000);
  });

  it('of a user who is refused fail alone, and show no token', async () => {
    const refused = open().changes('s3cret', null, signal);
    await expect(refused).rejects.toMatchObject({ code: 'BAD_INPUT' });
    await expect(refused).rejects.not.toThrow(/s3cret/);
    expect((await open().changes('ann', null, signal)).tasks).toHaveLength(2);
  });

  it('are not taken from another shape', async () => {
    server.disturb = answering(200, { results: [], next_cursor: null });
    await expect(open().changes('ann', null, signal)).rejects.toMatchObject({
      code: 'REPLY_INVALID',
    });
  });

  it('are parsed whatever they are', () => {
    const item = fc.record(
      {
        id: fc.oneof(fc.string({ unit: 'binary' }), fc.nat()),
        content: fc.string({ unit: 'binary' }),
        due: fc.option(fc.record({ date: fc.string(), is_recurring: fc.boolean() })),
        updated_at: fc.option(fc.string()),
        priority: fc.oneof(fc.double(), fc.integer()),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(item, fc.jsonValue())), (items) => {
        const changes = changesIn({ sync_token: 't', items });
        const { tasks = [], gone = [], problems = [] } = changes ?? {};
        expect(tasks.length + gone.length + problems.length).toBe(items.length);
      }),
    );
  });

  it('are those that the client of its makers reads from the same server', async () => {
    const api = new TodoistApi('ann', { baseUrl: server.url });
    const first = await api.sync({ syncToken: '*', resourceTypes: ['items'] });
    expect(first.fullSync).toBe(true);
    expect(first.items?.map(({ content }) => content)).toEqual([
      'Water the plants',
      'Write to Ben',
    ]);
    server.account('ann').delete('6X7rM8997g3RQmvh');
    const syncToken = first.syncToken ?? '';
    const later = await api.sync({ syncToken, resourceTypes: ['items'] });
    expect(later.items).toMatchObject([{ id: '6X7rM8997g3RQmvh', isDeleted: true }]);
  });
});
