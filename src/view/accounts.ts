/** What people see of accounts and tokens. Secrets are shown by `tokens create` alone. */
import type { AccountWithBalance } from '../lib/answering/access/accounts.js';
import { tokenState } from '../lib/answering/access/tokens.js';
import type { Token } from '../lib/domain/account.js';
import type { LedgerEntry } from '../lib/ports/index.js';
import { columns } from './columns.js';
import { count, day, moment, plural } from './format.js';

const iso = (ms: number | null) => (ms === null ? null : new Date(ms).toISOString());

export const accountJson = ({
  id,
  email,
  role,
  disabled,
  createdAt,
  balance,
}: AccountWithBalance) => ({
  id,
  email,
  role,
  disabled,
  balance,
  created_at: iso(createdAt),
});

export function accountsText(accounts: readonly AccountWithBalance[]): string {
  if (accounts.length === 0) return 'No accounts yet: gibsey accounts create ID';
  const rows = accounts.map((account) => [
    account.id,
    account.disabled ? `${account.role}, disabled` : account.role,
    count(account.balance),
    day(account.createdAt),
    account.email ?? '',
  ]);
  return columns(rows, { head: ['account', 'role', 'credits', 'since', 'mail'], right: [2] });
}

export const entryJson = ({ requestId, delta, reason, balanceAfter, createdAt }: LedgerEntry) => ({
  request_id: requestId,
  delta,
  reason,
  balance_after: balanceAfter,
  created_at: iso(createdAt),
});

const signed = (delta: number) => `${delta < 0 ? '−' : '+'}${count(Math.abs(delta))}`;

export function accountText(account: AccountWithBalance, entries: readonly LedgerEntry[]): string {
  const rows = entries.map((entry) => [
    moment(entry.createdAt),
    signed(entry.delta),
    count(entry.balanceAfter),
    entry.reason,
    entry.requestId,
  ]);
  const head = ['time', 'credits', 'balance', 'reason', 'request'];
  const ledger = rows.length > 0 ? `\n\n${columns(rows, { head, right: [1, 2] })}` : '';
  return `${accountsText([account])}${ledger}`;
}

/** `120 credits now: +20 (why).` */
export const entryText = ({ account, delta, balanceAfter, reason }: LedgerEntry) =>
  `Account "${account}" has ${count(balanceAfter)} credits after ${signed(delta)} (${reason}).`;

export const tokenJson = (token: Token, now: number) => ({
  id: token.id,
  account: token.account,
  label: token.label,
  gateway: token.gateway,
  state: tokenState(token, now),
  created_at: iso(token.createdAt),
  expires_at: iso(token.expiresAt),
  revoked_at: iso(token.revokedAt),
});

export function tokensText(tokens: readonly Token[], now: number): string {
  if (tokens.length === 0) return 'No tokens yet: gibsey tokens create ACCOUNT';
  const rows = tokens.map((token) => [
    token.id,
    token.account,
    token.gateway ? `${token.label} (gateway)`.trimStart() : token.label,
    tokenState(token, now),
    day(token.createdAt),
    token.expiresAt === null ? 'never' : day(token.expiresAt),
  ]);
  return columns(rows, { head: ['token', 'account', 'label', 'state', 'made', 'expires'] });
}

export const wholeReset = (tokens: readonly Token[]) => {
  const accounts = new Set(tokens.map(({ account }) => account)).size;
  return `Take back ${plural(tokens.length, 'token')} of ${plural(accounts, 'account')}?`;
};

/** What a reset has come to, and what it means. */
export function tokensTaken(tokens: readonly Token[], revoked: readonly string[]): string {
  if (tokens.length === 0) return 'There is no token to take back.';
  if (revoked.length === 0) return 'Nothing was changed.';
  const left =
    'On a loopback address everybody reads and chats without one; all else waits for new';
  const next = 'gibsey tokens create ACCOUNT';
  return `${plural(revoked.length, 'token')} taken back.\n${left} ones:\n  ${next}`;
}

export function newTokenText(token: Token, secret: string): string {
  const { id, account, expiresAt, gateway } = token;
  const until = expiresAt === null ? '' : `, until ${moment(expiresAt)}`;
  const what = gateway ? 'Gateway token' : 'Token';
  return `${what} ${id} of "${account}"${until}. Its secret is shown this once:\n\n  ${secret}\n\nSend it as a header  Authorization: Bearer ${secret}\nTake it back:        gibsey tokens revoke ${id}`;
}
