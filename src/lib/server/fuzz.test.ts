/** Whatever is sent, the fault is the sender's: no 5xx, no crash, an error in the one shape. */
import fc from 'fast-check';
import type { InjectOptions } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { serving, type Serving } from '../../../test/support/serving.js';
import { OPERATIONS } from './operations/index.js';
import type { Operation } from './operation.js';

const RUNS = 1_000;
const SHAPES = {
  gibsey: ['code', 'message', 'hint'],
  openai: ['message', 'type', 'param', 'code'],
  'json-rpc': ['code', 'message'],
  stargate: ['description', 'code'],
};
const KEYS = [
  'question query message char_id session_id request_id chapter stream',
  'body title position metadata __proto__ constructor q limit',
].flatMap((names) => names.split(' '));

const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  fc.constantFrom(
    '',
    '\0',
    '\ud800',
    'tower',
    '1',
    '-1',
    '1e9',
    'null',
    "' OR 1=1 --",
    '../../etc',
  ),
);
const value = fc.oneof(text, fc.jsonValue({ maxDepth: 2 }), fc.boolean(), fc.double());
const object = fc.dictionary(fc.oneof(fc.constantFrom(...KEYS), text), value, { maxKeys: 5 });
const sound = fc.record(
  { question: text, stream: fc.boolean(), session_id: text, request_id: text, chapter: text },
  { requiredKeys: ['question'] },
);
const page = fc.record(
  { body: text, title: text, position: fc.double() },
  { requiredKeys: ['body'] },
);
const said = fc.record({ role: fc.constantFrom('user', 'system', 'tool'), content: value });
const dialogue = fc.record({ messages: fc.array(said), stream: fc.boolean(), seed: value });
const payload = fc.oneof(
  { weight: 3, arbitrary: fc.oneof(sound, page, dialogue).map((fields) => JSON.stringify(fields)) },
  { weight: 4, arbitrary: object.map((fields) => JSON.stringify(fields)) },
  fc.jsonValue().map((json) => JSON.stringify(json)),
  text,
);
const type = fc.oneof(
  { weight: 6, arbitrary: fc.constant('application/json') },
  fc.constantFrom('text/plain', 'application/json; charset=utf-7', 'a', ''),
);
const accept = fc.constantFrom('*/*', 'text/event-stream', 'application/json', '');
const query = fc.dictionary(fc.oneof(fc.constantFrom(...KEYS), text), text, { maxKeys: 4 });
/** URLs hold no half surrogate pairs. */
const whole = (text: string) => Buffer.from(text).toString();
const segment = fc.oneof(
  text.map((id) => encodeURIComponent(whole(id))),
  fc.constantFrom('%', '%ff', '%2e%2e%2f', '..', '//', '%00'),
);

/** Ids as they come; keyspaces and tables are at times those that there are. */
const placed = (path: string, { segment, known }: { segment: string; known: boolean }) =>
  path
    .replace(':keyspace', () => (known ? 'gibsey' : segment))
    .replace(':table', () => (known ? 'pages' : segment))
    .replace(/:(id|key)/, () => segment);

const requestOf = ({ method, path }: Operation): fc.Arbitrary<InjectOptions & { url: string }> =>
  fc.record({ segment, known: fc.boolean(), query, payload, type, accept }).map((random) => {
    const pairs = Object.entries(random.query).map(([key, value]) => [whole(key), whole(value)]);
    return {
      method,
      url: `${placed(path, random)}?${new URLSearchParams(pairs as [string, string][]).toString()}`,
      headers: { 'content-type': random.type, accept: random.accept },
      ...(method === 'GET' ? {} : { payload: random.payload }),
    };
  });

describe('random requests', () => {
  let server: Serving;
  beforeAll(async () => void (server = await serving({ initialCredits: 100_000 })));
  afterAll(() => server.close());

  /** One operation under a second path is the same. */
  const distinct = OPERATIONS.filter(({ name }) => !name.endsWith('-astra'));

  it.each(distinct)('$name takes them', { timeout: 120_000 }, async (operation) => {
    await fc.assert(
      fc.asyncProperty(requestOf(operation), async (request) => {
        const { statusCode, body, headers } = await server.call({
          ...request,
          headers: { ...request.headers, ...server.own },
        });
        expect(statusCode, body).toBeLessThan(500);
        if (statusCode < 400) return;
        expect(headers['content-type']).toContain('application/json');
        const { error, ...plain } = JSON.parse(body) as { error?: object };
        const elsewhere = request.url.includes('..'); // a client takes these out of an address
        const shapes = elsewhere ? Object.values(SHAPES) : [SHAPES[operation.dialect]];
        expect(shapes).toContainEqual(Object.keys(error ?? plain));
      }),
      { numRuns: RUNS },
    );
  });

  it('leave no answer in the making, and a ledger that adds up', async () => {
    expect(server.rooms.inFlight.size).toBe(0);
    const entries = await server.store.ledger.entries('local');
    const sum = entries.reduce((total, { delta }) => total + delta, 0);
    expect(await server.store.ledger.balance('local')).toBe(sum);
    expect(server.lines.filter(({ event }) => event === 'defect')).toEqual([]);
  });
});
