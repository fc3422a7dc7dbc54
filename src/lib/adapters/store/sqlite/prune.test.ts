import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { systemClock } from '../../clock/system.js';
import { openSqliteStore } from './factory.js';

const DAY = 86_400_000;

it('leaves nothing of what people said in the file', async () => {
  const path = join(mkdtempSync(join(tmpdir(), 'gibsey-prune-')), 'gibsey.db');
  const secret = (i: number) => `my-secret-number-${i}-`.repeat(20);
  const inFile = () => readFileSync(path, 'latin1').includes('my-secret-number');
  const opened = () => openSqliteStore({ path, clock: systemClock });
  const store = await opened();
  await store.conversations.put(
    Array.from({ length: 300 }, (_, i) => ({
      ...{ id: `u${i}`, userId: 'ann', sessionId: 's', role: 'user' as const, text: secret(i) },
      ...{ language: null, createdAt: i, metadata: {} },
    })),
  );
  await store.close(); // folds the log into the file
  expect(inFile()).toBe(true);
  const again = await opened();
  expect(await again.conversations.prune(1)).toBe(300);
  await again.close();
  expect(inFile()).toBe(false);
});

it('removes more than one batch, and what came meanwhile stays', async () => {
  const path = join(mkdtempSync(join(tmpdir(), 'gibsey-prune-')), 'gibsey.db');
  const store = await openSqliteStore({ path, clock: systemClock });
  const utterance = (id: string, createdAt: number) => ({
    ...{ id, userId: 'ann', sessionId: 's', role: 'user' as const, text: 'Where?' },
    ...{ language: null, createdAt, metadata: {} },
  });
  await store.conversations.put(Array.from({ length: 5_001 }, (_, i) => utterance(`u${i}`, i)));
  const pruned = store.conversations.prune(1);
  await store.conversations.put([utterance('new', DAY)]);
  expect(await pruned).toBe(5_001);
  expect(await store.conversations.count()).toBe(1);
  await store.close();
});
