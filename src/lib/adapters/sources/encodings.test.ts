import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readPages, readStdin, writeFiles } from '../../../../test/contract/source/reading.js';
import { decode, type Encoding, recoded } from './encodings.js';

const bytesOf = (text: string, encoding: BufferEncoding) => Buffer.from(text, encoding);
/** Windows-1252 of `“Flüt” – 5 €…`, byte by byte. */
const QUOTED = Buffer.from([
  ...[0x93, 0x46, 0x6c, 0xfc, 0x74, 0x94, 0x20, 0x96, 0x20, 0x35, 0x20, 0x80, 0x85],
]);

describe('decode', () => {
  it.each(['windows-1252', 'latin1', 'ISO-8859-1', 'us-ascii'])(
    'reads %s as browsers do',
    (label) => expect(decode(QUOTED, label)).toBe('“Flüt” – 5 €…'),
  );

  it('has a character for each byte of windows-1252, the same one as the standard', () => {
    const all = Buffer.from(Array.from({ length: 256 }, (_, i) => i));
    const text = decode(all, 'windows-1252');
    expect([...text]).toHaveLength(256);
    // index-windows-1252 of the standard: rows 0x80, 0x8a, 0x9f, and the five bytes that stay
    expect([0x80, 0x8a, 0x9f].map((at) => text.codePointAt(at))).toEqual([0x20ac, 0x160, 0x178]);
    for (const at of [0x81, 0x8d, 0x8f, 0x90, 0x9d]) expect(text.codePointAt(at)).toBe(at);
  });
});

describe('recoded', () => {
  it('joins characters that stand in two chunks', async () => {
    const bytes = bytesOf('\ufeffFlüt 🐋', 'utf16le');
    const chunks = (async function* () {
      for (const byte of bytes) yield await Promise.resolve(Buffer.from([byte]));
    })();
    const parts: Buffer[] = [];
    for await (const part of recoded(chunks, 'utf-16le')) parts.push(part);
    expect(Buffer.concat(parts).toString()).toBe('Flüt 🐋');
  });
});

describe('an encoding that is said', () => {
  const body = 'Die Flüt.';
  it.each<[string, Buffer, Encoding]>([
    ['a.txt', bytesOf(body, 'latin1'), 'latin1'],
    ['a.md', bytesOf(`# Ebbe\n\n${body}`, 'latin1'), 'windows-1252'],
    ['a.jsonl', bytesOf(`{"id":"a","body":"${body}"}\n`, 'utf16le'), 'utf-16le'],
    ['a.json', bytesOf(`[{"id":"a","body":"${body}"}]`, 'latin1'), 'latin1'],
    ['a.html', bytesOf(`<title>T</title><meta charset="koi8-r"><p>${body}`, 'latin1'), 'latin1'],
    ['b.html', bytesOf(`<title>T</title><meta charset="koi8-r"><p>${body}`, 'utf8'), 'utf-8'],
  ])('holds for %s', async (name, bytes, encoding) => {
    const path = join(writeFiles({ [name]: bytes }), name);
    expect((await readPages({ path, encoding })).pages.map((page) => page.body)).toEqual([body]);
    expect((await readStdin(bytes, { encoding })).pages.map((page) => page.body)).toEqual([body]);
  });

  it('is held against the bytes', async () => {
    for (const [bytes, encoding] of [
      [bytesOf(body, 'latin1'), 'utf-8'],
      [Buffer.from([0x41, 0x00, 0x00, 0xd8]), 'utf-16le'],
    ] as [Buffer, Encoding][]) {
      const path = join(writeFiles({ 'a.txt': bytes }), 'a.txt');
      const { problems } = await readPages({ path, encoding });
      expect(problems.map(({ reason }) => reason)).toEqual([
        `it is not well-formed ${encoding.toUpperCase()}`,
      ]);
    }
  });
});
