import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readStdin } from '../../../../../test/contract/source/reading.js';
import { countWords } from '../../../algorithms/text/paginate.js';

const chunk = fc.integer({ min: 1, max: 64 });
const NEVER_OVER = 60_000;

/** Bytes of a line that may be anything, but for the line end. */
const garbage = fc.oneof(
  fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes.filter((byte) => byte !== 10))),
  fc.json().map((text) => Buffer.from(text)),
  fc
    .record({ id: fc.anything(), body: fc.anything(), updated_at: fc.anything() })
    .map((row) => Buffer.from(safeJson(row))),
  fc
    .tuple(fc.constantFrom('{"id":"a","body":"b"}', '[{"text":"\\ud800"}]'), fc.nat(20))
    .map(([text, at]) => Buffer.from(text.slice(0, at))),
);

function safeJson(value: unknown): string {
  try {
    return JSON.stringify(value) ?? '';
  } catch {
    return '';
  }
}

const fragments = fc.array(
  fc.oneof(
    fc.constantFrom(
      ...['\n', '\n\n', '\r\n', '\r', '# ', '## A\n', '---\n', '===\n', '```\n', '~~~', '| a |\n'],
      ...['CHAPTER 1. A.\n\n', 'Chapter II\n', 'BOOK I\n\n', 'EPILOGUE\n\n', 'LOUD\n\n', 'I\n\n'],
      ...[
        'id: x\n',
        'title: y\n',
        'position: 1\n',
        ' - a\n',
        '*** START OF THE PROJECT GUTENBERG EBOOK',
      ],
      ...[
        'A sentence. ',
        'and so ',
        '“Hark!” ',
        'Mr. ',
        '鯨 swam slowly under many ships, ',
        '\u2028',
        '\ufeff',
        '[',
        '](',
        '{#',
        '\u00a0',
      ],
    ),
    fc.string({ unit: 'grapheme', maxLength: 12 }).map((text) => text.replaceAll('\0', '')),
  ),
  { maxLength: 60 },
);

/** A front matter, or a heading: what tells standard input to be Markdown. */
const starts = fc.constantFrom('# A\n\n', '---\n', '---\ntitle: T\n---\n');

/** No heading has that many words in lower case, so none may be lost. */
const whales = (text: string): number => text.split('鯨').length - 1;

describe('10,000 fuzzed inputs', () => {
  it(
    'JSON Lines: no good line is lost, each bad one is told, nothing crashes',
    { timeout: NEVER_OVER },
    async () => {
      const lines = fc.array(fc.option(garbage, { freq: 3 }), { minLength: 1, maxLength: 8 });
      await fc.assert(
        fc.asyncProperty(lines, chunk, async (parts, size) => {
          const good = parts.map((_, i) => `{"id":"fuzz-good-${i}","body":"Body ${i}."}`);
          const bytes = parts.map((part, i) => part ?? Buffer.from(good[i] ?? ''));
          const first = Buffer.from('{"id":"fuzz-first","body":"First."}\n');
          const joined = bytes.flatMap((line) => [line, Buffer.from('\n')]);
          const { pages, places, problems } = await readStdin(
            Buffer.concat([first, ...joined]),
            {},
            size,
          );
          const expected = parts.flatMap((part, i) => (part === null ? [`stdin:${i + 2}`] : []));
          expect(places).toEqual(expect.arrayContaining(['stdin:1', ...expected]));
          const blank = bytes.filter((line) => /^[ \t\r]*$/.test(line.toString('latin1'))).length;
          expect(pages.length + problems.length).toBe(parts.length + 1 - blank);
        }),
        { numRuns: 4000, seed: Number(process.env.FUZZ_SEED ?? 1) },
      );
    },
  );

  it('text: every character is on a page or in a heading', { timeout: NEVER_OVER }, async () => {
    await fc.assert(
      fc.asyncProperty(fragments, chunk, async (parts, size) => {
        const text = `Text.\n\n${parts.join('')}`;
        const { pages, problems } = await readStdin(text, { pageWords: 20 }, size);
        expect(problems).toEqual([]);
        expectInOrder(text, pages);
        const licence = text.includes('*** START');
        if (!licence) expect(whales(pages.map(({ body }) => body).join())).toBe(whales(text));
      }),
      { numRuns: 3000, seed: Number(process.env.FUZZ_SEED ?? 1) },
    );
  });

  it('Markdown: likewise', { timeout: NEVER_OVER }, async () => {
    await fc.assert(
      fc.asyncProperty(starts, fragments, chunk, async (start, parts, size) => {
        const text = `${start}${parts.join('')}`;
        const { pages, problems } = await readStdin(text, { pageWords: 20 }, size);
        expect(problems.map(({ reason }) => reason)).toEqual([]);
        expectInOrder(text, pages);
      }),
      { numRuns: 3000, seed: Number(process.env.FUZZ_SEED ?? 1) },
    );
  });
});

/** Pages are stretches of the text, one behind the other. */
function expectInOrder(text: string, pages: readonly { body: string; id: string }[]): void {
  const whole = text.replace(/^\ufeff/, '').replace(/\r\n?/g, '\n');
  let at = 0;
  for (const { body } of pages) {
    const found = whole.indexOf(body, at);
    expect(found).toBeGreaterThanOrEqual(at);
    at = found + body.length;
  }
  expect(new Set(pages.map(({ id }) => id)).size).toBe(pages.length);
  expect(pages.every(({ body }) => countWords(body) > 0)).toBe(true);
}
