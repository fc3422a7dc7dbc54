import { describe, expect, it } from 'vitest';
import {
  MODIFIED,
  NOW,
  readPages,
  readStdin,
  writeFiles,
} from '../../../../../test/contract/source/reading.js';
import { join } from 'node:path';

const GOOD = '{"id":"good","body":"The tide went out."}';
const AFTER = '{"id":"after","body":"The tide came in."}';
const row = (fields: object): string => JSON.stringify({ id: 'x', body: 'Water.', ...fields });

/** What is wrong, the line, and what is said of it. */
const BAD_LINES: [string, string | Buffer, RegExp][] = [
  ['broken JSON', '{"id": "x", "body": }', /^it is not JSON: .+/],
  ['a list', '[1, 2]', /^it is a list, not an object$/],
  ['a number', '42', /^it is a number, not an object$/],
  ['null', 'null', /^it is null, not an object$/],
  ['no body', '{"id":"x"}', /^there is no body$/],
  ['null body', row({ body: null }), /^there is no body$/],
  ['empty body', row({ body: '' }), /^body is empty$/],
  ['blank body', row({ body: ' \t\r\n ' }), /^body is empty$/],
  ['blank text', '{"id":"x","text":" "}', /^text is empty$/],
  ['body of another type', row({ body: 42 }), /^body is a number, not a text$/],
  ['body as list', row({ body: ['Water.'] }), /^body is a list, not a text$/],
  ['escaped NUL', row({ body: 'a\0b' }), /^body holds a NUL character$/],
  ['raw NUL', Buffer.from('{"id":"x","body":"a\0b"}'), /^the line holds NUL bytes/],
  ['NUL in the title', row({ title: 'a\0b' }), /^title holds a NUL character$/],
  ['lone surrogate', '{"id":"x","body":"a\\ud800b"}', /^body holds half a surrogate pair$/],
  ['surrogate in the id', '{"id":"\\udc00","body":"b"}', /^id holds half a surrogate pair$/],
  [
    'Latin-1',
    Buffer.from('{"id":"x","body":"k\xfchl"}', 'latin1'),
    /^the line is not UTF-8: .+iconv/,
  ],
  ['truncated UTF-8', Buffer.from([...Buffer.from('{"id":"x","body":"'), 0xe2, 0x82]), /not UTF-8/],
  ['empty id', row({ id: '' }), /^id is empty$/],
  ['id of another type', row({ id: {} }), /^id is an object, not a text$/],
  ['fractional id', row({ id: 1.5 }), /^id is a number, not a text$/],
  ['id with a control character', row({ id: 'a\nb' }), /^id holds control characters$/],
  ['id with space around', row({ id: ' a' }), /^id begins or ends with white space$/],
  ['long id', row({ id: 'é'.repeat(257) }), /^id has 514 bytes; at most 512 are allowed$/],
  ['title of another type', row({ title: true }), /^title is a boolean, not a text$/],
  ['char_id of another type', row({ char_id: [] }), /^char_id is a list, not a text$/],
  ['position in words', row({ position: 'three' }), /^position is a string, not a whole number$/],
  ['fractional position', row({ position: 1.5 }), /^position is a number, not a whole number$/],
  ['unparsable date', row({ updated_at: 'yesterday' }), /^updated_at is "yesterday", not epoch ms/],
  ['no such day', row({ updated_at: '2025-02-30' }), /^updated_at is "2025-02-30", not/],
  ['no such hour', row({ updated_at: '2025-02-03T24:01:00Z' }), /not epoch ms or an ISO 8601/],
  ['time of another type', row({ updated_at: {} }), /^updated_at is \{\}, not epoch ms/],
  ['fractional time', row({ updated_at: 1.5 }), /^updated_at is 1.5, not/],
  ['time out of range', row({ updated_at: 9e15 }), /^updated_at is 9000000000000000, not/],
  [
    'future',
    row({ updated_at: NOW + 86_400_001 }),
    /^updated_at lies in the future: 2026-03-02T12:00:00.001Z$/,
  ],
  ['future date', row({ updated_at: '2099-01-01' }), /^updated_at lies in the future: 2099/],
  [
    'deep metadata',
    `{"id":"x","body":"b","m":${'['.repeat(99)}${']'.repeat(99)}}`,
    /^m is nested deeper than 64/,
  ],
  ['bottomless JSON', '['.repeat(100_000), /^it is not JSON/],
];

