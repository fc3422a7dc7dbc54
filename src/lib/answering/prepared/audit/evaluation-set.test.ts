import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { publishAnswers, wordEmbedder } from '../../../../../test/support/golden.js';
import { page, temporaryStore } from '../../../../../test/support/store.js';
import { systemClock } from '../../../adapters/clock/system.js';
import { hashText } from '../../../algorithms/text/hashing.js';
import type { Audit } from '../../../domain/audit.js';
import type { Belief, Verdict } from '../../../domain/judge.js';
import type { Lookup } from '../../../domain/lookup.js';
import type { Json } from '../../../domain/values.js';
import type { Store } from '../../../ports/index.js';
import { prior } from '../calibration/calibration.js';
import { openBench } from './evaluation-set.js';
import { readCalibration, writeCalibration } from '../calibration/stored-calibration.js';

const never = new AbortController().signal;
const DAY = 86_400_000;
const NOW = 100 * DAY;
const clock = { ...systemClock, now: () => NOW };
const BELIEF: Belief = {
  ...{ name: 'judge', doubt: null, falseAccepts: 0.07 },
  trials: { wrong: 48, falseAccepts: 0, right: 24, trueAccepts: 24 },
};
const VISA = ['How do I renew my visa?', 'How can I renew my visa?', 'Where do I renew my visa?'];

