import { describe, expect, it } from 'vitest';
import { GROUPS } from '../../../algorithms/calibration/density-groups.js';
import { seededRandom } from '../../../algorithms/random.js';
import type { Audit } from '../../../domain/audit.js';
import { prior, thresholdOf, type Calibration } from './calibration.js';
import { lotOf } from '../audit/sampling.js';
import { estimateWrong, judgedCalibration, tightened, type Evidence } from './settle.js';
import { dayOf } from './traffic.js';

const ALL = Array.from({ length: GROUPS }, (_, group) => group);
const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));

const BOUND = { maxErrorRate: 0.01, of: 'lookups', confidence: null } as const;

interface Asked {
  /** In logits. */
  at: number;
  group?: number;
  wrong?: boolean;
  vetoed?: boolean;
  day?: number;
}

/** Look-ups, of which those with a lot below the rate are audited if they come near a hit. */
function evidenceOf(asked: readonly Asked[], rate: number, more: Partial<Evidence> = {}): Evidence {
  const evidence: Evidence = {
    ...{ audits: [], late: [], bound: BOUND, falseAccepts: 0 },
    traffic: {
      lookups: new Array<number>(GROUPS + 1).fill(0),
      scores: ALL.map(() => []),
      ...{ sample: [], judgements: new Map() },
    },
    ...more,
  };
  const audits: { audit: Audit; right: boolean }[] = [];
  asked.forEach(({ at, group = 1, wrong = false, vetoed = false, day = 0 }, i) => {
    const [id, score, createdAt] = [`look-up ${i}`, sigmoid(at), day * 86_400_000];
    evidence.traffic.lookups[group]!++;
    if (!vetoed) evidence.traffic.scores[group]!.push(score);
    if (lotOf(id) >= rate) return;
    evidence.traffic.sample.push({ day: dayOf({ createdAt }), missed: false });
    if (at < 1.5) return; // no near-miss of 4.5
    const audit = { id, score, group, vetoed, hit: at >= 4.5, propensity: rate, createdAt };
    audits.push({ audit: audit as Audit, right: !wrong });
  });
  return { ...evidence, audits };
}

const many = (n: number, each: Asked): Asked[] => Array.from({ length: n }, () => each);

describe('estimateWrong', () => {
  it('is the share of wrong ones among the audited hits, times the share of hits', () => {
    // 100 hits, 60 near-misses, 40 far ones; all are audited, 4 hits are wrong.
    const asked = [
      ...many(96, { at: 5 }),
      ...many(4, { at: 5, wrong: true }),
      ...many(60, { at: 3, wrong: true }),
      ...many(40, { at: -1 }),
    ];
    const found = estimateWrong(prior(), evidenceOf(asked, 1), ALL);
    expect(found).toMatchObject({ lookups: 200, hits: 100, audited: 100 });
    expect(found.ofLookups.wrong).toBeCloseTo(0.02, 12);
    expect(found.ofHits.wrong).toBeCloseTo(0.04, 12);
    expect(found.ofLookups.upper).toBeGreaterThan(0.02);
    expect(found.ofLookups.lower).toBeLessThan(0.02);
    expect(found.ofHits.upper).toBeCloseTo(2 * found.ofLookups.upper, 12);
    const erring = estimateWrong(prior(), evidenceOf(asked, 1, { falseAccepts: 0.2 }), ALL);
    expect(erring.ofLookups.upper).toBeCloseTo(found.ofLookups.upper / 0.8, 12);
  });

  it('leaves out what a veto keeps from being served', () => {
    const asked = [...many(10, { at: 5 }), ...many(10, { at: 6, vetoed: true, wrong: true })];
    expect(estimateWrong(prior(), evidenceOf(asked, 1), ALL)).toMatchObject({
      ...{ lookups: 20, hits: 10, audited: 10 },
      ofLookups: { wrong: 0 },
    });
  });

  it('says nothing of what nobody has judged', () => {
    const evidence = evidenceOf(many(10, { at: 5 }), 1);
    const unjudged = evidence.audits.map(({ audit }) => ({ audit, right: null }));
    const found = estimateWrong(prior(), { ...evidence, audits: unjudged }, ALL);
    expect(found).toMatchObject({
      ...{ audited: 0, telling: false },
      ofLookups: { wrong: null, upper: 1 },
      ofHits: { wrong: null, upper: 1 },
    });
  });

  // Coverage of the limit that people are told, with audits at a low rate and a judge that errs as often as its limit says.
  it.each([
    { error: 0.01, rate: 0.05, falseAccepts: 0 },
    { error: 0.05, rate: 0.02, falseAccepts: 0.1 },
    { error: 0.002, rate: 0.2, falseAccepts: 0.2 },
  ])('covers the truth in 95 % of draws: $error wrong, $rate drawn', (given) => {
    const { error, rate, falseAccepts } = given;
    const random = seededRandom(5);
    const draws = 200;
    let covered = 0;
    for (let draw = 0; draw < draws; draw++) {
      let wrong = 0;
      const evidence = evidenceOf([], rate, { falseAccepts });
      const audits = [];
      for (let i = 0; i < 4_000; i++) {
        const [hit, bad] = [random() < 0.5, random() < error];
        const [score, group] = [sigmoid(hit ? 5 : 0), i % 3];
        evidence.traffic.lookups[group]!++;
        evidence.traffic.scores[group]!.push(score);
        if (hit && bad) wrong++;
        if (!hit || random() >= rate) continue;
        const audit = { id: `${i}`, score, group, vetoed: false, propensity: rate } as Audit;
        audits.push({ audit, right: !bad || random() < falseAccepts });
      }
      const { upper } = estimateWrong(prior(), { ...evidence, audits }, ALL).ofLookups;
      if (upper >= wrong / 4_000) covered++;
    }
    expect(covered / draws).toBeGreaterThanOrEqual(0.95);
  });
});

