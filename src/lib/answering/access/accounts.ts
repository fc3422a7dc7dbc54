import type { Account, Role } from '../../domain/account.js';
import { GibseyError } from '../../domain/errors.js';
import type { AccountStore, Ledger, LedgerEntry } from '../../ports/index.js';
import { newAccount, type AccessDeps } from './access.js';

export type AccountWithBalance = Account & { balance: number };

const ID = /^[^\s\p{Cc}\p{Cs}]{1,254}$/u;

/**
 * A new account with its first credits.
 * @throws ALREADY_EXISTS; USAGE for an id that nobody could type
 */
export async function createAccount(
  deps: Omit<AccessDeps, 'tokens'>,
  wish: { id: string; role: Role; email: string | null },
): Promise<Account> {
  const { id } = wish;
  if (!ID.test(id)) {
    const message = `"${id}" is no id: 1 to 254 characters without spaces are.`;
    throw new GibseyError('USAGE', message, { hint: 'gibsey accounts create --help' });
  }
  if (await deps.accounts.get(id)) {
    const message = `There is an account "${id}" already; nothing was changed.`;
    throw new GibseyError('ALREADY_EXISTS', message, { hint: `gibsey accounts show ${id}` });
  }
  return newAccount(deps, wish);
}

/** @throws NOT_FOUND */
export async function accountOf(accounts: AccountStore, id: string): Promise<Account> {
  const account = await accounts.get(id);
  if (account) return account;
  throw new GibseyError('NOT_FOUND', `There is no account "${id}".`, { hint: 'gibsey accounts' });
}

/** By id, with their credits. */
export async function listAccounts({
  accounts,
  ledger,
}: Pick<AccessDeps, 'accounts' | 'ledger'>): Promise<AccountWithBalance[]> {
  const all = await accounts.list();
  const balances = all.map(async (account) => ({
    ...account,
    balance: await ledger.balance(account.id),
  }));
  return Promise.all(balances);
}

/** @throws NOT_FOUND */
export async function setDisabled(
  accounts: AccountStore,
  id: string,
  disabled: boolean,
): Promise<Account> {
  const account = { ...(await accountOf(accounts, id)), disabled };
  await accounts.put(account);
  return account;
}

/**
 * Moves credits to an account, or from it; a request id (default: a new one) is applied once.
 * @throws NOT_FOUND; CREDITS_SPENT when it has less; ALREADY_EXISTS when the request id stands for other credits
 */
export async function grant(
  { accounts, ledger, newId }: { accounts: AccountStore; ledger: Ledger; newId: () => string },
  wish: Pick<LedgerEntry, 'account' | 'delta' | 'reason'> & { requestId?: string | undefined },
): Promise<LedgerEntry> {
  const { account, delta } = wish;
  const { requestId = newId() } = wish;
  await accountOf(accounts, account);
  const entry = await ledger.apply({ ...wish, requestId });
  const hint = `gibsey accounts show ${account}`;
  if (entry === 'insufficient') {
    const message = `Account "${account}" has fewer than ${-delta} credits; nothing was changed.`;
    throw new GibseyError('CREDITS_SPENT', message, { hint });
  }
  if (entry.delta !== delta) {
    const message = `Request "${requestId}" moved ${entry.delta} credits before; nothing was changed.`;
    throw new GibseyError('ALREADY_EXISTS', message, { hint });
  }
  return entry;
}
