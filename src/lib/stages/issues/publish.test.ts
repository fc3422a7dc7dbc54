import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { reasons, runAll, temporaryStore } from '../../../../test/support/store.js';
import { systemClock } from '../../adapters/clock/system.js';
import type { Issue } from '../../domain/issues.js';
import type { IssueSink, ShownIssue, Store } from '../../ports/index.js';
import { ISSUES, LIVE_ISSUES } from '../../ports/store/tables/issues.js';
import { publishIssuesStage } from './publish.js';

const DAY = '2026-10-01';

const issue = (clusterId: number, canonicalTitle = 'Slow builds'): Issue => ({
  ...{ clusterDate: DAY, clusterId, canonicalTitle, category: 'devtools', description: 'Slow.' },
  ...{ wouldPaySignal: false, impactLevel: 'low', method: 'rules', payQuote: null },
  ...{ clusterSize: 3, issueKey: 'k' },
});

/** Keeps records as a service does that has a unique index on the key. */
class Records implements IssueSink {
  readonly name = 'records';
  readonly held = new Map<string, ShownIssue>();
  /** The next record is made, and whoever asked for it dies before it hears so. */
  dies = false;
  private made = 0;

  find({ clusterDate, clusterId }: Pick<Issue, 'clusterDate' | 'clusterId'>) {
    const found = [...this.held].find(
      ([, each]) => each.clusterDate === clusterDate && each.clusterId === clusterId,
    );
    return Promise.resolve(found?.[0] ?? null);
  }
  async create(shown: ShownIssue) {
    if ((await this.find(shown)) !== null) throw new Error('not unique');
    const id = `r${++this.made}`;
    this.held.set(id, shown);
    if (this.dies) throw new Error('died');
    return id;
  }
  update(id: string, shown: ShownIssue) {
    if (!this.held.has(id)) return Promise.resolve('gone' as const);
    this.held.set(id, shown);
    return Promise.resolve('ok' as const);
  }
  remove(id: string) {
    this.held.delete(id);
    return Promise.resolve();
  }
}

describe('publish-issues', () => {
  let store: Store;
  let sink: Records;
  beforeEach(async () => {
    store = await temporaryStore();
    sink = new Records();
  });
  afterEach(() => store.close());
  const stage = () => publishIssuesStage({ days: [DAY], store, sink, clock: systemClock });
  const titles = () => [...sink.held.values()].map((each) => each.canonicalTitle).sort();

  it('makes a record of each issue once, and writes what has changed', async () => {
    await store.tables.of(ISSUES).put([issue(1), issue(2, 'Manual invoices')]);
    await runAll(stage());
    expect(titles()).toEqual(['Manual invoices', 'Slow builds']);
    expect(await reasons(stage())).toEqual([
      `${DAY}/1: skip, unchanged`,
      `${DAY}/2: skip, unchanged`,
    ]);
    await store.tables.of(ISSUES).put([issue(1, 'Cold caches')]);
    expect(await reasons(stage())).toContain(`${DAY}/1: run, changed`);
    await runAll(stage());
    expect(titles()).toEqual(['Cold caches', 'Manual invoices']);
  });

  it('leaves no second record behind a crash between making it and writing that down', async () => {
    await store.tables.of(ISSUES).put([issue(1)]);
    sink.dies = true;
    await expect(runAll(stage())).rejects.toThrow('died');
    sink.dies = false;
    await runAll(stage());
    expect([...sink.held.keys()]).toEqual(['r1']);
    expect(await store.tables.of(LIVE_ISSUES).get([issue(1)])).toMatchObject([{ issueId: 'r1' }]);
  });

  it('makes a record anew that somebody removed there, and removes that of a cluster that is no more', async () => {
    await store.tables.of(ISSUES).put([issue(1), issue(2)]);
    await runAll(stage());
    sink.held.clear();
    await store.tables.of(ISSUES).put([issue(1, 'Cold caches')]);
    await store.tables.of(ISSUES).delete([issue(2)]);
    await runAll(stage());
    expect(titles()).toEqual(['Cold caches']);
    expect(await reasons(stage())).toEqual([`${DAY}/1: skip, unchanged`]);
  });
});
