import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Page } from '../../domain/page.js';
import { assertStorable } from './storable.js';

const page = (changes: Partial<Page>): Page => ({
  id: 'p',
  body: 'text',
  title: null,
  chapter: null,
  position: null,
  charId: null,
  source: 's',
  updatedAt: 0,
  metadata: {},
  ...changes,
});

const refused = (changes: Partial<Page>) => {
  try {
    assertStorable([page({}), page(changes)]);
    return null;
  } catch (thrown) {
    return thrown;
  }
};

describe('assertStorable', () => {
  it('takes what UTF-8 can hold, refuses what it would change', () => {
    const unit = fc.oneof(fc.nat(0xffff), fc.integer({ min: 0xd7f0, max: 0xe010 }), fc.nat(3));
    fc.assert(
      fc.property(fc.array(unit, { maxLength: 12 }), (units) => {
        const body = String.fromCharCode(...units);
        const kept = Buffer.from(body, 'utf8').toString('utf8') === body && !body.includes('\0');
        expect(refused({ body }) === null).toBe(kept);
      }),
      { numRuns: 2_000 },
    );
  });

  it.each([
    [{ title: 'abc\0' }, /Page "p": title .* offset 3/],
    [{ chapter: '\udc00' }, /chapter .* offset 0/],
    [{ charId: '\ud83d😀' }, /charId .* offset 0/],
    [{ source: '\0' }, /source/],
    [{ id: '' }, /id is empty/],
    [{ id: 'é'.repeat(32_768) }, /65535 bytes/],
    [{ position: Infinity }, /position/],
    [{ updatedAt: 0.5 }, /updatedAt/],
  ])('names the field of %j', (changes, message) => {
    expect(refused(changes)).toMatchObject({
      code: 'BAD_INPUT',
      message: expect.stringMatching(message) as string,
    });
  });

  it('takes the longest id', () => {
    expect(refused({ id: 'x'.repeat(65_535) })).toBeNull();
  });
});
