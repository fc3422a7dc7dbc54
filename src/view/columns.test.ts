import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { columns, lineWidth } from './columns.js';
import { cellWidth } from './folding.js';

const ID = '01JD8XJ4V3N8Q5W2R7T9Y1Z3B6';
const widest = (text: string) => Math.max(...text.split('\n').map(cellWidth));

describe('columns', () => {
  it('are aligned, without trailing space', () => {
    const text = columns(
      [
        ['embed', '4,655'],
        ['cluster', '1'],
      ],
      { head: ['stage', 'run'], right: [1] },
    );
    expect(text.split('\n')).toEqual(['  stage      run', '  embed    4,655', '  cluster      1']);
  });

  it('are wrapped where they are too wide, the widest one of words first', () => {
    const rows = [
      [ID, '22 Nov 2026 02:28', 'golden-answers import', 'success', '2.0 s'],
      [ID, '22 Nov 2026 02:28', 'nightly', 'success', '12 min 05 s'],
    ];
    expect(columns(rows, { right: [4], width: 80 }).split('\n')).toEqual([
      `  ${ID}  22 Nov 2026  golden-answers  success        2.0 s`,
      `${' '.repeat(30)}02:28        import`,
      `  ${ID}  22 Nov 2026  nightly         success  12 min 05 s`,
      `${' '.repeat(30)}02:28`,
    ]);
  });

  it('break a word that is wider than all there is, and tell what belongs to a row below it', () => {
    const path = `/srv/${'a-folder/'.repeat(9)}gibsey.db`;
    const text = columns([['store', path]], { width: 40, below: [path] });
    expect(widest(text)).toBeLessThanOrEqual(40);
    expect(text.replace(/\s/g, '')).toBe(`store${path}${path}`);
    expect(text).toContain('a-\n');
  });

  it('fit and lose nothing, whatever is in them', () => {
    const cell = fc.oneof(
      fc.string({ maxLength: 90 }),
      fc.string({ unit: 'grapheme', maxLength: 60 }),
      fc.lorem({ maxCount: 20 }),
    );
    const table = fc.array(fc.array(cell, { minLength: 1, maxLength: 4 }), { minLength: 1 });
    fc.assert(
      fc.property(table, (rows) => {
        const text = columns(rows, { width: 60 });
        expect(widest(text)).toBeLessThanOrEqual(60);
        const count = (of: string) => [...of.replace(/\s/g, '')].sort().join('');
        expect(count(text)).toBe(count(rows.flat().join('')));
      }),
    );
  });

  it('go by the terminal, and by 80 columns in a file', () => {
    expect(lineWidth({ isTTY: true, columns: 120 })).toBe(120);
    expect(lineWidth({ isTTY: true, columns: 20 })).toBe(40);
    expect(lineWidth({ isTTY: true, columns: 0 })).toBe(80);
    expect(lineWidth({ isTTY: false, columns: 120 })).toBe(80);
  });
});
