import { afterAll, beforeAll } from 'vitest';
import { CASSANDRA_CAPABILITIES } from '../../src/lib/adapters/store/cassandra/factory.js';
import { storeContract } from '../contract/store/index.js';
import { keyspaces, type Keyspaces } from './cassandra-keyspaces.js';

let cassandra: Keyspaces;
beforeAll(async () => {
  cassandra = await keyspaces('contract');
});
afterAll(() => cassandra?.close());

storeContract({
  name: 'cassandra',
  capabilities: CASSANDRA_CAPABILITIES,
  timeoutMs: 60_000,
  open: (clock) => cassandra.open(clock),
});
