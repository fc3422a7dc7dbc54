import { expect, it } from 'vitest';
import type { Change, ChangeFeed } from '../../ports/index.js';
import { trim } from './trim.js';

const DAY = 86_400_000;

/** One change an hour, the newest at hour `count`. */
function feed(count: number): ChangeFeed & { first: () => number } {
  const one = (sequence: number): Change => ({
    ...{ sequence, table: 'pages', id: 'p', op: 'put' },
    at: sequence * 3_600_000,
  });
  let trimmed = 0;
  return {
    read: async (after, limit) => {
      const start = Math.max(after, trimmed);
      const length = Math.max(0, Math.min(limit, count - start));
      return Array.from({ length }, (_, i) => one(start + i + 1));
    },
    latest: async () => count,
    trim: async (sequence) => void (trimmed = Math.max(trimmed, sequence)),
    first: () => trimmed + 1,
  };
}

const COUNT = 104_500;
const NOW = COUNT * 3_600_000;

it('keeps 100,000 changes, however old they are', async () => {
  const changes = feed(COUNT);
  await trim(changes, { done: COUNT, now: NOW });
  expect(changes.first()).toBe(4_501);
});

it('keeps what is not done', async () => {
  const changes = feed(COUNT);
  await trim(changes, { done: 2_345, now: NOW });
  expect(changes.first()).toBe(2_346);
});

it('keeps a week, however many changes it had', async () => {
  const changes = feed(COUNT);
  await trim(changes, { done: COUNT, now: 1_000 * 3_600_000 + 7 * DAY });
  expect(changes.first()).toBe(1_000);
});

it('leaves a small feed alone', async () => {
  const changes = feed(5_000);
  await trim(changes, { done: 5_000, now: NOW });
  expect(changes.first()).toBe(1);
});
