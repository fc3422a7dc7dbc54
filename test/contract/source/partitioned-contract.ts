import { afterEach, describe, expect, it } from 'vitest';
import { normalisedUrl } from '../../../src/lib/algorithms/text/url.js';
import { hashText } from '../../../src/lib/algorithms/text/hashing.js';
import type { RawItem } from '../../../src/lib/domain/item.js';
import type {
  Checkpoint,
  PartitionedSource,
  PartitionRecord,
} from '../../../src/lib/ports/index.js';
import { answering, at, cutting, type Loopback } from '../../fixtures/http/loopback.js';
import type { Posted } from '../../fixtures/http/posted.js';
import { steppedClock, type SteppedClock } from '../../support/clock.js';
import { NOW } from './reading.js';

export const DAY = '2026-02-27';
const MIDNIGHT = Date.parse(`${DAY}T00:00:00Z`) / 1000;
const DAY_S = 86_400;

export interface OpenedSource {
  source: PartitionedSource<RawItem>;
  /** The service behind it; null where there is none that could fail. */
  service: Loopback | null;
}

export interface PartitionedSourceUnderTest {
  name: string;
  /** A source of these posts, which asks for three of them at a time. */
  open: (posts: readonly Posted[], clock: SteppedClock) => Promise<OpenedSource>;
  /** Calls in 60 s. */
  batch: number;
  /** What no error may show. */
  secrets: readonly string[];
}

const idle = new AbortController().signal;

export const posted = (id: number, at: number, more: Partial<Posted> = {}): Posted => ({
  id,
  at,
  title: `Tide table ${id} is "wrong" & <late> since v${id}`,
  body: `The harbour floods before the app says so.\n\nWe'd pay for ${id} honest warnings. 青い 🐳`,
  author: `keeper-of-light-${id % 3}`,
  ...more,
});

/** Two days and the edges of those around; two in one second, first and last seconds. */
const POSTS = [
  ...[-1, 0, 0, 5, 3_600, 3_601, 40_000, 40_001, 86_398, 86_399, 86_400, 90_000, 2 * DAY_S].map(
    (at, i) => posted(i + 1, MIDNIGHT + at),
  ),
];
const OF_DAY = POSTS.filter(({ at: s }) => s >= MIDNIGHT && s < MIDNIGHT + DAY_S);

