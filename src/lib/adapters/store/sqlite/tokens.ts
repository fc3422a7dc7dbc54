import type { Token } from '../../../domain/account.js';
import type { TokenStore } from '../../../ports/index.js';
import type { Connection } from './connection.js';

const SELECT = `SELECT token_id AS id, account, label, hash, created_at AS createdAt, expires_at AS expiresAt,
  revoked_at AS revokedAt FROM tokens`;
const ADD = `INSERT INTO tokens (token_id, account, label, hash, created_at, expires_at, revoked_at)
  VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (token_id) DO NOTHING`;
const REVOKE = 'UPDATE tokens SET revoked_at = coalesce(revoked_at, ?) WHERE token_id = ?';

export function sqliteTokens(db: Connection): TokenStore {
  return {
    async put({ id, account, label, hash, createdAt, expiresAt, revokedAt }) {
      db.run(ADD, id, account, label, hash, createdAt, expiresAt, revokedAt);
    },
    async byHash(hash) {
      const row = db.get<Token>(`${SELECT} WHERE hash = ?`, hash);
      return row ? { ...row } : null;
    },
    async list(account) {
      const newestFirst = 'ORDER BY created_at DESC, token_id';
      const rows =
        account === undefined
          ? db.all<Token>(`${SELECT} ${newestFirst}`)
          : db.all<Token>(`${SELECT} WHERE account = ? ${newestFirst}`, account);
      return rows.map((row) => ({ ...row }));
    },
    async revoke(id, at) {
      return db.run(REVOKE, at, id) === 1;
    },
  };
}