describe('tightened', () => {
  const least = (calibration: Calibration) =>
    ALL.map((group) => Math.log(1 / (1 / thresholdOf(calibration, group) - 1)).toFixed(1));

  it('raises the threshold of the density group that errs, as far as it must, and no other', () => {
    const asked = [
      ...many(900, { at: 8, group: 2 }),
      ...many(40, { at: 5.2, group: 2, wrong: true }),
      ...many(900, { at: 5, group: 3 }),
    ];
    const next = tightened(prior(), evidenceOf(asked, 1));
    expect(least(next)).toEqual(['4.5', '4.5', '5.5', '4.5', '4.5', '4.5']);
    expect(next).toMatchObject({ kind: 'prior', threshold: 4.5 });
  });

  it('never lowers what an earlier night has raised', () => {
    const raised = { ...prior(), raises: [0, 0, 3, 0, 0, 0] };
    const asked = many(2_000, { at: 9, group: 2 });
    expect(tightened(raised, evidenceOf(asked, 1))).toEqual(raised);
  });

  it('stays where too few audits could show that the bound is kept', () => {
    expect(tightened(prior(), evidenceOf(many(60, { at: 6 }), 1))).toEqual(prior());
    const one = [...many(60, { at: 6 }), { at: 6, wrong: true }];
    expect(tightened(prior(), evidenceOf(one, 1))).toEqual(prior());
  });

  it('does not wait for more where few audits refute the bound', () => {
    const bad = [...many(50, { at: 9 }), ...many(10, { at: 6, wrong: true })];
    expect(tightened(prior(), evidenceOf(bad, 1)).raises?.[1]).toBe(2);
  });

  it('goes by all groups together where each alone has too few', () => {
    const asked = ALL.flatMap((group) => [
      ...many(120, { at: 9, group }),
      ...many(4, { at: 6, group, wrong: true }),
    ]);
    const { raises } = tightened(prior(), evidenceOf(asked, 1));
    expect(raises).toEqual([2, 2, 2, 2, 2, 2]);
  });

  it('goes by the share of hits where the bound is of hits', () => {
    // 500 hits of 5,000 look-ups, 10 of them wrong: 0.2 % of the look-ups, 2 % of the hits.
    const asked = [
      ...many(490, { at: 8 }),
      ...many(10, { at: 5, wrong: true }),
      ...many(4_500, { at: -1 }),
    ];
    const strict = { bound: { ...BOUND, of: 'hits' } } as const;
    expect(tightened(prior(), evidenceOf(asked, 1))).toEqual(prior());
    expect(tightened(prior(), evidenceOf(asked, 1, strict)).raises?.[1]).toBe(1);
  });

  it('raises hardly ever where the bound is kept', () => {
    const random = seededRandom(3);
    const raised = Array.from({ length: 60 }, () => {
      const asked = Array.from({ length: 2_000 }, () => ({ at: 6, wrong: random() < 0.002 }));
      return tightened(prior(), evidenceOf(asked, 1)).raises;
    }).filter((raises) => raises !== undefined);
    expect(raised.length).toBeLessThanOrEqual(3);
  });
});

