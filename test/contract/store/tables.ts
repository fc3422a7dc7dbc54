import { expect, it } from 'vitest';
import type { EmbeddedItem, IssueEvidence, KnownIssue } from '../../../src/lib/domain/issues.js';
import {
  ISSUE_EVIDENCE,
  ISSUE_TRIAGE,
  ITEMS,
  KNOWN_ISSUES,
} from '../../../src/lib/ports/store/tables/issues.js';
import type { StoreContract } from './contract.js';
import { collect, ids } from './fixtures.js';
import { freshStore } from './setup.js';

const T = 1_700_000_000_000;
const DAY = '2026-10-01';

const evidence = (clusterId: number, urlHash: string, more: Partial<IssueEvidence> = {}) => ({
  ...{
    clusterDate: DAY,
    clusterId,
    urlHash,
    source: 'github' as const,
    url: `https://x/${urlHash}`,
  },
  ...{ title: 'It "fails"\n😀', body: '', postedAt: T, payQuote: null },
  ...more,
});

const item = (urlHash: string, more: Partial<EmbeddedItem> = {}): EmbeddedItem => ({
  ...{ urlHash, space: 's', collectionDate: DAY, contentHash: 'c', embeddedAt: T },
  vector: new Float32Array([0.1, -0.2, 0]),
  ...{ clusterDate: null, clusterId: null },
  ...more,
});

const known = (issueKey: string, lastDay: string): KnownIssue => ({
  ...{ issueKey, lastDay, space: 's', centre: new Float32Array([1, 0]), firstDay: DAY, items: 3 },
  ...{ titleWords: ['slow', 'build'], canonicalTitle: 'Slow builds', aliases: [] },
});

export function tablesContract(contract: StoreContract): void {
  it('give rows back as they were put last, values of every kind', async () => {
    const { store, reopen } = await freshStore(contract);
    const placed = item('a', { clusterDate: DAY, clusterId: 7 });
    await store.tables.of(ITEMS).put([placed, item('b'), item('a', { space: 't' })]);
    await store.tables.of(ITEMS).put([item('b', { contentHash: 'x' }), item('b')]);
    await store.tables.of(KNOWN_ISSUES).put([known('k', DAY)]);
    const { tables } = await reopen();
    const keys = ['b', 'nobody', 'a'].map((urlHash) => ({ urlHash, space: 's' }));
    expect(await tables.of(ITEMS).get(keys)).toEqual([item('b'), placed]);
    expect(await collect(tables.of(KNOWN_ISSUES).scan({ lastDay: DAY }))).toEqual([
      known('k', DAY),
    ]);
  });

  it('scan a partition in the order of its key, find by what is indexed, and all', async () => {
    const { store } = await freshStore(contract);
    const table = store.tables.of(ISSUE_EVIDENCE);
    const many = ids(1_011).map((id, i) => evidence(i % 3, id));
    await table.put([...many, evidence(0, many[5]!.urlHash, { clusterDate: '2026-10-02' })]);
    const order = (rows: IssueEvidence[]) => rows.map((row) => `${row.clusterId} ${row.urlHash}`);
    const found = await collect(table.scan({ clusterDate: DAY }));
    expect(order(found)).toEqual(order([...many]).sort());
    const backwards = store.tables.of({ ...ISSUE_EVIDENCE, order: 'descending' });
    expect(await collect(backwards.scan({ clusterDate: DAY }))).toEqual(found.reverse());
    const same = await collect(table.find('urlHash', many[5]!.urlHash));
    expect(same.map(({ clusterDate }) => clusterDate).sort()).toEqual([DAY, '2026-10-02']);
    expect(await collect(table.all())).toHaveLength(1_012);
    expect(await table.counts({ clusterDate: DAY }, 'clusterId')).toEqual([
      { value: 0, count: 337 },
      { value: 1, count: 337 },
      { value: 2, count: 337 },
    ]);
  });

  it('delete by key, and replace a partition and no other', async () => {
    const { store } = await freshStore(contract);
    const table = store.tables.of(ISSUE_EVIDENCE);
    const other = evidence(1, 'a', { clusterDate: '2026-10-02' });
    await table.put([evidence(1, 'a'), evidence(1, 'b'), evidence(2, 'c'), other]);
    await table.delete([evidence(2, 'c'), evidence(9, 'c')]);
    await table.delete([]);
    expect(await collect(table.scan({ clusterDate: DAY }))).toHaveLength(2);
    const next = [evidence(1, 'b', { payQuote: 'I would pay.' }), evidence(3, 'd')];
    await table.replace({ clusterDate: DAY }, next);
    expect(await collect(table.scan({ clusterDate: DAY }))).toEqual(next);
    await table.replace({ clusterDate: DAY }, []);
    expect(await collect(table.all())).toEqual([other]);
  });

  it('keep the first row where it is declared so', async () => {
    const { store } = await freshStore(contract);
    const table = store.tables.of({ ...ISSUE_TRIAGE, put: 'first' });
    const triage = { issueKey: 'k', state: 'open' as const, changedAt: T };
    await table.put([triage, { ...triage, state: 'resolved' }]);
    await table.put([{ ...triage, state: 'acknowledged' }]);
    expect(await table.get([triage])).toEqual([triage]);
  });

  it('forget what belongs to one user, whether a partition or an indexed column says so', async () => {
    const { store } = await freshStore(contract);
    const owned = [
      { ...KNOWN_ISSUES, owner: 'issueKey' },
      { ...ISSUE_TRIAGE, owner: 'issueKey' },
      ISSUE_EVIDENCE,
    ];
    await store.tables
      .of(KNOWN_ISSUES)
      .put([known('ann', DAY), known('ann', '2026-10-02'), known('ben', DAY)]);
    const triage = ['ann', 'ben'].map((issueKey) => ({ issueKey, state: 'open' as const }));
    await store.tables.of(ISSUE_TRIAGE).put(triage.map((row) => ({ ...row, changedAt: T })));
    await store.tables.of(ISSUE_EVIDENCE).put([evidence(1, 'ann')]);
    const erased = { known_issues: 2, issue_triage: 1 };
    expect(await store.tables.eraseOwner('ann', owned)).toEqual(erased);
    expect(await collect(store.tables.of(KNOWN_ISSUES).all())).toEqual([known('ben', DAY)]);
    expect(await collect(store.tables.of(ISSUE_TRIAGE).all())).toHaveLength(1);
    expect(await collect(store.tables.of(ISSUE_EVIDENCE).all())).toHaveLength(1);
  });

  it('refuse what they could not give back, and store nothing of the call', async () => {
    const { store } = await freshStore(contract);
    const table = store.tables.of(ISSUE_EVIDENCE);
    for (const wrong of [{ title: 'half \ud83d' }, { clusterId: 2 ** 40 }, { postedAt: 0.5 }]) {
      const put = table.put([evidence(1, 'a'), evidence(1, 'b', wrong)]);
      await expect(put).rejects.toMatchObject({ code: 'BAD_INPUT' });
    }
    const vector = new Float32Array([NaN]);
    const put = store.tables.of(ITEMS).put([item('a', { vector })]);
    await expect(put).rejects.toMatchObject({ code: 'VECTOR_INVALID' });
    expect(await collect(table.all())).toEqual([]);
  });
}