/** What collecting by day relies on, whatever the service. */
export function partitionedSourceContract({
  name,
  open,
  batch,
  secrets,
}: PartitionedSourceUnderTest): void {
  describe(`PartitionedSource: ${name}`, () => {
    const services: Loopback[] = [];
    const given = async (posts: readonly Posted[] = POSTS) => {
      const clock = steppedClock(NOW);
      const opened = await open(posts, clock);
      if (opened.service) services.push(opened.service);
      return { ...opened, clock };
    };
    afterEach(async () => {
      await Promise.all(services.splice(0).map((service) => service.close()));
    });

    it('knows the days of a window up to today', async () => {
      const { source } = await given([...POSTS, posted(99, NOW / 1000)]);
      const days = async (from: string, to: string) => {
        const found: string[] = [];
        for await (const day of source.partitions({ from, to }, idle)) found.push(day);
        return found;
      };
      expect(await days(DAY, '2026-02-28')).toEqual([DAY, '2026-02-28']);
      expect((await days(DAY, '2027-01-01')).at(-1)).toBe('2026-03-01');
      expect(await days('2026-02-28', DAY)).toEqual([]);
      await expect(days('2026-02-30', '2026-03-01')).rejects.toMatchObject({ code: 'USAGE' });
    });

    it('yields what was posted on the day, and nothing else', async () => {
      const { source } = await given();
      const docs = docsIn(await read(source));
      expect(docs.map(({ title }) => title).sort()).toEqual(
        OF_DAY.map(({ title }) => title).sort(),
      );
      const next = docsIn(await read(source, { day: '2026-02-28' }));
      expect(next.map(({ createdAt }) => createdAt / 1000 - MIDNIGHT).sort()).toEqual([
        86_400, 90_000,
      ]);
    });

    it('yields items that every store can hold, under the key of their address', async () => {
      const nul = { title: 'A \0 tide \ud800', body: 'x\0y\udc00z' };
      const { source } = await given([posted(1, MIDNIGHT), posted(2, MIDNIGHT + 9, nul)]);
      const docs = docsIn(await read(source));
      expect(docs).toHaveLength(2);
      for (const doc of docs) expectStorable(doc, source.name);
      const plain = docs.find(({ createdAt }) => createdAt === MIDNIGHT * 1000);
      expect(plain?.body).toBe(posted(1, 0).body);
    });

    it('tells persons apart without naming them', async () => {
      const { source } = await given();
      const docs = docsIn(await read(source));
      expect(new Set(docs.map(({ author }) => author)).size).toBeGreaterThan(0);
      expect(JSON.stringify(docs)).not.toContain('keeper-of-light');
    });

    it('yields the same records each time, also from a new reader', async () => {
      const { source } = await given();
      const first = await read(source);
      expect(await read(source)).toEqual(first);
      expect(docsIn(await read((await given()).source))).toEqual(docsIn(first));
    });

    it('reports what cannot be used and goes on', async () => {
      const { source } = await given([...POSTS, posted(70, MIDNIGHT + 7, { broken: true })]);
      const records = await read(source);
      const problems = records.flatMap((r) => ('problem' in r ? [r.problem] : []));
      expect(problems).toHaveLength(1);
      expect(problems[0]).toMatchObject({ reason: expect.stringMatching(/title/) as unknown });
      expect(problems[0]?.where).not.toBe('');
      expect(docsIn(records)).toHaveLength(OF_DAY.length);
    });

    it('goes on at each of its checkpoints, as JSON', async () => {
      const { source } = await given();
      const records = await read(source);
      const checkpoints = records.flatMap((r, i) => ('checkpoint' in r ? [{ i, ...r }] : []));
      expect(checkpoints.length).toBeGreaterThan(0);
      for (const { i, checkpoint } of checkpoints) {
        const from = JSON.parse(JSON.stringify(checkpoint)) as Checkpoint;
        const rest = keysIn(await read(source, { from }));
        const before = keysIn(records.slice(0, i));
        expect(new Set([...before, ...rest])).toEqual(new Set(keysIn(records)));
        for (const key of keysIn(records.slice(i))) expect(rest).toContain(key);
      }
      expect(docsIn(await read(source, { from: checkpoints.at(-1)!.checkpoint }))).toEqual([]);
    });

    it('begins anew at a checkpoint that it does not know', async () => {
      const { source } = await given();
      for (const from of [{}, 7, [], 'done', { target: 'x', state: 'done' }] as Checkpoint[])
        expect(docsIn(await read(source, { from }))).toHaveLength(OF_DAY.length);
    });

    it('stops when it is told to, before and between records', async () => {
      const { source } = await given();
      await expect(read(source, { signal: AbortSignal.abort() })).rejects.toThrow(/abort/i);
      const stop = new AbortController();
      const seen: PartitionRecord<RawItem>[] = [];
      const reading = (async () => {
        for await (const record of source.read(DAY, null, stop.signal)) {
          seen.push(record);
          stop.abort();
        }
      })();
      await expect(reading).rejects.toThrow(/abort/i);
      expect(seen).toHaveLength(1);
    });

    it('can be left half-read', async () => {
      const { source } = await given();
      for await (const record of source.read(DAY, null, idle)) {
        expect(record).toBeDefined();
        break;
      }
    });

    it('refuses what is no day', async () => {
      const { source } = await given();
      await expect((async () => read(source, { day: 'yesterday' }))()).rejects.toMatchObject({
        code: 'USAGE',
      });
    });

    it('yields the same when connections are cut, and says so to nobody', async () => {
      const { source, service } = await given();
      if (!service) return;
      const whole = await read(source);
      service.asked.length = 0;
      service.disturb = at([0, 1, 3], cutting);
      expect(await read(source)).toEqual(whole);
    });

    it('waits as long as it is asked to', async () => {
      const { source, service, clock } = await given();
      if (!service) return;
      service.disturb = at([1], answering(429, '{}', { 'retry-after': 7 }));
      expect(docsIn(await read(source))).toHaveLength(OF_DAY.length);
      expect(clock.slept).toEqual([7_000]);
    });

    it('keeps what it has when the service goes away, and goes on when it is back', async () => {
      const { source, service } = await given();
      if (!service) return;
      service.disturb = (...call) => call[2] >= 2 && answering(503, 'busy')(...call);
      const records: PartitionRecord<RawItem>[] = [];
      const thrown = await read(source, { into: records }).catch((error: unknown) => error);
      expect(thrown).toMatchObject({ code: 'SERVICE_UNREACHABLE' });
      const { message, stack, hint, cause } = thrown as Error & { hint: string };
      for (const secret of secrets)
        expect([message, stack, hint, String(cause)].join()).not.toContain(secret);
      const last = records.findLast((record) => 'checkpoint' in record);
      service.disturb = () => false;
      const rest = await read(source, { from: last?.checkpoint ?? null });
      expect(new Set(keysIn([...records, ...rest])).size).toBe(OF_DAY.length);
    });

    it('says that it cannot use what answers in its place', async () => {
      for (const body of ['<html>', '[]', '{}', 'null', '{"items":7,"hits":{},"data":[]}']) {
        const { source, service } = await given();
        if (!service) return;
        service.disturb = answering(200, body);
        const docs = await read(source).then(docsIn, (thrown: unknown) => thrown);
        if (!Array.isArray(docs)) expect(docs).toMatchObject({ code: 'REPLY_INVALID' });
        else expect(docs).toEqual([]); // an empty list of a service that answers with lists
      }
    });

    it(`asks ${batch} times in a minute and no more`, async () => {
      const many = Array.from({ length: 200 }, (_, i) => posted(i + 1, MIDNIGHT + i * 400));
      const { source, service, clock } = await given(many);
      if (!service) return;
      const times: number[] = [];
      service.disturb = () => {
        times.push(clock.now());
        return false;
      };
      expect(docsIn(await read(source))).toHaveLength(200);
      expect(times.length).toBeGreaterThan(batch);
      for (const from of times)
        expect(times.filter((ms) => ms >= from && ms < from + 60_000).length).toBeLessThanOrEqual(
          batch,
        );
      expect(times.filter((ms) => ms < NOW + 60_000)).toHaveLength(batch);
    });
  });
}

