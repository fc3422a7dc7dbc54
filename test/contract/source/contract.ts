import { afterEach, describe, expect, it } from 'vitest';
import type { Page } from '../../../src/lib/domain/page.js';
import type { Source, SourceRecord } from '../../../src/lib/ports/index.js';
import { NOW, recordsOf } from './reading.js';

/**
 * `whole`: input without a fault, at least two pages. `damaged`: as whole, with a part that cannot be used.
 * `unreadable`: opened, but gone or broken when it is read.
 */
export type Scenario = 'whole' | 'damaged' | 'unreadable';

export interface SourceUnderTest {
  name: string;
  /** A new source for the same input each time. */
  open: (scenario: Scenario) => Promise<Source>;
  /** Pages that `damaged` yields all the same. */
  goodPages: number;
  close: () => void;
}

/** What ingest relies on, whatever the pages come from. */
export function sourceContract({ name, open, goodPages, close }: SourceUnderTest): void {
  describe(`Source: ${name}`, () => {
    afterEach(close);

    it('yields pages that every store can hold', async () => {
      const source = await open('whole');
      const pages = pagesIn(await recordsOf(source));
      expect(pages.length).toBeGreaterThan(1);
      for (const page of pages) expectStorable(page, source.name);
      expect(new Set(pages.map(({ id }) => id)).size).toBe(pages.length);
    });

    it('says of each page where it is from', async () => {
      for (const record of await recordsOf(await open('whole'))) {
        expect('page' in record && record.where.length > 0).toBe(true);
      }
    });

    it('yields the same records in the same order each time', async () => {
      const first = await recordsOf(await open('whole'));
      expect(await recordsOf(await open('whole'))).toEqual(first);
    });

    it('reports what cannot be used and goes on', async () => {
      const records = await recordsOf(await open('damaged'));
      const problems = records.flatMap((r) => ('problem' in r ? [r.problem] : []));
      expect(problems.length).toBeGreaterThan(0);
      for (const { where, reason } of problems) expect([where, reason]).not.toContain('');
      expect(pagesIn(records)).toHaveLength(goodPages);
    });

    it('says what cannot be read', async () => {
      const source = await open('unreadable');
      await expect(recordsOf(source)).rejects.toMatchObject({
        code: 'SOURCE_UNREADABLE',
        message: expect.stringContaining('cannot be read') as unknown,
      });
    });

    it('stops when it is told to, before and between records', async () => {
      const source = await open('whole');
      await expect(recordsOf(source, AbortSignal.abort())).rejects.toThrow(/abort/i);
      const controller = new AbortController();
      const seen: SourceRecord[] = [];
      const reading = (async () => {
        for await (const record of (await open('whole')).read(controller.signal)) {
          seen.push(record);
          controller.abort();
        }
      })();
      await expect(reading).rejects.toThrow(/abort/i);
      expect(seen).toHaveLength(1);
    });

    it('can be left half-read', async () => {
      const source = await open('whole');
      for await (const record of source.read(new AbortController().signal)) {
        expect(record).toHaveProperty('page');
        break;
      }
    });
  });
}

function pagesIn(records: readonly SourceRecord[]): Page[] {
  return records.flatMap((record) => ('page' in record ? [record.page] : []));
}

function expectStorable(page: Page, source: string): void {
  expect(page.source).toBe(source);
  expect(page.id).toBe(page.id.trim());
  expect(Buffer.byteLength(page.id)).toBeGreaterThan(0);
  expect(Buffer.byteLength(page.id)).toBeLessThanOrEqual(512);
  expect(page.body.trim()).not.toBe('');
  for (const text of [page.id, page.body, page.title, page.chapter, page.charId]) {
    expect(text === null || !/\0|[\ud800-\udfff]/u.test(text)).toBe(true);
  }
  expect(page.position === null || Number.isSafeInteger(page.position)).toBe(true);
  expect(Number.isSafeInteger(page.updatedAt)).toBe(true);
  expect(page.updatedAt).toBeLessThanOrEqual(NOW + 24 * 60 * 60 * 1000);
  expect(JSON.parse(JSON.stringify(page.metadata))).toEqual(page.metadata);
}