describe('judgedCalibration', () => {
  const late = (n: number, at: number, right: boolean | null) =>
    Array.from({ length: n }, () => ({
      // 3.5 of support and −2.2 make the score
      pair: { features: [(at + 2.2) / 3.5, 0, 0, 0, 0], group: 1, vetoed: false },
      right,
    }));

  it('chooses from late questions while there are no audits; what was not judged is not served', () => {
    const evidence = evidenceOf([], 0, {
      late: [...late(150, 3, true), ...late(50, 2.5, false), ...late(50, 2, null)],
    });
    const made = judgedCalibration(prior(), evidence);
    expect(made).toMatchObject({ kind: 'judged', n: 250, hits: 150, wrong: 0 });
    expect(made.threshold).toBeCloseTo(3, 9);
    expect(made.bound).toEqual({ maxErrorRate: 0.01, of: 'lookups', confidence: null });
  });

  it('keeps a bound on hits, from as many of them as that takes', () => {
    const bound = { ...BOUND, of: 'hits' } as const;
    const asked = (right: number, wrong: number) =>
      evidenceOf([], 0, {
        bound,
        late: [...late(right, 3, true), ...late(wrong, 2.5, false), ...late(900, -9, null)],
      });
    expect(judgedCalibration(prior(), asked(99, 0))).toEqual(prior());
    const made = judgedCalibration(prior(), asked(150, 5));
    expect(made).toMatchObject({ kind: 'judged', n: 1_055, hits: 150, wrong: 0, bound });
    // For 1 % of the 1,055 look-ups nine might be wrong.
    const loose = { ...asked(150, 5), bound: BOUND };
    expect(judgedCalibration(prior(), loose)).toMatchObject({ hits: 155, wrong: 5 });
  });

  it('keeps a part of the bound for what the judge lets pass', () => {
    const asked = (falseAccepts: number) =>
      evidenceOf([], 0, { falseAccepts, late: [...late(104, 3, true)] });
    expect(judgedCalibration(prior(), asked(0)).kind).toBe('judged');
    expect(judgedCalibration(prior(), asked(0.07))).toEqual(prior()); // 105 < 1 ÷ 0.0093
  });

  it('chooses from audits where they are a sample large enough', () => {
    const asked = [
      ...many(500, { at: 6 }),
      ...many(300, { at: 3 }),
      ...many(300, { at: 2, wrong: true }),
      ...many(900, { at: 0 }),
    ];
    const evidence = evidenceOf(asked, 0.5, { late: late(200, 9, false) });
    const made = judgedCalibration(prior(), evidence);
    expect(made.threshold).toBeCloseTo(2.9999, 3);
    expect(made.n).toBe(evidence.traffic.sample.length);
  });

  it('does not count the days on which nothing was drawn', () => {
    const evidence = evidenceOf(
      [...many(300, { at: 6, day: 1 }), ...many(300, { at: 6, day: 2 })],
      1,
    );
    evidence.traffic.sample.filter(({ day }) => day === 2).forEach((each) => (each.missed = true));
    expect(judgedCalibration(prior(), evidence).n).toBe(300);
  });

  it('stays behind the labels of people, and keeps what audits have raised', () => {
    const evidence = evidenceOf([], 0, { late: late(200, 3, true) });
    const labelled: Calibration = { ...prior(), kind: 'labelled', threshold: 2 };
    expect(judgedCalibration(labelled, evidence)).toBe(labelled);
    const raises = [1, 0, 0, 0, 0, 0];
    expect(judgedCalibration({ ...prior(), raises }, evidence)).toMatchObject({
      ...{ kind: 'judged', raises },
    });
  });

  it('is what it was while there is too little of everything', () => {
    expect(judgedCalibration(prior(), evidenceOf(many(50, { at: 6 }), 1))).toEqual(prior());
  });
});
