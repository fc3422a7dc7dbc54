import { randomUUID } from 'node:crypto';
import type { Change, ChangeFeed } from '../../../ports/index.js';
import { AGAIN, contend, inParallel, turnstile } from './concurrency.js';
import type { Session } from './session.js';

export type Told = Pick<Change, 'table' | 'id' | 'op'>;

export interface CassandraChanges extends ChangeFeed {
  /** Behind everything that is there, in this order. */
  append(changes: readonly Told[]): Promise<void>;
}

interface Row {
  sequence: bigint;
  table_name: Change['table'];
  id: string;
  op: Change['op'];
  at: Date;
}

/** Changes of one partition: read at once without harm, and few partitions for many changes. */
const BUCKET = 4096;
/** Changes that are appended in one step. */
const STEP = 100;
const FEED = 'pages';

const HEAD = 'SELECT DISTINCT bucket, head FROM changes WHERE bucket = ?';
const PLACE = 'SELECT bucket, trimmed FROM change_feeds WHERE name = ?';
const MOVE = 'UPDATE changes SET head = ? WHERE bucket = ? IF head = ?';
const INSERT = `INSERT INTO changes (bucket, sequence, table_name, id, op, at, ticket)
  VALUES (?, ?, ?, ?, ?, toTimestamp(now()), ?)`;
const TICKET = 'SELECT ticket FROM changes WHERE bucket = ? AND sequence = ?';
const READ = `SELECT sequence, table_name, id, op, at FROM changes
  WHERE bucket = ? AND sequence > ? LIMIT ?`;
const DROP = 'DELETE FROM changes WHERE bucket = ? AND sequence <= ?';
// What is written last counts, so the write time is what must not fall.
const ENTER = 'UPDATE change_feeds USING TIMESTAMP ? SET bucket = ? WHERE name = ?';
const TRIMMED = 'UPDATE change_feeds USING TIMESTAMP ? SET trimmed = ? WHERE name = ?';

/** Sequences begin with 1. */
const bucketOf = (sequence: number) => Math.floor((sequence - 1) / BUCKET);

/**
 * A log that is appended to by compare-and-set: one unbroken sequence for all processes, in which nothing appears in
 * front of what was read. Changes that wait for the same step are written together.
 */
export function cassandraChanges(session: Session): CassandraChanges {
  const tail = new Tail(session);
  return {
    append: (changes) => tail.append(changes),
    latest: async () => (await tail.find(false)).head,
    async read(after, limit) {
      const found: Change[] = [];
      for (let from = after; found.length < limit;) {
        const rows = await readBucket(session, from, limit - found.length);
        found.push(...rows);
        const last = rows.at(-1)?.sequence ?? (await trimmedBehind(session, from));
        const more = last !== null && (rows.length === 0 || last % BUCKET === 0);
        if (!more) break;
        from = last;
      }
      return found;
    },
    async trim(sequence) {
      const first = (await placeOf(session)).trimmed + 1;
      const last = Math.min(sequence, (await tail.find(false)).head);
      if (last < first) return;
      await session.write(TRIMMED, [BigInt(last), BigInt(last), FEED]);
      const count = bucketOf(last) - bucketOf(first) + 1;
      const buckets = Array.from({ length: count }, (_, i) => bucketOf(first) + i);
      await inParallel(buckets, (bucket) => session.write(DROP, [bucket, BigInt(last)]));
    },
  };
}

interface End {
  bucket: number;
  /** The newest sequence; the one behind it belongs to the bucket. */
  head: number;
}

class Tail {
  private readonly session: Session;
  private readonly inTurn = turnstile();
  private waiting: Told[] = [];
  /** Where the last step ended, until it turns out that another process has gone on from there. */
  private end: End | null = null;
  /** The newest bucket is this one or behind it. */
  private bucket: number | null = null;

  constructor(session: Session) {
    this.session = session;
  }

  async append(changes: readonly Told[]): Promise<void> {
    this.waiting.push(...changes);
    // One turn takes what has come for the next ones, too. What failed stays for the next call.
    await this.inTurn(FEED, async () => {
      while (this.waiting.length > 0) {
        this.waiting.splice(0, await this.step(this.waiting.slice(0, STEP)));
      }
    });
  }

