import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { unfitText, writtenText } from './unfit.js';

const schema = z.strictObject({
  id: writtenText(10),
  list: z.array(writtenText(5)).max(2).default([]),
  kind: z.enum(['all', 'own']).default('all'),
  knows: z.union([z.literal('x'), z.strictObject({ pages: z.array(z.string()) })]).optional(),
  sign: z.string().regex(/^#/, 'a colour such as #2f6f73').optional(),
});
const reason = (record: unknown) => {
  const { error } = schema.safeParse(record);
  return error ? unfitText(error, record, Object.keys(schema.shape)) : null;
};

describe('why a record cannot be used', () => {
  it.each<[unknown, string]>([
    [{}, 'there is no id'],
    [[], 'it is a list, not an object'],
    ['id', 'it is a text, not an object'],
    [null, 'it is null, not an object'],
    [{ id: 7 }, 'id is a number, not a text'],
    [{ id: null }, 'id is null, not a text'],
    [{ id: ' ' }, 'id is empty'],
    [{ id: 'more than ten' }, 'id has 13 characters; at most 10 are allowed'],
    [{ id: 'a\0' }, 'id is "a\\u0000", but takes whole characters other than NUL'],
    [{ id: 'a\ud800' }, 'id is "a\\ud800", but takes whole characters other than NUL'],
    [{ id: 'a', list: 'b' }, 'list is a text, not a list'],
    [{ id: 'a', list: ['b', 1] }, 'list[1] is a number, not a text'],
    [{ id: 'a', list: ['1', '2', '3'] }, 'list has 3 entries; at most 2 are allowed'],
    [{ id: 'a', kind: 'none' }, 'kind is "none", not one of all, own'],
    [{ id: 'a', knows: 'y' }, 'knows is "y", which is nothing that it may be'],
    [{ id: 'a', sign: 'red' }, 'sign is "red", but takes a colour such as #2f6f73'],
    [{ id: 'a', lst: [] }, 'it has a field "lst", which is not known: did you mean list?'],
    [{ id: 'a', wholly: 1 }, 'it has a field "wholly", which is not known'],
    [{ ID: 'a' }, 'there is no id; it has a field "ID", which is not known: did you mean id?'],
  ])('%j: %s', (record, text) => expect(reason(record)).toBe(text));

  it('is none when it can be', () => expect(reason({ id: ' a ' })).toBeNull());
});
