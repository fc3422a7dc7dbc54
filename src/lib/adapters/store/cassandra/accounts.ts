import { compareBytewise } from '../../../algorithms/text/hashing.js';
import type { Account, Role } from '../../../domain/account.js';
import type { AccountStore } from '../../../ports/index.js';
import type { Session } from './session.js';

interface Row {
  account: string;
  email: string | null;
  role: Role;
  disabled: boolean;
  created_at: Date;
}

const SELECT = 'SELECT account, email, role, disabled, created_at FROM accounts';
const PUT =
  'INSERT INTO accounts (account, email, role, disabled, created_at) VALUES (?, ?, ?, ?, ?)';

export function cassandraAccounts(session: Session): AccountStore {
  return {
    async put({ id, email, role, disabled, createdAt }) {
      await session.write(PUT, [id, email, role, disabled, new Date(createdAt)]);
    },
    async get(id) {
      const [row] = await session.read<Row>(`${SELECT} WHERE account = ?`, [id]);
      return row ? toAccount(row) : null;
    },
    async list() {
      const rows = await session.read<Row>(SELECT);
      return rows.map(toAccount).sort((a, b) => compareBytewise(a.id, b.id));
    },
  };
}

const toAccount = ({ account, email, role, disabled, created_at }: Row): Account => ({
  id: account,
  email,
  role,
  disabled,
  createdAt: created_at.getTime(),
});
