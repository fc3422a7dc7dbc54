import type { Account, Role, Token } from '../../domain/account.js';
import type { AccountStore, Clock, Ledger, TokenStore } from '../../ports/index.js';
import { hashOfSecret, sameHash } from './secrets.js';

export interface AccessDeps {
  accounts: AccountStore;
  tokens: TokenStore;
  ledger: Ledger;
  clock: Clock;
  /** Credits of a new account. */
  initialCredits: number;
}

/** An account that is let in. */
export interface Admitted extends Account {
  /** The token is a gateway's. */
  gateway: boolean;
}

/** Who may come in. */
export interface Access {
  /** The account whose token this is; null when the secret is unknown, expired or revoked, or the account disabled. */
  authenticate(secret: string): Promise<Admitted | null>;
  /** The account of that id; made with this role and its first credits when there is none. */
  account(id: string, role: Role): Promise<Account>;
  /** Whether any token is accepted now. */
  hasTokens(): Promise<boolean>;
}

export function openAccess(deps: AccessDeps): Access {
  return {
    authenticate: (secret) => authenticate(deps, secret),
    account: async (id, role) => (await deps.accounts.get(id)) ?? newAccount(deps, { id, role }),
    hasTokens: () => hasTokens(deps),
  };
}

/** See `Access.authenticate`. */
export async function authenticate(
  { accounts, tokens, clock }: Pick<AccessDeps, 'accounts' | 'tokens' | 'clock'>,
  secret: string,
): Promise<Admitted | null> {
  const hash = hashOfSecret(secret);
  const token = hash === null ? null : await tokens.byHash(hash);
  if (!token || hash === null || !sameHash(token.hash, hash)) return null;
  if (!isAccepted(token, clock.now())) return null;
  const account = await accounts.get(token.account);
  return account && !account.disabled ? { ...account, gateway: token.gateway } : null;
}

/** Whether a token is neither revoked nor expired at `now`, epoch ms. */
export const isAccepted = ({ revokedAt, expiresAt }: Token, now: number): boolean =>
  revokedAt === null && (expiresAt === null || now < expiresAt);

async function hasTokens({ accounts, tokens, clock }: AccessDeps): Promise<boolean> {
  const accepted = (await tokens.list()).filter((token) => isAccepted(token, clock.now()));
  for (const id of new Set(accepted.map(({ account }) => account))) {
    const account = await accounts.get(id);
    if (account && !account.disabled) return true;
  }
  return false;
}

/** Credits first: a try that was cut off half-way is completed by the next one, which gives them once. */
export async function newAccount(
  { accounts, ledger, clock, initialCredits }: Omit<AccessDeps, 'tokens'>,
  { id, role, email = null }: { id: string; role: Role; email?: string | null },
): Promise<Account> {
  if (initialCredits > 0) {
    const reason = 'first credits';
    await ledger.apply({ account: id, requestId: 'initial', delta: initialCredits, reason });
  }
  const account = { id, email, role, disabled: false, createdAt: clock.now() };
  await accounts.put(account);
  return account;
}
