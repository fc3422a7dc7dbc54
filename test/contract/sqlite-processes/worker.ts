/**
 * One process of several on an embedded store: `worker.ts TASK PATH NAME`. Says that it is loaded, waits for a
 * line on stdin, so that all begin together, and says what it did in one JSON line.
 */
import { once } from 'node:events';
import { systemClock } from '../../../src/lib/adapters/clock/system.js';
import { openSqliteStore } from '../../../src/lib/adapters/store/sqlite/factory.js';
import { asGibseyError } from '../../../src/lib/domain/errors.js';
import type { Store } from '../../../src/lib/ports/index.js';
import { embedded, page, SPACE } from '../store/fixtures.js';

const BATCH = 20;

const TASKS: Record<string, (store: Store, name: string) => Promise<unknown>> = {
  /** Only opens, and says what it sees. */
  open: (store) => store.pages.count(),
  /** Forty debits that every process sends, and ten of its own. */
  async debit({ ledger }, name) {
    const outcomes: string[] = [];
    for (let i = 0; i < 50; i++) {
      const requestId = i < 40 ? `shared-${i}` : `${name}-${i}`;
      const entry = { account: 'busy', requestId, delta: -1, reason: 'chat' };
      outcomes.push((await ledger.apply(entry)) === 'insufficient' ? 'insufficient' : 'paid');
    }
    return outcomes;
  },
  /** The lock, taken and freed over and over; the fences it got. */
  async lock({ locks }, name) {
    const owner = { runId: name, pid: process.pid, host: 'h', command: 'nightly' };
    const fences: number[] = [];
    for (let i = 0; i < 100; i++) {
      const fence = await locks.take('night', owner, null);
      if (fence === null) continue;
      fences.push(fence);
      await locks.release('night', fence);
    }
    return fences;
  },
  /** Batches of pages and vectors until it is killed; one line for each batch that is stored. */
  async write(store, name) {
    for (let i = 0; ; i++) {
      const ids = Array.from({ length: BATCH }, (_, j) => `${name}-${i}-${j}`);
      await store.pages.put(ids.map((id) => page(id, { body: id.repeat(200) })));
      await store.vectors.put(
        SPACE,
        ids.map((id) => embedded(id)),
      );
      process.stdout.write(`${JSON.stringify(i)}\n`);
    }
  },
};

async function main([task = '', path = '', name = '']: string[]): Promise<void> {
  process.stdout.write('"loaded"\n');
  await once(process.stdin, 'data');
  process.stdin.destroy();
  const store = await openSqliteStore({ path, clock: systemClock });
  const result = await TASKS[task]?.(store, name);
  await store.close();
  process.stdout.write(`${JSON.stringify(result)}\n`);
}

main(process.argv.slice(2)).catch((thrown: unknown) => {
  const { code, message } = asGibseyError(thrown);
  process.stderr.write(`${code} ${message}\n`);
  process.exitCode = 1;
});