describe('bad lines of JSON Lines', () => {
  it.each(BAD_LINES)(
    '%s: is a problem of its line, and the rest is read',
    async (_, bad, reason) => {
      const parts = [
        Buffer.from(`${GOOD}\n`),
        Buffer.from(bad as string),
        Buffer.from(`\n\n${AFTER}`),
      ];
      const { pages, problems, places } = await readStdin(Buffer.concat(parts));
      expect(pages.map(({ id }) => id)).toEqual(['good', 'after']);
      expect(places).toEqual(['stdin:1', 'stdin:4']);
      expect(problems).toEqual([
        { where: 'stdin:2', reason: expect.stringMatching(reason) as string },
      ]);
    },
  );

  it('refuses a line over the limit, however long, and reads on behind it', async () => {
    const long = `{"id":"x","body":"${'y'.repeat(5_000_000)}"}`;
    const { pages, problems } = await readStdin(`${GOOD}\n${long}\n${AFTER}\n${long}`);
    expect(pages.map(({ id }) => id)).toEqual(['good', 'after']);
    const reason = 'the line is longer than 4 MiB (it has 4.8 MiB): cut it into several';
    expect(problems).toEqual([
      { where: 'stdin:2', reason },
      { where: 'stdin:4', reason },
    ]);
  });

  it('holds only the line at hand: a line at the limit passes, one byte more does not', async () => {
    const limits = { lineBytes: GOOD.length };
    expect((await readStdin(GOOD, { limits }, 5)).pages).toHaveLength(1);
    const { problems } = await readStdin(`${GOOD} `, { limits }, 5);
    expect(problems[0]?.reason).toBe(
      `the line is longer than ${GOOD.length} bytes (it has ${GOOD.length + 1} bytes): cut it into several`,
    );
  });

  it('refuses the second page of an id and names both places', async () => {
    const { pages, problems } = await readStdin(`${GOOD}\n${AFTER}\n${GOOD}`);
    expect(pages).toHaveLength(2);
    expect(problems).toEqual([
      { where: 'stdin:3', reason: 'the id good is already used at stdin:1' },
    ]);
  });

  it('prints no control characters of the input', async () => {
    const { problems } = await readStdin(`${GOOD}\n{"\u001b[31m": \u001b`);

    expect(problems[0]?.reason).not.toMatch(/[\u0000-\u001f]/);
  });
});

