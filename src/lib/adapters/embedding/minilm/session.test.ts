import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { join } from 'node:path';
import { FILES } from './config.js';
import { normalizedMean, Session } from './session.js';

const MODEL = join(import.meta.dirname, '../../../../../models/all-MiniLM-L6-v2', FILES.model.name);

describe('normalizedMean', () => {
  it('averages the rows and has length 1', () => {
    const rows = Float32Array.of(1, 2, 5, 6);
    expect([...normalizedMean(rows, 2)]).toEqual([Math.fround(0.6), Math.fround(0.8)]);
  });
});

describe('Session', { timeout: 60_000 }, () => {
  const sessions: Session[] = [];
  beforeAll(async () => {
    for (const threads of [1, 2, 3]) sessions.push(await Session.open(MODEL, threads));
  }, 60_000);
  afterAll(async () => {
    for (const session of sessions) await session.close();
  });

  it('gives one vector, bit for bit, however many threads work on it', async () => {
    for (const length of [2, 3, 5, 8, 13, 16, 17, 31, 64, 101, 255, 256]) {
      const ids = Int32Array.from({ length }, (_, i) => 1000 + ((i * 7919 + length) % 28_000));
      const [one, two, three] = await Promise.all(sessions.map((each) => each.embed(ids)));
      expect(two).toEqual(one);
      expect(three).toEqual(one);
    }
  });
});
