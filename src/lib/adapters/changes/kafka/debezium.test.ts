import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeEvent } from './debezium.js';

const AT = 1_700_000_000_000;
const cell = (value: unknown, deletion: number | null = null) => ({
  value,
  deletion_ts: deletion,
  set: true,
});
/** As the connector writes them; columns that were not part of the mutation are null. */
const event = (op: string, after: object, source: object = {}) => ({
  ts_ms: AT + 90,
  op,
  source: {
    connector: 'cassandra',
    ts_ms: AT,
    snapshot: 'false',
    keyspace: 'g',
    table: 'pages',
    ...source,
  },
  after: { ...after, _range_start: null, _range_end: null },
});
const decode = (value: unknown, key: unknown = null) =>
  decodeEvent({ key: JSON.stringify(key), value: JSON.stringify(value), at: 1 });

describe('events of Debezium', () => {
  it('name the row that was written or deleted, and when', () => {
    const put = { id: 'a', op: 'put', at: AT };
    expect(decode(event('i', { id: cell('a'), body: cell('Text.') }))).toEqual(put);
    expect(decode(event('u', { id: cell('a'), body: null, title: cell('T') }))).toEqual(put);
    const snapshot = { snapshot: 'true', pos: -1 };
    expect(decode(event('i', { id: cell('a') }, snapshot))).toEqual(put);
    const ttl = event('i', { id: cell('a'), body: cell('Text.', (AT + 6e5) * 1000) });
    expect(decode(ttl)).toEqual(put);
    const gone = { id: 'a', op: 'delete', at: AT };
    expect(decode(event('d', { id: cell('a'), body: cell(null, AT * 1000) }))).toEqual(gone);
    expect(decode(event('r', {}), { id: 'a' })).toEqual(gone);
  });

  it('are deletions where only the key is left', () => {
    const left = decodeEvent({ key: '{"id":"a"}', value: null, at: 7 });
    expect(left).toEqual({ id: 'a', op: 'delete', at: 7 });
    expect(decodeEvent({ key: null, value: null, at: 7 })).toHaveProperty('unreadable');
  });

  it('of another table are none of ours, whatever they hold', () => {
    const vector = { id: cell('a'), embedding: cell(Array.from({ length: 384 }, () => 0.5)) };
    expect(decode(event('i', vector, { table: 'page_vectors' }))).toBe('another table');
  });

  it('say why they cannot be read', () => {
    const cases: [string, string][] = [
      ['{"op":"i"', 'no JSON object'],
      ['[1]', 'no JSON object'],
      [JSON.stringify(event('x', { id: cell('a') })), 'op'],
      [JSON.stringify(event('i', { id: cell(7) })), 'no id'],
    ];
    for (const [value, why] of cases) {
      const { unreadable } = decodeEvent({ key: null, value, at: 1 }) as { unreadable: string };
      expect(unreadable).toContain(why);
    }
  });

  it('are read with schemas and without, from the row or from the key, with any columns beside', () => {
    const columns = fc.dictionary(
      fc.string().filter((name) => name !== 'id' && name !== '__proto__'),
      fc.option(fc.jsonValue().map((value) => cell(value))),
    );
    const id = fc.string({ minLength: 1 });
    const op = fc.constantFrom('i', 'u', 'd', 'r');
    fc.assert(
      fc.property(id, op, columns, fc.boolean(), fc.boolean(), (id, op, more, schema, keyed) => {
        const wrap = (payload: unknown) =>
          schema ? { schema: { type: 'struct' }, payload } : payload;
        const row = event(op, keyed ? more : { ...more, id: cell(id) });
        const wanted = { id, op: op === 'd' || op === 'r' ? 'delete' : 'put', at: AT };
        expect(decode(wrap(row), keyed ? wrap({ id }) : null)).toEqual(wanted);
      }),
    );
  });

  it('never throw, whatever they are', () => {
    const text = fc.option(fc.oneof(fc.string(), fc.json()));
    fc.assert(
      fc.property(text, text, (key, value) => {
        expect(decodeEvent({ key, value, at: 1 })).toBeDefined();
      }),
    );
  });
});