describe('good lines of JSON Lines', () => {
  it('keeps every known key, and unknown ones as metadata', async () => {
    const given = {
      id: 7,
      text: ' As it is.\r\n',
      chapter: 3,
      title: ' Ebb ',
      position: 9,
      char_id: 'tide',
      updated_at: '2025-02-03T10:00:00.5+01:00',
      moon: { phase: [1, null] },
    };
    const { pages } = await readStdin(JSON.stringify(given));
    expect(pages).toEqual([
      {
        id: '7',
        body: ' As it is.\r\n',
        chapter: '3',
        title: 'Ebb',
        position: 9,
        charId: 'tide',
        updatedAt: Date.UTC(2025, 1, 3, 9, 0, 0, 500),
        source: 'stdin',
        metadata: { moon: { phase: [1, null] } },
      },
    ]);
  });

  it('takes body before text, and no key for an attack on prototypes', async () => {
    const { pages } = await readStdin('{"body":"B","text":"T","__proto__":{"evil":1}}');
    expect(pages[0]?.body).toBe('B');
    expect(pages[0]?.metadata).toHaveProperty('text', 'T');
    expect(Object.getPrototypeOf(pages[0]?.metadata)).toBe(Object.prototype);
    expect(JSON.stringify(pages[0]?.metadata)).toBe('{"text":"T","__proto__":{"evil":1}}');
  });

  it('derives a missing id from the content', async () => {
    const lines = ['{"body":"A"}', '{"body":"B"}', '{"id":null,"body":"A","title":"T"}'];
    const { pages } = await readStdin(lines.join('\n'));
    const again = await readStdin(lines.toReversed().join('\n'));
    expect(pages[0]?.id).toMatch(/^stdin\/[0-9a-f]{16}$/);
    expect(again.pages.map(({ id }) => id).toReversed()).toEqual(pages.map(({ id }) => id));
    expect(new Set(pages.map(({ id }) => id)).size).toBe(3);
  });

  it('takes the time of the file, or of the reading, where none is given', async () => {
    const folder = writeFiles({ 'tide.jsonl': GOOD });
    const { pages } = await readPages({ path: join(folder, 'tide.jsonl') });
    expect(pages[0]?.updatedAt).toBe(MODIFIED);
    expect((await readStdin(GOOD)).pages[0]?.updatedAt).toBe(NOW);
  });

  it.each([
    ['CRLF', Buffer.from(`${GOOD}\r\n\r\n${AFTER}\r\n`)],
    ['UTF-8 with a mark', Buffer.from(`\ufeff${GOOD}\n${AFTER}`)],
    ['UTF-16 LE', Buffer.from(`\ufeff${GOOD}\n${AFTER}`, 'utf16le')],
    ['UTF-16 BE', Buffer.from(`\ufeff${GOOD}\n${AFTER}`, 'utf16le').swap16()],
  ])('reads %s in chunks of every size', async (_, bytes) => {
    for (const chunk of [1, 2, 3, 5, 17, 1000]) {
      const { pages, problems } = await readStdin(bytes, {}, chunk);
      expect(problems).toEqual([]);
      expect(pages.map(({ body }) => body)).toEqual(['The tide went out.', 'The tide came in.']);
    }
  });
});

describe('bad files', () => {
  const inFile = async (name: string, content: string | Uint8Array) => {
    const folder = writeFiles({ [name]: content });
    const { pages, problems } = await readPages({
      path: join(folder, name),
      limits: { fileBytes: 1000 },
    });
    expect(pages).toEqual([]);
    expect(problems.map(({ where }) => where)).toEqual([join(folder, name)]);
    return problems[0]?.reason;
  };

  it('says what is wrong with a text', async () => {
    expect(await inFile('a.txt', '')).toBe('it is empty');
    expect(await inFile('a.md', ' \n\n')).toBe('it is empty');
    expect(await inFile('a.txt', 'a\0b')).toMatch(/^the text holds NUL bytes/);
    expect(await inFile('a.txt', 'y'.repeat(1001))).toMatch(/^it is larger than 1000 bytes/);
    expect(await inFile('a.txt', 'y'.repeat(1001))).toBe(
      'it is larger than 1000 bytes, the most that is read whole (it has 1001 bytes): ' +
        'split it, e.g. split -C 8M',
    );
    const latin1 = Buffer.from('one\ntwo\nk\xfchl', 'latin1');
    expect(await inFile('a.txt', latin1)).toMatch(/^the text is not UTF-8 \(first in line 3\)/);
    const broken = Buffer.from([0xff, 0xfe, 0x41, 0x00, 0x00, 0xd8, 0x41, 0x00]);
    expect(await inFile('a.txt', broken)).toBe('it is not well-formed UTF-16');
  });

  it('says what is wrong with the front matter of Markdown', async () => {
    expect(await inFile('a.md', '---\nposition: two\n---\nText.')).toMatch(/^position is a string/);
    expect(await inFile('a.md', '---\nupdated_at: soon\n---\nText.')).toMatch(/^updated_at is/);
  });
});
