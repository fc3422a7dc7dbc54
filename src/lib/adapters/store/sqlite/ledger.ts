import type { Clock, Ledger, LedgerEntry, OpenDebit } from '../../../ports/index.js';
import { assertDelta } from '../ledger.js';
import type { Connection } from './connection.js';

const SELECT = `SELECT account, request_id AS requestId, delta, reason, balance_after AS balanceAfter,
  created_at AS createdAt FROM ledger WHERE account = ?`;
const ADD = `INSERT INTO ledger (account, request_id, delta, reason, balance_after, created_at)
  VALUES (?, ?, ?, ?, ?, ?)`;
const SET_BALANCE = `INSERT INTO accounts (account, balance) VALUES (?, ?)
  ON CONFLICT (account) DO UPDATE SET balance = excluded.balance`;
const OPEN = `INSERT INTO open_debits (account, request_id, holder) VALUES (?, ?, ?)
  ON CONFLICT (account, request_id) DO UPDATE SET holder = excluded.holder`;

export function sqliteLedger(db: Connection, clock: Clock): Ledger {
  const balance = (account: string) =>
    db.get<{ balance: number }>('SELECT balance FROM accounts WHERE account = ?', account)
      ?.balance ?? 0;
  const entryOf = (account: string, requestId: string) => {
    const row = db.get<LedgerEntry>(`${SELECT} AND request_id = ?`, account, requestId);
    return row ? { ...row } : null;
  };
  return {
    async apply(wish, holder) {
      assertDelta(wish);
      const { account, requestId, delta, reason } = wish;
      return db.immediate((): LedgerEntry | 'insufficient' => {
        const before = entryOf(account, requestId);
        if (before) return before;
        const balanceAfter = balance(account) + delta;
        if (balanceAfter < 0) return 'insufficient';
        const createdAt = clock.now();
        db.run(ADD, account, requestId, delta, reason, balanceAfter, createdAt);
        db.run(SET_BALANCE, account, balanceAfter);
        if (holder !== undefined) db.run(OPEN, account, requestId, holder);
        return { account, requestId, delta, reason, balanceAfter, createdAt };
      });
    },
    async close(account, requestId) {
      db.run('DELETE FROM open_debits WHERE account = ? AND request_id = ?', account, requestId);
    },
    async open() {
      const sql = 'SELECT account, request_id AS requestId, holder FROM open_debits';
      return db.all<OpenDebit>(sql).map((row) => ({ ...row }));
    },
    async entry(account, requestId) {
      return entryOf(account, requestId);
    },
    async balance(account) {
      return balance(account);
    },
    async entries(account) {
      const rows = db.all<LedgerEntry>(`${SELECT} ORDER BY created_at, request_id`, account);
      return rows.map((row) => ({ ...row }));
    },
  };
}
