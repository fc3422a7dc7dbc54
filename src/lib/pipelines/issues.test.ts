import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { standIn } from '../../../test/support/chat.js';
import { wordEmbedder } from '../../../test/support/golden.js';
import { kitOf } from '../../../test/support/kit.js';
import { planOf, runAll, temporaryStore } from '../../../test/support/store.js';
import { systemClock } from '../adapters/clock/system.js';
import { hashText } from '../algorithms/text/hashing.js';
import { GibseyError } from '../domain/errors.js';
import type { Issue, IssueEvidence } from '../domain/issues.js';
import type { RawItem } from '../domain/item.js';
import type { ChatModel, PartitionedSource, Store } from '../ports/index.js';
import { ISSUE_EVIDENCE, ISSUES, ITEM_CLUSTERS } from '../ports/store/tables/issues.js';
import { issues } from './issues.js';

const DAYS = ['2026-10-01', '2026-10-02', '2026-10-03'];
const SUBJECTS = [
  'the nightly build is slow because its cache is cold',
  'supplier invoices are copied into accounting by hand',
  'delivery trucks wait for customs papers at the border',
];

const item = (day: string, subject: number, n: number): RawItem => {
  const url = `https://x/${day}/${subject}/${n}`;
  const body = `${SUBJECTS[subject]}. Number ${n} says so of ${day}.`;
  const said = { title: `${SUBJECTS[subject]} ${n}`, body, createdAt: Date.parse(day) + n };
  const from = { url, urlHash: hashText(url), source: 'github' as const, author: null };
  return { ...said, ...from, collectionDate: day };
};

const ITEMS = DAYS.flatMap((day) =>
  [0, 1, 2].flatMap((s) => [1, 2, 3].map((n) => item(day, s, n))),
);

const sourceOf = (items: readonly RawItem[]): PartitionedSource<RawItem> => ({
  name: 'github',
  async *partitions({ from, to }) {
    yield* DAYS.filter((day) => from <= day && day <= to);
  },
  async *read(day) {
    for (const doc of items) if (doc.collectionDate === day) yield { doc };
  },
});

