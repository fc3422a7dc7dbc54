import { mkdtempSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { systemClock } from '../../lib/adapters/clock/system.js';
import { openChatlog } from '../../lib/adapters/sources/chatlog/factory.js';
import type { Utterance } from '../../lib/domain/conversation.js';
import { sampleConversations } from './conversations.js';
import { SAMPLES } from './samples.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const NOW = Date.UTC(2031, 1, 28, 23, 59);
const MOMENTS = [NOW, NOW + 2 * HOUR, Date.UTC(2028, 1, 29), Date.UTC(2020, 0, 1)];

async function read(path: string, now: number): Promise<Utterance[]> {
  const source = await openChatlog({ path, clock: { ...systemClock, now: () => now } });
  const utterances: Utterance[] = [];
  for await (const record of source.read(new AbortController().signal)) {
    if ('problem' in record) throw new Error(record.problem.reason);
    utterances.push(record.utterance);
  }
  return utterances;
}

describe.each(SAMPLES)('the log of conversations on %s', (name) => {
  const folder = mkdtempSync(join(tmpdir(), 'gibsey-conversations-'));
  const holding = (stored: readonly Utterance[]) => ({
    get: (ids: readonly string[]) => Promise.resolve(stored.filter(({ id }) => ids.includes(id))),
  });
  const written = async (now: number, stored: readonly Utterance[] = []) =>
    read(await sampleConversations(name, folder, holding(stored), now), now);

  it.each(MOMENTS)('is of the last 30 hours at %d', async (now) => {
    const times = (await written(now)).map(({ createdAt }) => createdAt);
    expect(Math.max(...times)).toBeLessThanOrEqual(now);
    expect(Math.min(...times)).toBeGreaterThan(now - 30 * HOUR);
  });

  it('keeps the dates that the store has, while a window of seven days holds them', async () => {
    const first = await written(NOW);
    for (const later of [HOUR, DAY, 4 * DAY]) {
      expect(await written(NOW + later, first)).toEqual(first);
    }
    const again = await written(NOW + 6 * DAY, first);
    expect(again.map(({ id }) => id)).toEqual(first.map(({ id }) => id));
    expect(again[0]!.createdAt).toBe(first[0]!.createdAt + 6 * DAY);
  });

  it('is not written where it stands', async () => {
    const path = await sampleConversations(name, folder, holding([]), NOW);
    const [bytes, { mtimeMs }] = [readFileSync(path), statSync(path)];
    await sampleConversations(name, folder, holding([]), NOW);
    expect([readFileSync(path), statSync(path).mtimeMs]).toEqual([bytes, mtimeMs]);
  });

  it('has each utterance once, and more than one who asks', async () => {
    const utterances = await written(NOW);
    expect(new Set(utterances.map(({ id }) => id)).size).toBe(utterances.length);
    expect(new Set(utterances.map(({ text }) => text)).size).toBe(utterances.length);
    expect(new Set(utterances.map(({ userId }) => userId)).size).toBeGreaterThan(5);
  });
});
