import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { contentOf, linesOf } from './input.js';

const folder = mkdtempSync(join(tmpdir(), 'gibsey-input-'));
const { signal } = new AbortController();

function fileOf(content: string | Buffer): string {
  const file = join(folder, 'file.jsonl');
  writeFileSync(file, content);
  return file;
}

describe('the content of a file', () => {
  it.each([
    ['UTF-8', Buffer.from('Wie heißt du?')],
    ['UTF-8 with a mark', Buffer.from('\ufeffWie heißt du?')],
    ['UTF-16', Buffer.from('\ufeffWie heißt du?', 'utf16le')],
    ['UTF-16 of the other order', Buffer.from('\ufeffWie heißt du?', 'utf16le').swap16()],
  ])('is read as text in %s', async (_, bytes) => {
    expect(await contentOf(fileOf(bytes), { signal })).toBe('Wie heißt du?');
  });

  it.each([
    ['is not there', () => join(folder, 'none'), 'there is no such file'],
    ['is a folder', () => folder, 'it is a folder'],
    ['is elsewhere', () => 'https://example.org/f.json', 'it is an address'],
    ['is in another encoding', () => fileOf(Buffer.from('heißt', 'latin1')), 'it is not UTF-8'],
    ['never ends', () => '/dev/zero', 'it is too large'],
  ])('that %s is refused with the reason', async (_, file, reason) => {
    await expect(contentOf(file(), { signal, longest: 100_000 })).rejects.toMatchObject({
      code: 'SOURCE_UNREADABLE',
      message: expect.stringContaining(`cannot be read: ${reason}`) as string,
    });
  });

  it('is read line by line: one in another encoding keeps none of the others back', async () => {
    const latin = Buffer.from('heißt\n', 'latin1');
    const file = fileOf(Buffer.concat([Buffer.from('\ufeffeins\r\n'), latin, Buffer.from('zwei')]));
    const unreadable = expect.stringContaining('not UTF-8') as string;
    expect(await linesOf(file, { signal })).toEqual(['eins', { unreadable }, 'zwei']);
    const utf16 = fileOf(Buffer.from('\ufeffeins\nzwei', 'utf16le'));
    expect(await linesOf(utf16, { signal })).toEqual(['eins', 'zwei']);
    expect(await linesOf(fileOf(Buffer.from('')), { signal })).toEqual(['']);
  });

  it('is waited for no longer than until one stops it', async () => {
    const stopping = new AbortController();
    const stdin = new PassThrough();
    stdin.write('{"id":');
    const content = contentOf('-', { signal: stopping.signal, stdin });
    const reason = new Error('stopped');
    stopping.abort(reason);
    await expect(content).rejects.toBe(reason);
  });
});