describe('the pipeline of issues', () => {
  const stores: Store[] = [];
  let store: Store;
  beforeEach(async () => void (store = await fresh()));
  afterEach(() => Promise.all(stores.splice(0).map((each) => each.close())));
  const fresh = async () => {
    const made = await temporaryStore();
    stores.push(made);
    return made;
  };
  const stagesOf = (
    into: Store,
    items: readonly RawItem[],
    span: { from?: string; to?: string },
    chat: ChatModel | null = null,
  ) => {
    const clock = { ...systemClock, now: () => Date.parse('2026-10-04T03:00:00Z') };
    const openItems = async () => sourceOf(items);
    const model = async () => chat;
    const more = { clock, itemSources: () => ['github' as const], openItems, model };
    const kit = kitOf(into, wordEmbedder, more);
    return issues.stages(kit, { days: span });
  };
  const night = async (
    into: Store,
    from?: string,
    to = from,
    items = ITEMS,
    chat: ChatModel | null = null,
  ) => {
    for (const stage of await stagesOf(into, items, from && to ? { from, to } : {}, chat))
      await runAll(stage);
  };
  const made = async (from: Store): Promise<Issue[]> => {
    const all: Issue[] = [];
    for await (const rows of from.tables.of(ISSUES).all()) all.push(...rows);
    return all;
  };

  it('has no stages where no source is configured', async () => {
    expect(await issues.stages(kitOf(store, wordEmbedder), {})).toEqual([]);
  });

  it('mines yesterday; the next time there is nothing to do', async () => {
    await night(store);
    const found = await made(store);
    expect(new Set(found.map(({ clusterDate }) => clusterDate))).toEqual(new Set(['2026-10-03']));
    const clusters = [];
    for await (const rows of store.tables.of(ITEM_CLUSTERS).all()) clusters.push(...rows);
    expect(clusters.reduce((sum, { size }) => sum + size, 0)).toBe(9);
    for (const { confidence } of clusters) expect(confidence).toBeGreaterThan(0.5);
    for (const stage of await stagesOf(store, ITEMS, {})) {
      const open = (await planOf(stage)).filter(({ action }) => action !== 'skip');
      expect([stage.name, open]).toEqual([stage.name, []]);
    }
  });

  it('makes up for days that were missed since it began', async () => {
    await night(store, DAYS[0]);
    await night(store);
    const days = (await made(store)).map(({ clusterDate }) => clusterDate);
    expect(new Set(days)).toEqual(new Set(DAYS));
  });

  it('gives the same issues whichever way a day is reached, and whatever order posts come in', async () => {
    for (const day of DAYS) await night(store, day);
    const atOnce = await fresh();
    await night(atOnce, DAYS[0], DAYS[2], [...ITEMS].reverse());
    const backwards = await fresh();
    for (const day of [DAYS[2]!, DAYS[0]!, DAYS[1]!]) await night(backwards, day);
    const expected = await made(store);
    expect(expected.every(({ issueKey }) => issueKey !== null)).toBe(true);
    expect(await made(atOnce)).toEqual(expected);
    expect(await made(backwards)).toEqual(expected);
  });

  it('shows a post of a later day that says the same with the earlier one, whichever comes in first', async () => {
    const said = item(DAYS[0]!, 1, 1);
    const [early, late] = ['https://y/1', 'https://y/2'].map((url, i) => {
      const collectionDate = DAYS[i === 0 ? 1 : 2]!;
      const createdAt = Date.parse(collectionDate) + 9;
      return { ...said, url, urlHash: hashText(url), collectionDate, createdAt };
    });
    const all = [...ITEMS, early!, late!];
    for (const day of DAYS) await night(store, day, day, all);
    const evidence: IssueEvidence[] = [];
    for await (const rows of store.tables.of(ISSUE_EVIDENCE).all()) evidence.push(...rows);
    const placeOf = (urlHash: string) =>
      evidence
        .filter((row) => row.urlHash === urlHash)
        .map(({ clusterDate, clusterId }) => `${clusterDate}/${clusterId}`);
    expect(placeOf(said.urlHash)).toEqual([expect.stringMatching(DAYS[0]!)]);
    expect(placeOf(early!.urlHash)).toEqual(placeOf(said.urlHash));
    expect(placeOf(late!.urlHash)).toEqual(placeOf(said.urlHash));
    expect(evidence).toHaveLength(all.length);
    for (const stage of await stagesOf(store, all, { from: DAYS[2]!, to: DAYS[2]! })) {
      const open = (await planOf(stage)).filter(({ action }) => action !== 'skip');
      expect([stage.name, open]).toEqual([stage.name, []]);
    }
    const backwards = await fresh();
    for (const day of [...DAYS].reverse()) await night(backwards, day, day, all);
    expect(await made(backwards)).toEqual(await made(store));
  });

  it('asks a model that is back about what rules labelled, and keeps what it said while it is away', async () => {
    const said = { canonical_title: 'Builds are slow', category: 'devtools', impact_level: 'low' };
    const more = { description: 'They are slow.', would_pay_signal: false, pay_quote: '' };
    const model = standIn(() => [JSON.stringify({ ...said, ...more })]);
    const away = standIn(() => [new GibseyError('SERVICE_UNREACHABLE', 'gone')]);
    const methods = async () => new Set((await made(store)).map(({ method }) => method));
    await night(store, DAYS[0], DAYS[0], ITEMS, away);
    expect(await methods()).toEqual(new Set(['rules']));
    await night(store, DAYS[1], DAYS[1], ITEMS, model);
    expect(await methods()).toEqual(new Set(['llm']));
    const asked = model.asked.length;
    await night(store, DAYS[1], DAYS[1], ITEMS, model);
    expect(model.asked).toHaveLength(asked);
    await night(store, DAYS[1], DAYS[1], ITEMS, null);
    expect(await methods()).toEqual(new Set(['llm']));
  });

  it('clusters posts that say the same as one, and shows all of them as evidence', async () => {
    const said = item(DAYS[2]!, 1, 1);
    const copy = { ...said, url: 'https://y/1', urlHash: hashText('https://y/1') };
    await night(store, DAYS[2], DAYS[2], [...ITEMS, copy]);
    const evidence: IssueEvidence[] = [];
    for await (const rows of store.tables.of(ISSUE_EVIDENCE).all()) evidence.push(...rows);
    const clusterOf = (urlHash: string) =>
      evidence.filter((row) => row.urlHash === urlHash).map(({ clusterId }) => clusterId);
    expect(evidence).toHaveLength(10);
    expect(clusterOf(copy.urlHash)).toEqual(clusterOf(said.urlHash));
  });
});
