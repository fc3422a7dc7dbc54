import { compareBytewise } from '../../../algorithms/text/hashing.js';
import type { Token } from '../../../domain/account.js';
import type { TokenStore } from '../../../ports/index.js';
import { AGAIN, contend } from './concurrency.js';
import type { Session } from './session.js';

interface Row {
  token_id: string;
  account: string;
  label: string;
  hash: string;
  gateway: boolean | null;
  created_at: Date;
  expires_at: Date | null;
  revoked_at: Date | null;
}

const COLUMNS = 'token_id, account, label, hash, gateway, created_at, expires_at, revoked_at';
const SELECT = `SELECT ${COLUMNS} FROM tokens`;
const ADD = `INSERT INTO tokens (${COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?) IF NOT EXISTS`;
const ADD_HASH = 'INSERT INTO tokens_by_hash (hash, token_id) VALUES (?, ?)';
const REVOKE = 'UPDATE tokens SET revoked_at = ? WHERE token_id = ? IF revoked_at = null';

export function cassandraTokens(session: Session): TokenStore {
  const byId = async (id: string) =>
    (await session.read<Row>(`${SELECT} WHERE token_id = ?`, [id], { serial: true }))[0];
  return {
    async put(token) {
      const times = [token.createdAt, token.expiresAt, token.revokedAt].map(toDate);
      const { id, account, label, hash, gateway } = token;
      const values = [id, account, label, hash, gateway, ...times];
      await contend(`the token ${token.id}`, async () => {
        const { outcome } = await session.compareAndSet({ cql: ADD, values });
        return outcome === 'unknown' ? AGAIN : undefined;
      });
      // The hash last, and in any case: a token that was cut off half-way is completed by a second try.
      await session.write(ADD_HASH, [token.hash, token.id]);
    },
    async byHash(hash) {
      const cql = 'SELECT token_id FROM tokens_by_hash WHERE hash = ?';
      const [found] = await session.read<{ token_id: string }>(cql, [hash]);
      const row = found && (await byId(found.token_id));
      return row?.hash === hash ? toToken(row) : null;
    },
    async list(account) {
      const tokens = (await session.read<Row>(SELECT)).map(toToken).sort(newestFirst);
      return account === undefined ? tokens : tokens.filter((token) => token.account === account);
    },
    async revoke(id, at) {
      return contend(`the token ${id}`, async () => {
        const before = await byId(id); // a condition on no row holds, and would make one
        if (!before || before.revoked_at) return before !== undefined;
        const values = [new Date(at), id];
        const { outcome } = await session.compareAndSet({ cql: REVOKE, values });
        return outcome === 'unknown' ? AGAIN : true;
      });
    },
  };
}

const toDate = (ms: number | null) => (ms === null ? null : new Date(ms));

const toToken = (row: Row): Token => ({
  id: row.token_id,
  account: row.account,
  label: row.label,
  hash: row.hash,
  gateway: row.gateway ?? false,
  createdAt: row.created_at.getTime(),
  expiresAt: row.expires_at?.getTime() ?? null,
  revokedAt: row.revoked_at?.getTime() ?? null,
});

const newestFirst = (a: Token, b: Token) =>
  b.createdAt - a.createdAt || compareBytewise(a.id, b.id);
