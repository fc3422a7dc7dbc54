import { describe, expect, it } from 'vitest';
import { exposition } from '../observability/exposition.js';
import { Counter, Histogram } from './metrics.js';

describe('a counter', () => {
  it('counts each set of labels by itself', () => {
    const counter = new Counter('asked_total', 'Asked.');
    counter.add({ route: 'a' });
    counter.add({ route: 'b' }, 2);
    counter.add({ route: 'a' });
    expect(exposition([counter.family()]).split('\n')).toEqual([
      '# HELP asked_total Asked.',
      '# TYPE asked_total counter',
      'asked_total{route="a"} 2',
      'asked_total{route="b"} 2',
      '',
    ]);
  });
});

describe('a histogram', () => {
  it('has cumulative buckets, a sum and a count', () => {
    const histogram = new Histogram('took_seconds', 'Took.');
    for (const seconds of [0.005, 0.02, 0.02, 1_000]) histogram.observe(seconds, { route: 'a' });
    const lines = exposition([histogram.family()]).split('\n');
    expect(lines[1]).toBe('# TYPE took_seconds histogram');
    expect(lines).toContain('took_seconds_bucket{route="a",le="0.005"} 1');
    expect(lines).toContain('took_seconds_bucket{route="a",le="0.01"} 1');
    expect(lines).toContain('took_seconds_bucket{route="a",le="0.025"} 3');
    expect(lines).toContain('took_seconds_bucket{route="a",le="120"} 3');
    expect(lines).toContain('took_seconds_bucket{route="a",le="+Inf"} 4');
    expect(lines).toContain('took_seconds_sum{route="a"} 1000.045');
    expect(lines).toContain('took_seconds_count{route="a"} 4');
  });
});
