import type { LockOwner, LockRow, LockStore } from '../../../ports/index.js';
import type { Connection } from './connection.js';

interface Row {
  fence: number;
  counter: number;
  held: 0 | 1;
  run_id: string;
  pid: number;
  host: string;
  command: string;
}

const TAKE = `INSERT INTO locks (name, fence, counter, held, run_id, pid, host, command)
  VALUES (?, ?, 0, 1, ?, ?, ?, ?)
  ON CONFLICT (name) DO UPDATE SET fence = excluded.fence, counter = 0, held = 1, run_id = excluded.run_id,
    pid = excluded.pid, host = excluded.host, command = excluded.command`;
const BEAT = 'UPDATE locks SET counter = counter + 1 WHERE name = ? AND fence = ? AND held = 1';

/**
 * @param highestPublished the highest fence that has ever published: a journal that was lost or restored
 * must not hand out fences that the knowledge has already seen.
 */
export function sqliteLocks(db: Connection, highestPublished: () => number): LockStore {
  const read = (name: string) => {
    const row = db.get<Row>('SELECT * FROM locks WHERE name = ?', name);
    return row ? toLock(row) : null;
  };
  return {
    async read(name) {
      return read(name);
    },
    async take(name, owner, observed) {
      return db.immediate(() => {
        const now = read(name);
        if (now?.held && !same(now, observed)) return null;
        const fence = Math.max(now?.fence ?? 0, highestPublished()) + 1;
        db.run(TAKE, name, fence, ...columns(owner));
        return fence;
      });
    },
    async beat(name, fence) {
      return db.run(BEAT, name, fence) === 1;
    },
    async release(name, fence) {
      db.run('UPDATE locks SET held = 0 WHERE name = ? AND fence = ?', name, fence);
    },
  };
}

function same(now: LockRow, observed: LockRow | null): boolean {
  return observed !== null && now.fence === observed.fence && now.counter === observed.counter;
}

const columns = ({ runId, pid, host, command }: LockOwner) => [runId, pid, host, command] as const;

function toLock({ run_id, pid, host, command, fence, counter, held }: Row): LockRow {
  return { owner: { runId: run_id, pid, host, command }, fence, counter, held: held === 1 };
}
