import { expect, it, onTestFinished } from 'vitest';
import { temporaryStore } from '../../../../test/support/store.js';
import { contextTables, rowsOf } from '../../ports/store/tables/context.js';
import { datedRows } from './rows.js';

const DAY = 86_400_000;

it('counts and removes the rows of a declared table that were made before a day, whoever they belong to', async () => {
  const store = await temporaryStore();
  onTestFinished(() => store.close());
  const { reactions } = contextTables(store.tables);
  const made = Array.from({ length: 1_300 }, (_, n) => ({
    ...{ userId: `u${n % 3}`, tipId: `tip-${n}`, reaction: 'liked' as const },
    createdAt: n * (DAY / 1_000),
  }));
  await reactions.put(made);
  const log = datedRows(reactions);
  expect(await log.countBefore(1)).toBe(1_000);
  expect(await log.prune(1)).toBe(1_000);
  expect(await log.countBefore(1)).toBe(0);
  const left = await rowsOf(reactions.all());
  expect(left).toHaveLength(300);
  expect(Math.min(...left.map(({ createdAt }) => createdAt))).toBe(DAY);
});
