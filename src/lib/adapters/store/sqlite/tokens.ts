import type { Token } from '../../../domain/account.js';
import type { TokenStore } from '../../../ports/index.js';
import type { Connection } from './connection.js';

const SELECT = `SELECT token_id AS id, account, label, hash, gateway, created_at AS createdAt, expires_at AS expiresAt,
  revoked_at AS revokedAt FROM tokens`;
const ADD = `INSERT INTO tokens (token_id, account, label, hash, gateway, created_at, expires_at, revoked_at)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (token_id) DO NOTHING`;
const REVOKE = 'UPDATE tokens SET revoked_at = coalesce(revoked_at, ?) WHERE token_id = ?';

type Row = Omit<Token, 'gateway'> & { gateway: 0 | 1 };

const toToken = (row: Row): Token => ({ ...row, gateway: row.gateway === 1 });

export function sqliteTokens(db: Connection): TokenStore {
  return {
    async put({ id, account, label, hash, gateway, createdAt, expiresAt, revokedAt }) {
      const times = [createdAt, expiresAt, revokedAt] as const;
      db.run(ADD, id, account, label, hash, Number(gateway), ...times);
    },
    async byHash(hash) {
      const row = db.get<Row>(`${SELECT} WHERE hash = ?`, hash);
      return row ? toToken(row) : null;
    },
    async list(account) {
      const newestFirst = 'ORDER BY created_at DESC, token_id';
      const rows =
        account === undefined
          ? db.all<Row>(`${SELECT} ${newestFirst}`)
          : db.all<Row>(`${SELECT} WHERE account = ? ${newestFirst}`, account);
      return rows.map(toToken);
    },
    async revoke(id, at) {
      return db.run(REVOKE, at, id) === 1;
    },
  };
}
