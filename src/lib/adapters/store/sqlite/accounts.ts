import type { Account } from '../../../domain/account.js';
import type { AccountStore } from '../../../ports/index.js';
import type { Connection } from './connection.js';

type Row = Omit<Account, 'disabled'> & { disabled: 0 | 1 };

const SELECT = `SELECT account AS id, email, role, disabled, created_at AS createdAt FROM account_profiles`;
const PUT = `INSERT INTO account_profiles (account, email, role, disabled, created_at) VALUES (?, ?, ?, ?, ?)
  ON CONFLICT (account) DO UPDATE SET email = excluded.email, role = excluded.role,
    disabled = excluded.disabled, created_at = excluded.created_at`;

export function sqliteAccounts(db: Connection): AccountStore {
  return {
    async put({ id, email, role, disabled, createdAt }) {
      db.run(PUT, id, email, role, Number(disabled), createdAt);
    },
    async get(id) {
      const row = db.get<Row>(`${SELECT} WHERE account = ?`, id);
      return row ? toAccount(row) : null;
    },
    async list() {
      return db.all<Row>(`${SELECT} ORDER BY account`).map(toAccount);
    },
  };
}

const toAccount = (row: Row): Account => ({ ...row, disabled: row.disabled === 1 });
