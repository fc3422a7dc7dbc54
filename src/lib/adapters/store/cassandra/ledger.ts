import { compareBytewise } from '../../../algorithms/text/hashing.js';
import type { Clock, Ledger, LedgerEntry } from '../../../ports/index.js';
import { assertDelta } from '../ledger.js';
import { AGAIN, contend, turnstile } from './concurrency.js';
import { OpenDebits } from './open-debits.js';
import type { Session } from './session.js';

interface EntryRow {
  account: string;
  request_id: string | null;
  delta: bigint;
  reason: string;
  balance_after: bigint;
  created_at: Date;
}

const SELECT = `SELECT account, request_id, delta, reason, balance_after, created_at FROM ledger
  WHERE account = ?`;
const BALANCE = 'SELECT DISTINCT account, balance FROM ledger WHERE account = ?';
const MOVE = 'UPDATE ledger SET balance = ? WHERE account = ? IF balance = ?';
const ADD = `INSERT INTO ledger (account, request_id, delta, reason, balance_after, created_at)
  VALUES (?, ?, ?, ?, ?, ?) IF NOT EXISTS`;

/**
 * An account is a partition: its balance a static column, its entries the rows. Entry and balance change in one
 * conditional batch. When its outcome is unknown, the next round finds the entry by its request id, or does not.
 */
export function cassandraLedger(session: Session, clock: Clock): Ledger {
  const inTurn = turnstile();
  const debits = new OpenDebits(session);
  const { balanceOf, entryOf } = serialReads(session);

  const attempt = async (wish: Parameters<Ledger['apply']>[0]) => {
    const { account, requestId, delta, reason } = wish;
    // The balance before the entry: should a twin apply the request in between, its entry is found.
    const balance = await balanceOf(account);
    const before = await entryOf(account, requestId);
    if (before) return toEntry(before);
    const balanceAfter = Number(balance ?? 0) + delta;
    if (balanceAfter < 0) return 'insufficient';
    const createdAt = clock.now();
    const { outcome } = await session.compareAndSet(
      { cql: MOVE, values: [BigInt(balanceAfter), account, balance] },
      {
        cql: ADD,
        values: [
          ...[account, requestId, BigInt(delta), reason],
          ...[BigInt(balanceAfter), new Date(createdAt)],
        ],
      },
    );
    if (outcome !== 'applied') return AGAIN;
    return { account, requestId, delta, reason, balanceAfter, createdAt };
  };

  return {
    async apply(wish, holder) {
      assertDelta(wish);
      const { account } = wish;
      if (holder !== undefined) await debits.open(wish, holder);
      const entry = await inTurn(account, () =>
        contend(`the account ${account}`, () => attempt(wish)),
      );
      if (holder !== undefined && entry === 'insufficient') await debits.close(wish);
      return entry;
    },
    close: (account, requestId) => debits.close({ account, requestId }),
    open: () => debits.all(),
    async entry(account, requestId) {
      const row = await entryOf(account, requestId);
      return row ? toEntry(row) : null;
    },
    async balance(account) {
      return Number((await balanceOf(account)) ?? 0);
    },
    async entries(account) {
      const rows = await session.read<EntryRow>(SELECT, [account]);
      return rows
        .filter(({ request_id }) => request_id !== null)
        .map(toEntry)
        .sort(oldestFirst);
    },
  };
}

/** Not older than what was compared and set before. */
function serialReads(session: Session) {
  const balanceOf = async (account: string) => {
    const options = { serial: true };
    const [row] = await session.read<{ balance: bigint | null }>(BALANCE, [account], options);
    return row?.balance ?? null;
  };
  const entryOf = async (account: string, requestId: string) => {
    const values = [account, requestId];
    return (
      await session.read<EntryRow>(`${SELECT} AND request_id = ?`, values, { serial: true })
    )[0];
  };
  return { balanceOf, entryOf };
}

function toEntry(row: EntryRow): LedgerEntry {
  return {
    account: row.account,
    requestId: row.request_id ?? '',
    delta: Number(row.delta),
    reason: row.reason,
    balanceAfter: Number(row.balance_after),
    createdAt: row.created_at.getTime(),
  };
}

const oldestFirst = (a: LedgerEntry, b: LedgerEntry) =>
  a.createdAt - b.createdAt || compareBytewise(a.requestId, b.requestId);
