import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  openSqliteStore,
  SQLITE_CAPABILITIES,
} from '../../src/lib/adapters/store/sqlite/factory.js';
import { storeContract } from './store/index.js';

storeContract({
  name: 'sqlite',
  capabilities: SQLITE_CAPABILITIES,
  async open(clock) {
    const folder = mkdtempSync(join(tmpdir(), 'gibsey-store-'));
    const path = join(folder, 'gibsey.db');
    const stores = [await openSqliteStore({ path, clock })] as const;
    const others: Awaited<ReturnType<typeof openSqliteStore>>[] = [];
    return {
      store: stores[0],
      async reopen() {
        const store = await openSqliteStore({ path, clock });
        others.push(store);
        return store;
      },
      async close() {
        for (const store of [...others, ...stores]) await store.close();
        rmSync(folder, { recursive: true, force: true });
      },
    };
  },
});
