import { describe, expect, it } from 'vitest';
import { wordEmbedder } from '../../../../../test/support/golden.js';
import { GoldenIndex } from '../index/question-index.js';
import { prior, type Calibration } from './calibration.js';
import { calibrateOn } from './labels.js';

const never = new AbortController().signal;
const TOPICS = ['visa', 'tea', 'ferry', 'lamp', 'tower', 'ledger'];
const WORDINGS = ['How do I see the', 'Where can I find the', 'Who took away the'];

const index = async () => {
  const made = new GoldenIndex(wordEmbedder.space.dimensions);
  for (const topic of TOPICS) {
    const texts = WORDINGS.map((words) => `${words} ${topic} ${topic} ${topic}?`);
    const vectors = await wordEmbedder.embed(texts, { purpose: 'cluster' });
    made.put({
      answerId: topic,
      questions: texts.map((text, i) => ({ text, vector: vectors[i]! })),
    });
  }
  return made;
};
const known = (n: number) =>
  Array.from({ length: n }, (_, i) => {
    const topic = TOPICS[i % TOPICS.length]!;
    return {
      question: `How do I see the ${topic} ${topic} ${topic}, pray ${i}?`,
      answer_id: topic,
    };
  });
const unknown = (n: number) =>
  Array.from({ length: n }, (_, i) => ({ question: `zebra number ${i}?`, answer_id: null }));

const BOUND = { maxErrorRate: 0.01, of: 'lookups', confidence: null } as const;
const how = { bound: BOUND, embedder: wordEmbedder, signal: never };

describe('calibration on labels', () => {
  it('serves what it was shown to be right on, and not what nothing answers', async () => {
    const labels = [...known(300), ...unknown(200)];
    const shelf = { index: await index(), calibration: prior() };
    const { calibration, heldOut } = await calibrateOn(shelf, labels, how);
    expect(calibration.kind).toBe('labelled');
    expect(calibration.n).toBe(500);
    expect(heldOut.lookups).toBeLessThan(170);
    expect(heldOut.lookups).toBeGreaterThan(80);
    expect(heldOut.hits).toBeGreaterThan(0.4 * heldOut.lookups);
    expect(heldOut.wrong).toBe(0);
    const { wrongOfLookups, wrongOfHits, hits } = heldOut.intervals;
    expect(wrongOfLookups[1]).toBeLessThan(wrongOfHits[1]);
    expect(hits[0]).toBeLessThan(heldOut.hits / heldOut.lookups);
    expect(hits[1]).toBeGreaterThan(heldOut.hits / heldOut.lookups);
  });

  it('serves nothing that the labels call wrong', async () => {
    const labels = known(400).map(({ question }) => ({ question, answer_id: null }));
    const shelf = { index: await index(), calibration: prior() };
    const { heldOut } = await calibrateOn(shelf, labels, how);
    expect(heldOut.hits).toBeLessThan(0.05 * heldOut.lookups);
  });

  it('is the default with too few of them', async () => {
    const shelf = { index: await index(), calibration: prior() };
    const found = await calibrateOn(shelf, known(60), how);
    expect(found.calibration).toMatchObject({ kind: 'prior', bound: null });
    expect(found).toMatchObject({ kept: true });
    expect(found.missing + found.heldOut.lookups).toBeGreaterThan(60);
  });

  it('keeps the bound that is asked for, and needs as many labels as that takes', async () => {
    const shelf = { index: await index(), calibration: prior() };
    const loose = { ...how, bound: { ...BOUND, maxErrorRate: 0.05 } };
    const found = await calibrateOn(shelf, known(60), loose);
    expect(found.calibration).toMatchObject({ kind: 'labelled', bound: { maxErrorRate: 0.05 } });
    const { missing, heldOut } = await calibrateOn(shelf, known(20), loose);
    expect(heldOut.lookups).toBe(20);
    expect(missing).toBeGreaterThan(0);
    expect(missing).toBeLessThan(20);
  });

  it.each(['labelled', 'judged'] as const)(
    'leaves what was %s before in force with too few of them, and measures it on all',
    async (kind) => {
      const before: Calibration = { ...prior(), kind, n: 800, threshold: 5 };
      const shelf = { index: await index(), calibration: before };
      const found = await calibrateOn(shelf, known(60), how);
      expect(found.calibration).toEqual(before);
      expect(found).toMatchObject({ kept: true, heldOut: { lookups: 60 } });
    },
  );

  it('takes the place of what was before with enough of them', async () => {
    const before: Calibration = { ...prior(), kind: 'labelled', n: 800, threshold: 5 };
    const labels = [...known(300), ...unknown(200)];
    const shelf = { index: await index(), calibration: before };
    const found = await calibrateOn(shelf, labels, how);
    expect(found).toMatchObject({ kept: false, missing: 0 });
    expect(found.calibration.n).toBe(500);
  });

  describe('for a bound on hits', () => {
    const ofHits = { ...how, bound: { ...BOUND, of: 'hits' } } as const;

    it('is kept with the calibration', async () => {
      const shelf = { index: await index(), calibration: prior() };
      const found = await calibrateOn(shelf, [...known(300), ...unknown(200)], ofHits);
      expect(found).toMatchObject({ kept: false, missing: 0, bound: { of: 'hits' } });
      expect(found.calibration).toMatchObject({ kind: 'labelled', n: 500, bound: { of: 'hits' } });
      expect(found.calibration.hits).toBeGreaterThanOrEqual(100);
    });

    it('takes so many that are answered, and says how many more', async () => {
      const shelf = { index: await index(), calibration: prior() };
      const labels = [...known(60), ...unknown(200)];
      expect((await calibrateOn(shelf, labels, how)).kept).toBe(false);
      const found = await calibrateOn(shelf, labels, ofHits);
      expect(found).toMatchObject({ kept: true, calibration: prior() });
      expect(found.missing).toBeGreaterThan(100); // of 260 like these, 60 are answered
      expect(found.missing).toBeLessThan(700);
    });

    it('serves nothing where the best scores err, and says that it is no want of labels', async () => {
      const labels = known(400).map(({ question }) => ({ question, answer_id: null }));
      const shelf = { index: await index(), calibration: prior() };
      const { calibration, kept, missing } = await calibrateOn(shelf, labels, ofHits);
      expect(calibration).toMatchObject({ kind: 'labelled', threshold: null });
      expect({ kept, missing }).toEqual({ kept: false, missing: 0 });
    });
  });
});
