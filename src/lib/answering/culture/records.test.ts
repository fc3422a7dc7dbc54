import { describe, expect, it } from 'vitest';
import { readCulture } from './records.js';

describe('readCulture', () => {
  it('reads a chunk a line, with what may be left out', () => {
    const full = {
      ...{ id: 'a', topic: 'A', content: 'Be kind.', trigger_keyword: ['ciao', 'salve'] },
      ...{ language: 'it', when_to_use: 'First.', metadata: { by: 'ann' } },
    };
    const source = `\uFEFF${JSON.stringify(full)}\r\n\n{"id":"b","topic":"B","content":" Be brief. "}\n`;
    expect(readCulture(source)).toEqual({
      texts: [
        {
          ...{ id: 'a', topic: 'A', content: 'Be kind.', triggerKeyword: 'ciao, salve' },
          ...{ language: 'it', whenToUse: 'First.', metadata: { by: 'ann' } },
        },
        {
          ...{ id: 'b', topic: 'B', content: 'Be brief.', triggerKeyword: '' },
          ...{ language: '*', whenToUse: '', metadata: {} },
        },
      ],
      problems: [],
    });
  });

  it('names the lines that cannot be used', () => {
    const lines = [
      '{"id":"a","topic":"A","content":"Be kind."}',
      '{"id":"a","topic":"B","content":"Be brief."}',
      '{"id":"c","topic":"C","content":" "}',
      '{"id":"d","topic":"D","content":"Hm.","language":"Italian","colour":1}',
      'hello',
    ];
    const { texts, problems } = readCulture(lines.join('\n'));
    expect(texts.map(({ topic }) => topic)).toEqual(['A']);
    expect(problems.map(({ line }) => line)).toEqual([2, 3, 4, 5]);
    expect(problems[0]?.reason).toBe('id: "a" stands in line 1, too');
    expect(problems[2]?.reason).toMatch(/language.*colour/s);
    expect(problems[3]?.reason).toMatch(/^it is not JSON/);
  });
});
