import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ClusterToJoin, KnownIssue } from '../../domain/issues.js';
import { seededRandom } from '../random.js';
import { hashText } from '../text/hashing.js';
import { normalise } from '../vectors/normalise.js';
import { joinDay, relatedIssues } from './joining.js';

const SPACE = 'test@1';

function cluster(day: string, clusterId: number, changes: Partial<ClusterToJoin>): ClusterToJoin {
  return {
    ...{ clusterDate: day, clusterId, clusterSize: 10, issueKey: null, space: SPACE },
    ...{ canonicalTitle: 'Invoice export hangs', category: 'finance', description: 'It hangs.' },
    ...{ wouldPaySignal: false, payQuote: null, impactLevel: 'medium', method: 'rules' },
    centre: normalise(Float32Array.of(1, 0, 0)),
    leastItem: hashText(`${day}/${clusterId}`),
    ...changes,
  };
}

const dayOf = (i: number): string => new Date(Date.UTC(2026, 9, 1 + i)).toISOString().slice(0, 10);

describe('joining the clusters of a day to known issues', () => {
  it('carries an issue on, keeps the title that it had, and counts its items', () => {
    const first = joinDay(dayOf(0), [cluster(dayOf(0), 3, {})], []);
    const key = first.issueKeys.get(3)!;
    const renamed = cluster(dayOf(2), 1, { canonicalTitle: 'Export of invoices stops' });
    const { issueKeys, known } = joinDay(dayOf(2), [renamed], first.known);
    expect(issueKeys.get(1)).toBe(key);
    expect(known[0]).toMatchObject({
      ...{ issueKey: key, canonicalTitle: 'Export of invoices stops', items: 20 },
      ...{ aliases: ['Invoice export hangs'], firstDay: dayOf(0), lastDay: dayOf(2) },
    });
    const back = joinDay(dayOf(3), [cluster(dayOf(3), 1, {})], known).known[0]!;
    expect(back.aliases).toEqual(['Export of invoices stops']);
  });

  it('begins a new issue for what is like none enough, and says to what it is related', () => {
    const first = joinDay(dayOf(0), [cluster(dayOf(0), 0, {})], []);
    const near = { centre: normalise(Float32Array.of(1, 1, 0)), canonicalTitle: 'Payroll is late' };
    const second = joinDay(dayOf(1), [cluster(dayOf(1), 0, near)], first.known);
    expect(second.issueKeys.get(0)).not.toBe(first.issueKeys.get(0));
    const related = relatedIssues(second.known[0]!, [...first.known, ...second.known]);
    expect(related.map(({ issueKey }) => issueKey)).toEqual([first.issueKeys.get(0)]);
    expect(related[0]!.likeness).toBeCloseTo(Math.SQRT1_2);
  });

  it('keeps two clusters of one day two issues, though their titles are the same', () => {
    const twins = [0, 1].map((id) => cluster(dayOf(0), id, {}));
    const first = joinDay(dayOf(0), twins, []);
    expect(new Set(first.issueKeys.values()).size).toBe(2);
    const again = [0, 1].map((id) => cluster(dayOf(1), id, {}));
    const second = joinDay(dayOf(1), again, first.known);
    expect(new Set(second.issueKeys.values())).toEqual(new Set(first.issueKeys.values()));
  });

  it('does not compare spaces, nor know what comes behind the day', () => {
    const { known } = joinDay(dayOf(0), [cluster(dayOf(0), 0, {})], []);
    const elsewhere = known.map((issue) => ({ ...issue, space: 'other@1' }));
    const later = known.map((issue) => ({ ...issue, lastDay: dayOf(9) }));
    for (const before of [elsewhere, later]) {
      const joined = joinDay(dayOf(1), [cluster(dayOf(1), 0, {})], before);
      expect(joined.issueKeys.get(0)).not.toBe(known[0]!.issueKey);
    }
  });

  it('depends neither on the order of the clusters nor on that of the issues', () => {
    const some = fc.array(fc.tuple(fc.nat(5), fc.nat(5), fc.constantFrom('a', 'a b', 'c')), {
      minLength: 1,
      maxLength: 6,
    });
    const at = (day: string, list: [number, number, string][]) =>
      list.map(([x, y, canonicalTitle], i) =>
        cluster(day, i, { canonicalTitle, centre: normalise(Float32Array.of(1, x / 5, y / 5)) }),
      );
    fc.assert(
      fc.property(some, some, (one, two) => {
        const { known } = joinDay(dayOf(0), at(dayOf(0), one), []);
        const clusters = at(dayOf(1), two);
        const forwards = joinDay(dayOf(1), clusters, known);
        const backwards = joinDay(dayOf(1), [...clusters].reverse(), [...known].reverse());
        expect(new Map([...backwards.issueKeys].sort())).toEqual(forwards.issueKeys);
        expect(backwards.known).toEqual(forwards.known);
        expect(new Set(forwards.issueKeys.values()).size).toBe(clusters.length);
      }),
      { numRuns: 200 },
    );
  });

  it('keeps at least 98 % of the keys over fifteen days of synthetic growth', () => {
    const { kept, confused } = fifteenDays(60, 7);
    expect(kept).toBeGreaterThanOrEqual(0.98);
    expect(confused).toBe(0);
  });
});

/**
 * Subjects that drift a little by day; each is seen on two days of three, in a cluster of 5 to 40 items that are
 * scattered around it as texts on one subject are (mean cosine about 0.6), under a title that is worded anew.
 */
function fifteenDays(subjects: number, seed: number): { kept: number; confused: number } {
  const random = seededRandom(seed);
  const noise = (scale: number) =>
    Float32Array.from({ length: 384 }, () => scale * Math.sqrt(12) * (random() - 0.5));
  const plus = (a: Float32Array, b: Float32Array) => normalise(a.map((value, i) => value + b[i]!));
  let centres = Array.from({ length: subjects }, () => normalise(noise(1)));
  const keys = new Map<number, string>();
  let known = new Map<string, KnownIssue>();
  let [kept, again, confused] = [0, 0, 0];
  for (let i = 0; i < 15; i++) {
    centres = centres.map((centre) => plus(centre, noise(0.08 / Math.sqrt(384))));
    const seen = centres.flatMap((centre, subject) =>
      random() < 2 / 3 ? [{ centre, subject }] : [],
    );
    const clusters = seen.map(({ centre, subject }, id) => {
      const size = 5 + Math.floor(random() * 36);
      const wording = ['slow', 'broken', 'late'][Math.floor(random() * 3)]!;
      return cluster(dayOf(i), id, {
        centre: plus(centre, noise(1.3 / Math.sqrt(384 * size))),
        clusterSize: size,
        canonicalTitle: `Subject${subject} service is ${wording}`,
      });
    });
    const joined = joinDay(dayOf(i), clusters, [...known.values()]);
    const owners = new Map([...keys].map(([subject, key]) => [key, subject]));
    seen.forEach(({ subject }, id) => {
      const key = joined.issueKeys.get(id)!;
      if (owners.has(key) && owners.get(key) !== subject) confused++;
      if (keys.has(subject)) again++;
      if (keys.get(subject) === key) kept++;
      keys.set(subject, key);
    });
    known = new Map([...known, ...joined.known.map((issue) => [issue.issueKey, issue] as const)]);
  }
  return { kept: kept / again, confused };
}
