import { expect, it } from 'vitest';
import type { Audit } from '../../../src/lib/domain/audit.js';
import type { StoreContract } from './contract.js';
import { collect, ids } from './fixtures.js';
import { freshStore } from './setup.js';

const T = 1_700_000_000_000;
const DAY = 86_400_000;

const audit = (id: string, changes: Partial<Audit> = {}): Audit => ({
  id,
  queryHash: `hash of ${id}`,
  question: `How do I renew "${id}"?\nSoon. 😀`,
  answerId: 'answer-1',
  offer: { question: 'How do I renew it?', answer: 'At the "office".', quotes: ['One.', 'Two.'] },
  fresh: null,
  hit: true,
  vetoed: false,
  group: 3,
  score: 0.1 + 0.2,
  threshold: 0.85,
  propensity: 0.02,
  createdAt: T,
  ...changes,
});

const byId = (a: { id: string }, b: { id: string }) => (a.id < b.id ? -1 : 1);

export function auditsContract(contract: StoreContract): void {
  it('gives audits back as they were put last, each once', async () => {
    const { store, reopen } = await freshStore(contract);
    const near = audit('b', { hit: false, vetoed: true, fresh: 'At home.', group: 0 });
    await store.audits.put([audit('a'), audit('b', { hit: false })]);
    await store.audits.put([near]);
    await store.audits.put([]);
    const { audits } = await reopen();
    expect((await collect(audits.between(T, T + 1))).sort(byId)).toEqual([audit('a'), near]);
  });

  it('finds a window of many: its start belongs to it, its end does not', async () => {
    const { store } = await freshStore(contract);
    const many = ids(1_011).map((id, i) => audit(id, { createdAt: T + (i % 3) * DAY }));
    await store.audits.put(many);
    const between = async (from: number, to: number) =>
      (await collect(store.audits.between(from, to))).sort(byId);
    expect(await between(0, Infinity)).toEqual(many);
    expect(await between(T, T + DAY)).toEqual(many.filter(({ createdAt }) => createdAt === T));
    expect(await between(T + 1, T + DAY)).toEqual([]);
  });

  it('forgets what is older than it may be, by whole days', async () => {
    const { store, reopen } = await freshStore(contract);
    const day = Math.floor(T / DAY);
    const kept = [audit('c', { createdAt: day * DAY }), audit('d', { createdAt: T + DAY })];
    const old = [audit('a', { createdAt: T - DAY }), audit('b', { createdAt: day * DAY - 1 })];
    await store.audits.put([...old, ...kept]);
    expect(await store.audits.countBefore(day)).toBe(2);
    expect(await store.audits.prune(day)).toBe(2);
    expect(await store.audits.prune(day)).toBe(0);
    expect(await store.audits.countBefore(day)).toBe(0);
    const left = await collect((await reopen()).audits.between(0, Infinity));
    expect(left.sort(byId)).toEqual(kept);
  });

  it('refuses a question that it could not give back', async () => {
    const { store } = await freshStore(contract);
    const broken = store.audits.put([audit('a', { question: 'half \ud83d' })]);
    await expect(broken).rejects.toMatchObject({ code: 'BAD_INPUT' });
  });
}