  /** How many of the changes are in the log now. */
  private async step(changes: readonly Told[]): Promise<number> {
    const ticket = randomUUID();
    return contend('the feed of changes', async () => {
      const { bucket, head } = this.end ?? (await this.find(true));
      this.end = null;
      const some = changes.slice(0, (bucket + 1) * BUCKET - head);
      const expected = head === bucket * BUCKET ? null : BigInt(head);
      const next = BigInt(head + some.length);
      const { outcome } = await this.session.compareAndSet(
        { cql: MOVE, values: [next, bucket, expected] },
        ...some.map(({ table, id, op }, i) => {
          const values = [bucket, BigInt(head + i + 1), table, id, op, ticket];
          return { cql: INSERT, values };
        }),
      );
      if (outcome === 'applied') {
        const end = { bucket, head: head + some.length };
        if (bucketOf(end.head + 1) === bucket) this.end = end;
        return some.length;
      }
      const ours = outcome === 'unknown' && (await this.isOurs(head + 1, ticket));
      return ours ? some.length : AGAIN;
    });
  }

  private async isOurs(sequence: number, ticket: string): Promise<boolean> {
    const key = [bucketOf(sequence), BigInt(sequence)];
    const [row] = await this.session.read<{ ticket: unknown }>(TICKET, key, { serial: true });
    return String(row?.ticket) === ticket;
  }

  /** Where the log ends now. `entering`: somebody is about to write there. */
  async find(entering: boolean): Promise<End> {
    let bucket = this.bucket ?? (await placeOf(this.session)).bucket;
    for (;;) {
      const head = await this.headOf(bucket, entering);
      if (bucketOf(head + 1) === bucket) {
        if (entering && bucket !== this.bucket && bucket > 0) await this.enter(bucket);
        this.bucket = bucket;
        return { bucket, head };
      }
      bucket++;
    }
  }

  private async headOf(bucket: number, serial: boolean): Promise<number> {
    const [row] = await this.session.read<{ head: bigint | null }>(HEAD, [bucket], { serial });
    return Number(row?.head ?? bucket * BUCKET);
  }

  /** Whoever comes next need not look through the buckets before it. */
  private enter(bucket: number): Promise<void> {
    return this.session.write(ENTER, [BigInt(bucket), bucket, FEED]);
  }
}

async function placeOf(session: Session): Promise<{ bucket: number; trimmed: number }> {
  type Place = { bucket: number | null; trimmed: bigint | null };
  const [row] = await session.read<Place>(PLACE, [FEED]);
  return { bucket: row?.bucket ?? 0, trimmed: Number(row?.trimmed ?? 0) };
}

async function readBucket(session: Session, after: number, limit: number): Promise<Change[]> {
  const rows = await session.read<Row>(READ, [bucketOf(after + 1), BigInt(after), limit]);
  return rows.map(({ sequence, table_name: table, id, op, at }) => ({
    ...{ sequence: Number(sequence), table, id, op, at: at.getTime() },
  }));
}

/** Where the feed begins, if that is behind a place at which there is nothing. */
async function trimmedBehind(session: Session, after: number): Promise<number | null> {
  const { trimmed } = await placeOf(session);
  return trimmed > after ? trimmed : null;
}

/** What is done to each of some rows, and the feed that is told of it. */
export interface Deed<T> {
  feed: Pick<CassandraChanges, 'append'>;
  table: Change['table'];
  op: Change['op'];
  idOf: (item: T) => string;
  /** False when nothing had to be changed. */
  work: (item: T) => Promise<boolean>;
}

/** Does it to all, some at once; the feed is told in the order of the items, also of those that are done when one fails. */
export async function doAndTell<T>(items: readonly T[], deed: Deed<T>): Promise<void> {
  const { feed, table, op, idOf, work } = deed;
  for (let at = 0; at < items.length; at += STEP) {
    const some = items.slice(at, at + STEP);
    const done = new Set<T>();
    try {
      await inParallel(some, async (item) => {
        if (await work(item)) done.add(item);
      });
    } finally {
      const told = some.filter((item) => done.has(item));
      if (told.length > 0) await feed.append(told.map((item) => ({ table, id: idOf(item), op })));
    }
  }
}
