import type { Token } from '../../domain/account.js';
import { GibseyError } from '../../domain/errors.js';
import type { AccountStore, Clock, TokenStore } from '../../ports/index.js';
import { isAccepted } from './access.js';
import { accountOf } from './accounts.js';
import { hashOfSecret, newSecret, type RandomBytes } from './secrets.js';

export interface TokenDeps {
  accounts: AccountStore;
  tokens: TokenStore;
  clock: Clock;
  random: RandomBytes;
  newId: () => string;
}

export interface TokenWish {
  account: string;
  label: string;
  /** Null: until it is revoked. */
  lifetimeMs: number | null;
  /** Its requests are believed in whom they name as the asker. */
  gateway?: boolean;
}

/**
 * A new token of an account. Its secret is given back this once: only its hash is stored.
 * @throws NOT_FOUND
 */
export async function createToken(
  { accounts, tokens, clock, random, newId }: TokenDeps,
  { account, label, lifetimeMs, gateway = false }: TokenWish,
): Promise<{ token: Token; secret: string }> {
  await accountOf(accounts, account);
  const secret = newSecret(random);
  const createdAt = clock.now();
  const token = {
    id: newId(),
    account,
    label,
    hash: hashOfSecret(secret) ?? '',
    gateway,
    createdAt,
    expiresAt: lifetimeMs === null ? null : createdAt + lifetimeMs,
    revokedAt: null,
  };
  await tokens.put(token);
  return { token, secret };
}

/** @throws NOT_FOUND */
export async function revokeToken(
  { tokens, clock }: Pick<TokenDeps, 'tokens' | 'clock'>,
  id: string,
): Promise<void> {
  if (await tokens.revoke(id, clock.now())) return;
  throw new GibseyError('NOT_FOUND', `There is no token "${id}".`, { hint: 'gibsey tokens' });
}

/** Those that nobody has taken back, expired ones included: a clock may be set back. */
export const unrevoked = async ({ tokens }: Pick<TokenDeps, 'tokens'>): Promise<Token[]> =>
  (await tokens.list()).filter(({ revokedAt }) => revokedAt === null);

/** @returns their ids */
export async function revokeAll(
  { tokens, clock }: Pick<TokenDeps, 'tokens' | 'clock'>,
  all: readonly Token[],
): Promise<string[]> {
  for (const { id } of all) await tokens.revoke(id, clock.now());
  return all.map(({ id }) => id);
}

export function tokenState(token: Token, now: number): 'accepted' | 'expired' | 'revoked' {
  if (isAccepted(token, now)) return 'accepted';
  return token.revokedAt === null ? 'expired' : 'revoked';
}
