import { randomUUID } from 'node:crypto';
import type { LockOwner, LockRow, LockStore } from '../../../ports/index.js';
import { AGAIN, contend } from './concurrency.js';
import type { Session, Statement } from './session.js';

interface Row {
  fence: bigint;
  counter: bigint;
  held: boolean;
  run_id: string;
  pid: number;
  host: string;
  command: string;
  ticket: unknown;
}

const SELECT =
  'SELECT fence, counter, held, run_id, pid, host, command, ticket FROM locks WHERE name = ?';
const FIRST = `INSERT INTO locks (run_id, pid, host, command, ticket, held, counter, fence, name)
  VALUES (?, ?, ?, ?, ?, true, 0, 1, ?) IF NOT EXISTS`;
const TAKE = `UPDATE locks SET run_id = ?, pid = ?, host = ?, command = ?, ticket = ?, held = true, counter = 0,
  fence = ? WHERE name = ? IF fence = ? AND counter = ? AND held = ?`;
const BEAT =
  'UPDATE locks SET counter = ? WHERE name = ? IF fence = ? AND counter = ? AND held = true';
const RELEASE = 'UPDATE locks SET held = false WHERE name = ? IF fence = ? AND held = true';

/** Rows are never deleted, so that fences never fall; every change is a compare-and-set. */
export function cassandraLocks(session: Session): LockStore {
  const current = async (name: string) =>
    (await session.read<Row>(SELECT, [name], { serial: true }))[0];
  return {
    async read(name) {
      const row = await current(name);
      return row ? toLock(row) : null;
    },
    async take(name, owner, observed) {
      const ticket = randomUUID();
      return contend(`the lock ${name}`, async () => {
        const now = await current(name);
        if (String(now?.ticket) === ticket) return Number(now?.fence);
        if (now?.held && !same(now, observed)) return null;
        const { outcome } = await session.compareAndSet(taking(name, owner, ticket, now));
        if (outcome === 'applied') return Number(now?.fence ?? 0) + 1;
        return outcome === 'refused' ? null : AGAIN;
      });
    },
    async beat(name, fence) {
      return contend(`the lock ${name}`, async () => {
        const now = await current(name);
        if (!now?.held || Number(now.fence) !== fence) return false;
        const values = [now.counter + 1n, name, now.fence, now.counter];
        const { outcome } = await session.compareAndSet({ cql: BEAT, values });
        return outcome === 'applied' || AGAIN;
      });
    },
    async release(name, fence) {
      await contend(`the lock ${name}`, async () => {
        const values = [name, BigInt(fence)];
        const { outcome } = await session.compareAndSet({ cql: RELEASE, values });
        return outcome === 'unknown' ? AGAIN : undefined;
      });
    },
  };
}

function taking(name: string, owner: LockOwner, ticket: string, now: Row | undefined): Statement {
  const who = [owner.runId, owner.pid, owner.host, owner.command, ticket];
  if (!now) return { cql: FIRST, values: [...who, name] };
  return { cql: TAKE, values: [...who, now.fence + 1n, name, now.fence, now.counter, now.held] };
}

function same(now: Row, observed: LockRow | null): boolean {
  return Number(now.fence) === observed?.fence && Number(now.counter) === observed.counter;
}

function toLock({ run_id, pid, host, command, fence, counter, held }: Row): LockRow {
  const owner = { runId: run_id, pid, host, command };
  return { owner, fence: Number(fence), counter: Number(counter), held };
}
