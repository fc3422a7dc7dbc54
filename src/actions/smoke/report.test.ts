import { describe, expect, it } from 'vitest';
import type { Observation } from './drive.js';
import { percentiles, report } from './report.js';

const HEALTH = { ok: true, status: 'healthy', mode: 'extractive' };
const BOUNDS = { maxP95Ms: 100, maxFirstTokenMs: 50, maxMiss: 0.1 };

const seen = (more: Partial<Observation> = {}): Observation => ({
  question: { id: 'a', question: 'Why?', answers: [{ quote: 'x' }] },
  rank: 1,
  turn: { route: 'knowledge', firstTokenMs: 10, latencyMs: 20 },
  quotes: 2,
  wrong: [],
  problem: null,
  ...more,
});
const turn = (latencyMs: number, firstTokenMs = 1, route = 'knowledge') =>
  seen({ turn: { route, firstTokenMs, latencyMs } });
const of = (observations: Observation[], bounds = BOUNDS) => {
  const { checks, ok } = report(HEALTH, observations, bounds);
  return { ok, failed: checks.filter((check) => !check.ok).map(({ name }) => name) };
};

describe('percentiles', () => {
  it('are by the nearest rank', () => {
    const values = Array.from({ length: 100 }, (_, i) => 100 - i);
    expect(percentiles(values)).toEqual({ p50: 50, p95: 95, p99: 99 });
    expect(percentiles([3, 1, 2])).toEqual({ p50: 2, p95: 3, p99: 3 });
    expect(percentiles([7])).toEqual({ p50: 7, p95: 7, p99: 7 });
    expect(percentiles([])).toBeNull();
  });
});

describe('report', () => {
  it('passes a server that does well', () => {
    expect(of([seen(), seen()])).toEqual({ ok: true, failed: [] });
  });

  it('holds the 95th percentile to its bound, and no slower answer', () => {
    const fast = Array.from({ length: 19 }, () => turn(100));
    expect(of([...fast, turn(5000)]).failed).toEqual([]);
    expect(of([...fast, turn(5000), turn(5000)]).failed).toEqual(['latency']);
    expect(of([turn(60, 51)]).failed).toEqual(['first-token']);
  });

  it('allows as many misses as the bound, and no more', () => {
    const found = Array.from({ length: 9 }, () => seen());
    const miss = seen({ rank: null });
    expect(of([...found, miss]).failed).toEqual([]);
    expect(of([...found, miss, miss]).failed).toEqual(['retrieval']);
    expect(of([seen(), miss], { ...BOUNDS, maxMiss: 0.5 }).ok).toBe(true);
  });

  it('allows no quote that is not verbatim, and not that there is none', () => {
    const wrong = seen({ wrong: ['p1 0–3: the page says something else there'] });
    expect(of([seen(), wrong]).failed).toEqual(['quotes']);
    const [check] = report(HEALTH, [seen(), wrong], BOUNDS).checks.slice(-1);
    expect(check?.value).toBe(0.75);
    expect(of([seen({ quotes: 0 })]).failed).toEqual(['quotes']);
  });

  it('fails when a question is not answered, or nothing is', () => {
    const unanswered = seen({ problem: 'It hung.', turn: null });
    expect(of([seen(), unanswered]).failed).toEqual(['answers']);
    expect(of([unanswered]).failed).toEqual(['answers', 'latency', 'first-token']);
  });

  it('fails when the server says that it is not well', () => {
    const { checks } = report({ ok: false, status: 'unavailable', mode: '' }, [seen()], BOUNDS);
    expect(checks[0]).toMatchObject({ name: 'health', ok: false, detail: 'unavailable' });
  });

  it('tells answers from the cache apart', () => {
    const { cache } = report(HEALTH, [turn(80), turn(4, 1, 'cache'), turn(6, 1, 'cache')], BOUNDS);
    expect(cache).toEqual({ hits: 2, latency: { p50: 4, p95: 6, p99: 6 } });
    expect(report(HEALTH, [turn(80)], BOUNDS).cache).toEqual({ hits: 0, latency: null });
  });
});
