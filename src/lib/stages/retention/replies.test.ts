import { expect, it } from 'vitest';
import { temporaryStore } from '../../../../test/support/store.js';
import { MARKED_REPLIES } from '../../ports/store/tables/collecting.js';
import { repliesLog } from './replies.js';

const DAY = 86_400_000;

it('forgets replies of services from before a day, and those that no day is known of', async () => {
  const store = await temporaryStore();
  const table = store.tables.of(MARKED_REPLIES);
  const reply = (address: string, keptOn: string) => ({
    ...{ address, etag: 'W/1', headers: [['etag', 'W/1']] as [string, string][], text: '[]' },
    keptOn,
  });
  const replies = ['2026-09-30', '2026-10-01', '2026-10-02', ''].map((on) => reply(`of ${on}`, on));
  await table.put(replies);
  const log = repliesLog(store);
  const day = Date.parse('2026-10-01') / DAY;
  expect(await log.countBefore(day)).toBe(2);
  expect(await log.prune(day)).toBe(2);
  expect(await log.countBefore(day)).toBe(0);
  expect(await table.get(replies)).toEqual(replies.slice(1, 3));
  await store.close();
});
