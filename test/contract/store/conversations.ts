import { expect, it } from 'vitest';
import type { Utterance } from '../../../src/lib/domain/conversation.js';
import type { StoreContract } from './contract.js';
import { collect, ids, OTHER_SPACE, SPACE } from './fixtures.js';
import { freshStore, sharedStore } from './setup.js';

const T = 1_700_000_000_000;
const DAY = 86_400_000;

const utterance = (id: string, changes: Partial<Utterance> = {}): Utterance => ({
  id,
  userId: 'ada',
  sessionId: 's1',
  role: 'user',
  text: `What is ${id}?`,
  language: null,
  createdAt: T,
  metadata: {},
  ...changes,
});

const queryOf = ({ id, userId, text, createdAt }: Utterance, vector: Float32Array) => ({
  ...{ id, userId, text, personal: false, language: null, createdAt },
  ...{ contentHash: `hash of ${id}`, vector },
});

const labelled = (collection: string, id: string) => ({
  ...{ collection, id, label: 'question', confidence: 1, method: 'prototypes' },
  ...{ model: 'minilm', classifiedAt: T, input: 'ab12' },
});

const byId = (a: Utterance, b: Utterance) => (a.id < b.id ? -1 : 1);

export function conversationsContract(contract: StoreContract): void {
  const s = sharedStore(contract);

  it('gives the newest of a session back, oldest first, ties by bytes of the id', async () => {
    const said = [
      utterance('third', { createdAt: T + 2, role: 'assistant', language: 'en' }),
      utterance('B', { createdAt: T + 1, metadata: { char_id: 'arieol', n: [1, null] } }),
      utterance('a', { createdAt: T + 1, text: ' \r\n"odd" 😀\u2028' }),
      utterance('first', { text: '' }),
    ];
    await s.store.conversations.put(said);
    const inOrder = [said[3], said[1], said[2], said[0]];
    expect(await s.store.conversations.session('ada', 's1', 10)).toEqual(inOrder);
    expect(await s.store.conversations.session('ada', 's1', 3)).toEqual(inOrder.slice(1));
    expect(await s.store.conversations.session('ada', 's1', 0)).toEqual([]);
  });

  it('keeps users and sessions apart', async () => {
    const said = [
      utterance('x1', { userId: 'x' }),
      utterance('x2', { userId: 'x', sessionId: 's2' }),
      utterance('y1', { userId: 'y' }),
    ];
    await s.store.conversations.put(said);
    expect(await s.store.conversations.session('x', 's1', 10)).toEqual([said[0]]);
    expect(await s.store.conversations.session('y', 's2', 10)).toEqual([]);
  });

  it('stores an utterance once, however often and wherever it is put', async () => {
    const { store } = await freshStore(contract);
    const { conversations } = store;
    const once = utterance('once', { language: 'en' });
    await conversations.put([once, once]);
    await conversations.put([once]);
    expect([await conversations.count(), await conversations.session('ada', 's1', 9)]).toEqual([
      1,
      [once],
    ]);
    const moved = utterance('once', { sessionId: 's2', createdAt: T + 3 * DAY, text: 'Changed.' });
    await conversations.put([moved]);
    expect(await conversations.count()).toBe(1);
    expect(await conversations.session('ada', 's1', 9)).toEqual([]);
    expect(await conversations.session('ada', 's2', 9)).toEqual([moved]);
    expect(await collect(conversations.between(0, Infinity))).toEqual([moved]);
    await conversations.put([{ ...moved, language: 'it', text: 'And again.' }, moved]);
    expect(await conversations.session('ada', 's2', 9)).toEqual([moved]);
  });

  it('gives those that are asked for by id, in the order asked for', async () => {
    const said = [utterance('g1', { createdAt: T + DAY }), utterance('g2', { userId: 'x' })];
    await s.store.conversations.put(said);
    const found = await s.store.conversations.get(['g2', 'never said', 'g1']);
    expect(found).toEqual([said[1], said[0]]);
    expect(await s.store.conversations.get([])).toEqual([]);
  });

  it('finds a window: its start belongs to it, its end does not', async () => {
    const { store } = await freshStore(contract);
    const times = [T - 1, T, T + 1, T + DAY - 1, T + DAY, T + 9 * DAY];
    const said = times.map((createdAt, i) => utterance(`u${i}`, { createdAt }));
    await store.conversations.put(said);
    const between = async (from: number, to: number) =>
      (await collect(store.conversations.between(from, to))).sort(byId);
    expect(await between(T, T + DAY)).toEqual(said.slice(1, 4));
    expect(await between(0, T)).toEqual(said.slice(0, 1));
    expect(await between(T + 2 * DAY, Infinity)).toEqual(said.slice(5));
    expect(await between(T + 1, T + 1)).toEqual([]);
    expect(await between(0, Infinity)).toEqual(said);
  });

  it('scans more than a thousand of one moment', async () => {
    const { store } = await freshStore(contract);
    const many = ids(1_234).map((id) => utterance(id));
    await store.conversations.put(many);
    expect(await store.conversations.count()).toBe(1_234);
    const found = await collect(store.conversations.between(T, T + 1));
    expect(found.sort(byId)).toEqual(many);
  });

  it('forgets what is older than it may be, with all that was made of it', async () => {
    const { store, reopen } = await freshStore(contract);
    const day = Math.floor(T / DAY);
    const times = { old: (day - 30) * DAY, last: day * DAY - 1, first: day * DAY, new: T + DAY };
    const said = Object.entries(times).map(([id, createdAt]) => utterance(id, { createdAt }));
    const names = said.map(({ id }) => id);
    await store.conversations.put(said);
    for (const space of [SPACE, OTHER_SPACE]) {
      const vector = new Float32Array(space.dimensions).fill(0.5);
      await store.queries.put(
        space,
        said.map((each) => queryOf(each, vector)),
      );
    }
    for (const collection of ['conversations', 'pages']) {
      await store.classifications.put(names.map((id) => labelled(collection, id)));
    }
    expect(await store.conversations.countBefore(day)).toBe(2);
    expect(await store.conversations.prune(day)).toBe(2);
    expect(await store.conversations.prune(day)).toBe(0);
    const other = await reopen();
    const left = ['first', 'new'];
    const idsOf = (rows: readonly { id: string }[]) => rows.map(({ id }) => id).sort();
    expect(idsOf(await other.conversations.get(names))).toEqual(left);
    expect(idsOf(await collect(other.conversations.between(0, Infinity)))).toEqual(left);
    expect(idsOf(await other.conversations.session('ada', 's1', 9))).toEqual(left);
    expect(await other.conversations.count()).toBe(2);
    for (const space of [SPACE, OTHER_SPACE]) {
      expect(idsOf(await other.queries.get(space, names))).toEqual(left);
      expect(idsOf(await collect(other.queries.between(space, 0, Infinity)))).toEqual(left);
    }
    expect(idsOf(await other.classifications.get('conversations', names))).toEqual(left);
    expect(await other.classifications.get('pages', names)).toHaveLength(4);
    await store.conversations.put([said[0]!]); // by a process that has seen that day before
    expect(await collect(other.conversations.between(0, times.last))).toEqual([said[0]]);
  });

  it('forgets a user, with all that was made of what they said', async () => {
    const { store, reopen } = await freshStore(contract);
    const ada = ids(12).map((id, at) => utterance(id, { userId: 'ada', createdAt: T + at * DAY }));
    const bo = utterance('bo', { userId: 'bo' });
    await store.conversations.put([...ada, bo]);
    const names = [...ada, bo].map(({ id }) => id);
    for (const space of [SPACE, OTHER_SPACE]) {
      const vector = new Float32Array(space.dimensions).fill(0.5);
      await store.queries.put(
        space,
        [...ada, bo].map((each) => queryOf(each, vector)),
      );
    }
    await store.classifications.put(names.map((id) => labelled('conversations', id)));
    expect(await store.conversations.eraseUser('ada')).toBe(ada.length);
    expect(await store.conversations.eraseUser('ada')).toBe(0);
    const { conversations, queries, classifications } = await reopen();
    expect(await conversations.get(names)).toEqual([bo]);
    expect(await collect(conversations.between(0, Infinity))).toEqual([bo]);
    expect(await conversations.session('ada', 's1', 99)).toEqual([]);
    expect(await conversations.count()).toBe(1);
    for (const space of [SPACE, OTHER_SPACE]) {
      const left = await queries.get(space, names);
      expect(left.map(({ id }) => id)).toEqual(['bo']);
      expect(await collect(queries.between(space, 0, Infinity))).toEqual(left);
    }
    const labels = await classifications.get('conversations', names);
    expect(labels.map(({ id }) => id)).toEqual(['bo']);
  });

  it.each([
    ['NUL in the text', { text: 'a\0b' }],
    ['half a surrogate pair', { sessionId: 'half \ud83d' }],
    ['an empty id', { id: '' }],
    ['a time that is no time', { createdAt: Number.NaN }],
  ])('refuses %s, and then stores nothing of the call', async (_, change) => {
    const good = utterance('good beside bad', { userId: 'good' });
    const call = s.store.conversations.put([good, utterance('bad', change)]);
    await expect(call).rejects.toMatchObject({ code: 'BAD_INPUT' });
    expect(await s.store.conversations.session('good', 's1', 10)).toEqual([]);
  });
}