describe('bench', () => {
  let store: Store;
  beforeEach(async () => {
    store = await temporaryStore();
    await store.pages.put([page('visa', { body: 'You renew it at the office.' })]);
    await publishAnswers(store, [
      { clusterId: 4, questions: VISA, answer: 'At the office.', pageId: 'visa' },
    ]);
  });
  afterEach(() => store.close());

  const bench = (more: object = {}) => {
    const settings = { days: 7, auditDays: 30, maxErrorRate: 0.01, errorOf: 'lookups' } as const;
    return openBench({ store, embedder: wordEmbedder, clock, ...settings, ...more });
  };
  const asked = async (texts: readonly string[], from = 0) => {
    const vectors = await wordEmbedder.embed(texts, { purpose: 'cluster' });
    const queries = texts.map((text, i) => ({
      ...{ id: `late/${from + i}`, userId: `someone-${from + i}`, text, personal: false },
      ...{ language: 'en', createdAt: NOW - DAY + from + i, contentHash: hashText(text) },
      vector: vectors[i]!,
    }));
    await store.queries.put(wordEmbedder.space, queries);
  };
  const lookup = (id: string, more: Partial<Lookup> = {}): Lookup => ({
    ...{ id, queryHash: `hash of ${id}`, queryId: null, answerId: 'visa', clusterId: 4, group: 1 },
    ...{ hit: true, similarity: 0.9, score: 0.995, threshold: 0.989, veto: null, audit: 1 },
    ...{ latencyMs: 5, createdAt: NOW - DAY, ...more },
  });
  const audit = (id: string, more: Partial<Audit> = {}): Audit => ({
    ...{ id, queryHash: `hash of ${id}`, question: `Is it ${id}?`, answerId: 'visa', fresh: null },
    offer: { question: VISA[0]!, answer: 'At the office.', quotes: ['You renew it.'] },
    ...{ hit: true, vetoed: false, group: 1, score: 0.995, threshold: 0.989, propensity: 1 },
    ...{ createdAt: NOW - DAY, ...more },
  });
  const verdictsOn = (
    sitting: { cases: readonly { key: string; matter: { asked: string } }[] },
    says: (asked: string) => Verdict,
  ) => new Map(sitting.cases.map(({ key, matter }) => [key, says(matter.asked)]));

  it('has late questions judged that would have been hits, or nearly, while nothing was audited', async () => {
    await asked(['Who built the lighthouse?', ...VISA]); // the earlier half: two of three are stored
    await asked(
      [
        'How do I renew it, my visa?',
        'What does tea cost?',
        'How do I not renew my visa?',
        VISA[0]!,
      ],
      9,
    );
    const { cases } = await bench().open(never);
    const texts = cases.map(({ matter }) => matter.asked);
    expect(texts).toContain(VISA[0]);
    expect(texts).not.toContain('What does tea cost?'); // nothing like it
    expect(texts).not.toContain('How do I not renew my visa?'); // vetoed
    expect(cases[0]!.matter).toMatchObject({
      ...{ fresh: null },
      offer: {
        question: VISA[0],
        answer: 'At the office.',
        quotes: ['You renew it at the office.'],
      },
    });
  });

  it('sets the thresholds by the verdicts, the same the next night', async () => {
    const early = Array.from({ length: 120 }, () => VISA[0]!);
    const late = Array.from({ length: 120 }, (_, i) =>
      i % 2 ? VISA[0]! : 'Who is the lighthouse?',
    );
    await asked([...early, ...late]);
    const sitting = await bench().open(never);
    expect(sitting.cases).toHaveLength(1); // equal matters are judged once
    const report = await sitting.settle(
      verdictsOn(sitting, () => true),
      BELIEF,
    );
    expect(report).toMatchObject({ chosenOn: 120, audited: 0, wrong: null, wrongUpper: null });
    const set = await readCalibration(store.memo);
    expect(set).toMatchObject({ kind: 'judged', n: 120, hits: 60, wrong: 0 });
    const again = await bench().open(never);
    expect(again.fingerprint).toBe(sitting.fingerprint);
    await again.settle(
      verdictsOn(again, () => true),
      BELIEF,
    );
    expect(await readCalibration(store.memo)).toEqual(set);
  });

  it('has audits judged, in the order of their lots, and tells what they say', async () => {
    const ids = Array.from({ length: 200 }, (_, i) => `n${i}`);
    await store.lookups.record(ids.map((id) => lookup(id)));
    await store.audits.put(
      ids.map((id) => audit(id, { hit: id !== 'n7', score: id === 'n7' ? 0.98 : 0.995 })),
    );
    await store.lookups.record([lookup('n7b', { hit: false, score: 0.2, audit: null })]);
    const sitting = await bench().open(never);
    expect(sitting.cases).toHaveLength(200);
    expect(sitting.cases.map(({ matter }) => matter.asked)).not.toEqual(
      ids.map((id) => `Is it ${id}?`),
    );
    const report = await sitting.settle(
      verdictsOn(sitting, () => true),
      BELIEF,
    );
    expect(report).toMatchObject({
      lookups: 201,
      waiting: 0,
      nearMisses: 1,
      nearMissesRight: 1,
      wrong: 0,
    });
    expect(report.wrongUpper).toBeGreaterThan(0);
    expect(report.wrongUpper).toBeLessThan(0.03);
  });

  it('takes a person’s word before the judge’s', async () => {
    const ids = Array.from({ length: 400 }, (_, i) => `n${i}`);
    await store.lookups.record(ids.map((id) => lookup(id)));
    await store.audits.put(ids.map((id) => audit(id)));
    const say = (id: string, helpful: boolean, createdAt: number) =>
      store.lookups.feedback({
        ...{ id: `${id} ${createdAt}`, answerId: 'visa', lookupId: id, userId: 'ann', helpful },
        ...{ comment: null, createdAt },
      });
    for (const id of ['n1', 'n2', 'n3', 'n4']) await say(id, false, NOW - 9);
    await say('n4', true, NOW - 5); // changed her mind
    const sitting = await bench().open(never);
    expect(sitting.cases).toHaveLength(396);
    const report = await sitting.settle(
      verdictsOn(sitting, () => true),
      BELIEF,
    );
    // Three of 400 that score alike are one more than 0.93 % allows: the judge alone would have seen none.
    expect(report.wrong).toBeNull();
    expect(await readCalibration(store.memo)).toMatchObject({ kind: 'judged', threshold: null });
  });

  it('settles anew once the bound is of hits, by late questions while too few hits were audited', async () => {
    await asked(Array.from({ length: 240 }, () => VISA[0]!));
    const ids = Array.from({ length: 160 }, (_, i) => `n${i}`);
    await store.lookups.record(ids.map((id) => lookup(id, { hit: false, score: 0.97 })));
    await store.audits.put(ids.map((id) => audit(id, { hit: false, score: 0.97 })));
    const ofLookups = await bench().open(never);
    const ofHits = await bench({ errorOf: 'hits' }).open(never);
    expect(ofLookups.cases).toHaveLength(160); // enough look-ups were drawn
    expect(ofHits.cases).toHaveLength(161); // but no hit
    expect(ofHits.fingerprint).not.toBe(ofLookups.fingerprint);
    await ofHits.settle(
      verdictsOn(ofHits, () => true),
      BELIEF,
    );
    const bound = { maxErrorRate: 0.01, of: 'hits', confidence: null };
    expect(await readCalibration(store.memo)).toMatchObject({ kind: 'judged', bound });
  });

  it('leaves what labels have set as it is, and may still tighten it', async () => {
    const labelled = { ...prior(), kind: 'labelled', threshold: 3 } as const;
    await writeCalibration(store.memo, labelled);
    await asked(Array.from({ length: 300 }, () => VISA[0]!));
    await store.lookups.record(['a', 'b', 'c', 'd'].map((id) => lookup(id)));
    await store.audits.put(['a', 'b', 'c', 'd'].map((id) => audit(id)));
    const sitting = await bench().open(never);
    expect(sitting.cases).toHaveLength(4); // no late questions
    await sitting.settle(
      verdictsOn(sitting, () => false),
      BELIEF,
    );
    const now = await readCalibration(store.memo);
    expect(now).toMatchObject({ kind: 'labelled', threshold: 3 });
    expect(now.raises?.[1]).toBeGreaterThan(0);
  });

  it('changes nothing by a judge who is not believed', async () => {
    await store.lookups.record([lookup('a')]);
    await store.audits.put([audit('a')]);
    const sitting = await bench().open(never);
    const doubted = { ...BELIEF, doubt: 'it called 9 of 48 wrong answers right' };
    expect(await sitting.settle(new Map(), doubted)).toMatchObject({ judge: doubted, waiting: 1 });
    expect(await readCalibration(store.memo)).toEqual(prior());
  });

  it('does not count audits after their time', async () => {
    await store.audits.put([audit('old', { createdAt: NOW - 31 * DAY }), audit('new')]);
    const { cases } = await bench().open(never);
    expect(cases.map(({ matter }) => matter.asked)).toEqual(['Is it new?']);
  });

  it('counts audits of another score no more', async () => {
    await store.lookups.record([lookup('a')]);
    await store.audits.put([audit('a')]);
    const first = await bench().open(never);
    const report = await first.settle(
      verdictsOn(first, () => true),
      BELIEF,
    );
    await store.memo.putFirst('judge', 'outcome', 'one', report as unknown as Json);
    expect((await bench().open(never)).cases).toHaveLength(1);
    const other = {
      ...prior(),
      kind: 'labelled',
      score: { ...prior().score, intercept: -1 },
    } as const;
    await writeCalibration(store.memo, other);
    expect((await bench().open(never)).cases).toHaveLength(0);
  });
});
