import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readCharacters } from './character-records.js';

const ANN = {
  ...{ id: 'ann', name: 'Ann', colour: '#AA00ff', voice: 'You are Ann.' },
  ...{ greeting: 'Hello.', silence: 'No idea.' },
};

describe('readCharacters', () => {
  it('reads an array and JSON Lines alike, with defaults for what is left out', () => {
    const expected = { characters: [{ ...ANN, knows: 'all', context: 'quotes' }], problems: [] };
    expect(readCharacters(JSON.stringify([ANN], null, 2))).toEqual(expected);
    expect(readCharacters(`\uFEFF${JSON.stringify(ANN)}\r\n\n`)).toEqual(expected);
    expect(readCharacters(' \n')).toEqual({ characters: [], problems: [] });
  });

  it('keeps everything that is given', () => {
    const all = { ...ANN, opening: 'Well:', knows: { chapters: ['One'] }, context: 'summaries' };
    expect(readCharacters(JSON.stringify(all)).characters).toEqual([all]);
  });

  it('names line and key of what is wrong, and keeps the rest', () => {
    const lines = [
      JSON.stringify(ANN),
      '{"id": "bo"',
      JSON.stringify({ ...ANN, id: 'cy', colour: 'red', mood: 'glad' }),
      JSON.stringify({ ...ANN, name: 'Another' }),
      JSON.stringify({ ...ANN, id: 'Dee Dee' }),
    ];
    const { characters, problems } = readCharacters(lines.join('\n'));
    expect(characters.map(({ name }) => name)).toEqual(['Ann']);
    expect(problems.map(({ line }) => line)).toEqual([2, 3, 4, 5]);
    expect(problems[0]?.reason).toMatch(/^it is not JSON: /);
    expect(problems[1]?.reason).toContain('but takes a colour such as #2f6f73');
    expect(problems[1]?.reason).toContain('"mood"');
    expect(problems[2]?.reason).toBe('id: "ann" stands in line 1, too');
    expect(problems[3]?.reason).toBe('id is "Dee Dee", but takes small letters, digits, - and _');
  });

  it('finds the lines of an array’s elements', () => {
    const text = `[\n  ${JSON.stringify(ANN)},\n\n  {"id": "a, [b] {",\n "x": [1, {"y": 2}]},\n 7\n]`;
    expect(readCharacters(text).problems.map(({ line }) => line)).toEqual([4, 6]);
    expect(readCharacters('\n[{').problems).toHaveLength(1);
  });

  it('never throws', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.json(),
          fc.json().map((each) => `[${each}`),
        ),
        (text) => {
          expect(readCharacters(text).characters).toEqual([]);
        },
      ),
    );
  });

  it.each(['entrance-way', 'moby-dick'])('takes the characters of %s', (sample) => {
    const text = readFileSync(`samples/${sample}/characters.json`, 'utf8');
    const { characters, problems } = readCharacters(text);
    expect(problems).toEqual([]);
    expect(characters.length).toBeGreaterThan(3);
  });
});
