/** A store whose server goes away and comes back at any moment: nothing ends the process, and it is found again. */
import { setTimeout as delay } from 'node:timers/promises';
import { expect, it, onTestFinished, vi } from 'vitest';
import { systemClock } from '../../src/lib/adapters/clock/system.js';
import { openCassandraStore } from '../../src/lib/adapters/store/cassandra/factory.js';
import { page } from '../contract/store/fixtures.js';
import { contactPoint, keyspaces } from './cassandra-keyspaces.js';
import { severable } from './severable.js';

it('is found again after it broke while it was looked for', async () => {
  const admin = await keyspaces('away');
  const way = await severable(contactPoint());
  const url = `cassandra://${way.point}/away_0`;
  const store = await openCassandraStore({ url, clock: systemClock });
  onTestFinished(async () => {
    await store.close();
    await way.close();
    await admin.drop('away_0');
    await admin.close();
  });
  await store.pages.put([page('a')]);
  for (let i = 0; i < 24; i++) {
    await way.cut();
    await delay(i % 3 === 0 ? 1100 : 100);
    await way.mend();
    await delay(900 + i * 15); // a connection is being looked for, at one of its steps
  }
  const back = async () => expect(await store.pages.get(['a'])).toHaveLength(1);
  await vi.waitFor(back, { timeout: 20_000, interval: 100 });
});