interface Reading {
  day?: string;
  from?: Checkpoint | null;
  signal?: AbortSignal;
  into?: PartitionRecord<RawItem>[];
}

export async function read(
  source: PartitionedSource<RawItem>,
  { day = DAY, from = null, signal = idle, into = [] }: Reading = {},
): Promise<PartitionRecord<RawItem>[]> {
  for await (const record of source.read(day, from, signal)) into.push(record);
  return into;
}

export const docsIn = (records: readonly PartitionRecord<RawItem>[]): RawItem[] =>
  records.flatMap((record) => ('doc' in record ? [record.doc] : []));

const keysIn = (records: readonly PartitionRecord<RawItem>[]): string[] =>
  docsIn(records).map(({ urlHash }) => urlHash);

function expectStorable(item: RawItem, source: string): void {
  expect(item.source).toBe(source);
  expect(item.urlHash).toBe(hashText(normalisedUrl(item.url) ?? ''));
  expect(item.collectionDate).toBe(new Date(item.createdAt).toISOString().slice(0, 10));
  expect(Number.isSafeInteger(item.createdAt)).toBe(true);
  expect(item.title.trim()).not.toBe('');
  for (const text of [item.url, item.title, item.body])
    expect(/\0|[\ud800-\udfff]/u.test(text)).toBe(false);
}
