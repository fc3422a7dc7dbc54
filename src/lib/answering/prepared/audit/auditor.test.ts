import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { publishAnswers, wordEmbedder } from '../../../../../test/support/golden.js';
import { page, temporaryStore } from '../../../../../test/support/store.js';
import { systemClock } from '../../../adapters/clock/system.js';
import type { Audit } from '../../../domain/audit.js';
import { GibseyError } from '../../../domain/errors.js';
import type { Clock, Store } from '../../../ports/index.js';
import { Auditor, type AuditorDeps } from './auditor.js';
import { openGoldenCache } from '../lookup/cache.js';
import { lotOf } from './sampling.js';

const never = new AbortController().signal;
const RENEW = 'How do I renew my visa?';
/** Waits for nobody. */
const hasty: Clock = { ...systemClock, sleep: async (_, signal) => signal?.throwIfAborted() };

describe('lots', () => {
  it('fall evenly, and hang on the id alone', () => {
    const lots = Array.from({ length: 5_000 }, (_, i) => lotOf(`look-up ${i}`));
    for (const limit of [0.02, 0.25, 0.5, 0.9]) {
      const share = lots.filter((lot) => lot < limit).length / lots.length;
      expect(Math.abs(share - limit)).toBeLessThan(0.02);
    }
    expect(lotOf('look-up 7')).toBe(lots[7]);
  });

  it('lie in 0…1, so that a rate of 1 draws all and a rate of 0 none', () => {
    fc.assert(
      fc.property(fc.string(), (id) => {
        const at = (rate: number) => new Auditor({ ...({} as AuditorDeps), rate }).drawn(id);
        return at(1) === 1 && at(0) === null;
      }),
    );
  });
});

describe('auditor', () => {
  let store: Store;
  const warnings: string[] = [];
  beforeEach(async () => {
    warnings.length = 0;
    store = await temporaryStore();
    await store.pages.put([page('visa', { body: 'You renew it at the office.' })]);
    const questions = [RENEW, 'How can I renew my visa?', 'Where do I renew my visa?'];
    await publishAnswers(store, [
      { clusterId: 4, questions, answer: 'At the office.', pageId: 'visa' },
    ]);
  });
  afterEach(() => store.close());

  const asking = async (more: Partial<AuditorDeps> = {}) => {
    const write = async () => ({ answer: 'Ann renews it at the office.' });
    const warn = (message: string) => void warnings.push(message);
    const { audits } = store;
    const auditor = new Auditor({ audits, clock: hasty, rate: 1, write, warn, ...more });
    const deps = { store, embedder: wordEmbedder, clock: systemClock, pollMs: 0, warn, auditor };
    return openGoldenCache(deps, never);
  };
  const audited = async () => {
    const all: Audit[] = [];
    for await (const batch of store.audits.between(0, Infinity)) all.push(...batch);
    return all;
  };
  const logged = async () => {
    const all = [];
    for await (const batch of store.lookups.between(0, Infinity)) all.push(...batch);
    return new Map(all.map(({ id, audit }) => [id, audit]));
  };

  it('keeps hits and near-misses, masked, with what was offered and what the pages say', async () => {
    const cache = await asking();
    const ask = (id: string, text: string) => cache.lookup({ id, text, user: 'ann' }, never);
    await ask('hit', `${RENEW} I am ann@example.org`);
    await ask('vetoed', 'How do I not renew my visa?');
    await ask('far', 'Who built the lighthouse?');
    await cache.close();
    const all = await audited();
    expect(all.map(({ id }) => id).sort()).toEqual(['hit', 'vetoed']);
    const [hit, vetoed] = all.sort((a, b) => (a.id < b.id ? -1 : 1));
    expect(hit).toMatchObject({
      ...{ question: `${RENEW} I am [email]`, vetoed: false, propensity: 1 },
      offer: { question: RENEW, answer: 'At the office.', quotes: ['You renew it at the office.'] },
      fresh: '[name] renews it at the office.',
    });
    expect(vetoed).toMatchObject({ hit: false, vetoed: true });
    expect(await logged()).toEqual(
      new Map([
        ['hit', 1],
        ['vetoed', 1],
        ['far', null],
      ]),
    );
  });

  it('draws none at a rate of 0', async () => {
    const cache = await asking({ rate: 0 });
    await cache.lookup({ id: 'hit', text: RENEW }, never);
    await cache.close();
    expect([await audited(), await logged()]).toEqual([[], new Map([['hit', null]])]);
  });

  it('answers the reader while the full path is still at it, and before it begins', async () => {
    let begun = 0;
    const write = (_: string, signal: AbortSignal) => {
      begun++;
      return new Promise<null>((_, reject) =>
        signal.addEventListener('abort', () => reject(new GibseyError('INTERRUPTED', 'Over.'))),
      );
    };
    const cache = await asking({ write });
    expect(await cache.lookup({ id: 'one', text: RENEW }, never)).toMatchObject({ hit: true });
    expect(begun).toBe(0);
    await expect.poll(() => begun).toBe(1);
    expect(await cache.lookup({ id: 'two', text: RENEW }, never)).toMatchObject({ hit: true });
    await cache.close(); // what waits goes without
    expect((await audited()).map(({ id, fresh }) => [id, fresh])).toEqual([
      ['one', null],
      ['two', null],
    ]);
    expect(warnings).toEqual([]);
  });

  it('goes without what fails, says so once, and the reader sees nothing of it', async () => {
    const cache = await asking({
      write: () => Promise.reject(new GibseyError('SERVICE_UNREACHABLE', 'The model is gone.')),
    });
    for (const id of ['one', 'two']) {
      expect(await cache.lookup({ id, text: RENEW }, never)).toMatchObject({ hit: true });
    }
    await expect.poll(async () => (await audited()).length).toBe(2);
    await cache.close();
    expect(warnings).toEqual(['An audit failed: The model is gone.']);
  });

  it('does not fail the look-up where the store takes no audit', async () => {
    const put = () => Promise.reject(new GibseyError('STORE_FULL', 'The disk is full.'));
    const cache = await asking({ audits: { put } });
    expect(await cache.lookup({ id: 'one', text: RENEW }, never)).toMatchObject({ hit: true });
    await cache.close();
    expect(warnings).toEqual(['An audit failed: The disk is full.']);
  });
});
