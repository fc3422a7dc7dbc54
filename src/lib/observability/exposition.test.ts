import { describe, expect, it } from 'vitest';
import { exposition } from './exposition.js';

describe('exposition', () => {
  it('writes help, type and samples', () => {
    const families = [
      { name: 'a_seconds', help: 'How long.', samples: [{ value: 1.5 }] },
      {
        name: 'b',
        help: 'How many.',
        samples: [
          { labels: { stage: 'embed', result: 'failed' }, value: 0 },
          { labels: { stage: 'embed', result: 'processed' }, value: 12 },
        ],
      },
    ];
    expect(exposition(families)).toBe(
      [
        '# HELP a_seconds How long.',
        '# TYPE a_seconds gauge',
        'a_seconds 1.5',
        '# HELP b How many.',
        '# TYPE b gauge',
        'b{stage="embed",result="failed"} 0',
        'b{stage="embed",result="processed"} 12',
        '',
      ].join('\n'),
    );
  });

  it('escapes what would end a line or a label', () => {
    const text = exposition([
      { name: 'x', help: 'a\\b\nc "d"', samples: [{ labels: { p: 'C:\\"q"\n' }, value: 1 }] },
    ]);
    expect(text).toBe('# HELP x a\\\\b\\nc "d"\n# TYPE x gauge\nx{p="C:\\\\\\"q\\"\\n"} 1\n');
  });

  it('leaves out what has no samples, and writes values that are no numbers as Prometheus does', () => {
    expect(exposition([{ name: 'none', help: '', samples: [] }])).toBe('');
    const of = (value: number) =>
      exposition([{ name: 'x', help: '', samples: [{ value }] }]).split('\n')[2];
    expect([of(NaN), of(Infinity), of(-Infinity)]).toEqual(['x NaN', 'x +Inf', 'x -Inf']);
  });
});
