import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { withoutComments } from './comments.js';

const read = (text: string): unknown => JSON.parse(withoutComments(text));

describe('withoutComments', () => {
  it('lets comments stand between values, in a line of their own and behind one', () => {
    expect(read('{ // one\n  "a": 1, /* "b": 2,\n */ "c": [3] // end\n}')).toEqual({
      a: 1,
      c: [3],
    });
  });

  it('leaves what looks like a comment in a string', () => {
    const value = { url: 'http://host//x', note: 'a /* b */ c', quote: 'say \\"//\\" \\\\' };
    expect(read(JSON.stringify(value))).toEqual(value);
  });

  it('keeps the place of everything, for messages', () => {
    const text = '{\n  // why\n  "a": x\n}';
    expect(withoutComments(text)).toBe('{\n        \n  "a": x\n}');
  });

  it('lets a comma stand behind the last entry, so that lines can be commented out', () => {
    expect(read('{"a": [1, 2,], // c\n  "b": ",]", // "c": 1\n}')).toEqual({ a: [1, 2], b: ',]' });
    expect(() => read('[1,,2]')).toThrow();
  });

  it('changes no JSON', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(withoutComments(text)).toBe(text);
      }),
    );
  });
});
