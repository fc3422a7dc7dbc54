import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { temporaryStore } from '../../../../test/support/store.js';
import type { Store } from '../../ports/index.js';
import { openAccess, type Access } from './access.js';
import { createAccount, grant, listAccounts, setDisabled } from './accounts.js';
import { hashOfSecret, newSecret, sameHash } from './secrets.js';
import { createToken, revokeToken, tokenState } from './tokens.js';

describe('access', () => {
  let store: Store;
  let access: Access;
  const clock = {
    ms: 0,
    now: () => clock.ms,
    monotonic: () => clock.ms,
    sleep: async () => undefined,
  };
  let made = 0;
  const deps = () => ({
    ...store,
    clock,
    initialCredits: 100,
    random: randomBytes,
    newId: () => `id-${++made}`,
  });
  const tokenFor = async (account: string, lifetimeMs: number | null = null) =>
    createToken(deps(), { account, label: 'test', lifetimeMs });

  beforeEach(async () => {
    clock.ms = 1_700_000_000_000;
    store = await temporaryStore();
    access = openAccess(deps());
    await createAccount(deps(), { id: 'ada', role: 'author', email: null });
  });
  afterEach(() => store.close());

  it('lets in whoever holds a token', async () => {
    const { token, secret } = await tokenFor('ada');
    expect(secret).toMatch(/^gib_[A-Za-z0-9_-]{43}$/);
    expect(JSON.stringify(token)).not.toContain(secret.slice(4));
    expect(await access.authenticate(secret)).toMatchObject({ id: 'ada', role: 'author' });
  });

  it('lets in nobody else', async () => {
    const { secret, token } = await tokenFor('ada');
    const last = secret.endsWith('A') ? 'B' : 'A';
    const wrong = ['', 'gib_', token.id, token.hash, `${secret} `, secret.slice(0, -1) + last];
    for (const each of [...wrong, newSecret(randomBytes), 'x'.repeat(1e6)]) {
      expect(await access.authenticate(each)).toBeNull();
    }
  });

  it('takes a token until it expires, to the millisecond', async () => {
    const { secret, token } = await tokenFor('ada', 1_000);
    clock.ms += 999;
    expect(await access.authenticate(secret)).not.toBeNull();
    expect(tokenState(token, clock.ms)).toBe('accepted');
    clock.ms += 1;
    expect(await access.authenticate(secret)).toBeNull();
    expect(tokenState(token, clock.ms)).toBe('expired');
  });

  it('takes neither revoked tokens nor those of a disabled account', async () => {
    const { secret, token } = await tokenFor('ada');
    await setDisabled(store.accounts, 'ada', true);
    expect(await access.authenticate(secret)).toBeNull();
    await setDisabled(store.accounts, 'ada', false);
    expect(await access.authenticate(secret)).not.toBeNull();
    await revokeToken(deps(), token.id);
    expect(await access.authenticate(secret)).toBeNull();
    await expect(revokeToken(deps(), 'nothing')).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('knows whether any token is accepted', async () => {
    expect(await access.hasTokens()).toBe(false);
    const { token } = await tokenFor('ada', 1_000);
    expect(await access.hasTokens()).toBe(true);
    await setDisabled(store.accounts, 'ada', true);
    expect(await access.hasTokens()).toBe(false);
    await setDisabled(store.accounts, 'ada', false);
    clock.ms += 1_000;
    expect(await access.hasTokens()).toBe(false);
    clock.ms -= 1;
    await revokeToken(deps(), token.id);
    expect(await access.hasTokens()).toBe(false);
  });

  it('makes an account on first sight, with its first credits, once', async () => {
    await Promise.all([access.account('local', 'ops'), access.account('local', 'ops')]);
    expect(await access.account('local', 'reader')).toMatchObject({ id: 'local', role: 'ops' });
    expect(await store.ledger.balance('local')).toBe(100);
  });

  it('completes an account that was cut off behind its first credits', async () => {
    const initial = { account: 'bob', requestId: 'initial', delta: 100, reason: 'first credits' };
    await store.ledger.apply(initial);
    await createAccount(deps(), { id: 'bob', role: 'reader', email: 'bob@example.org' });
    expect(await listAccounts(store)).toMatchObject([
      { id: 'ada', balance: 100 },
      { id: 'bob', balance: 100, email: 'bob@example.org' },
    ]);
  });

  it.each(['', 'a b', 'line\nbreak', 'nul\0', 'half \ud83d', 'x'.repeat(255)])(
    'makes no account of the id %j',
    async (id) => {
      const wish = { id, role: 'reader', email: null } as const;
      await expect(createAccount(deps(), wish)).rejects.toMatchObject({ code: 'USAGE' });
    },
  );

  it('moves credits once for a request, and never more than there are', async () => {
    const order = { account: 'ada', delta: 20, reason: 'order', requestId: 'order-1' };
    expect(await grant(deps(), order)).toMatchObject({ balanceAfter: 120 });
    expect(await grant(deps(), order)).toMatchObject({ balanceAfter: 120 });
    const other = grant(deps(), { ...order, delta: 30 });
    await expect(other).rejects.toMatchObject({ code: 'ALREADY_EXISTS' });
    const spent = grant(deps(), { account: 'ada', delta: -121, reason: 'too much' });
    await expect(spent).rejects.toMatchObject({ code: 'CREDITS_SPENT' });
    const stranger = grant(deps(), { ...order, account: 'eve' });
    await expect(stranger).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(await store.ledger.balance('ada')).toBe(120);
  });
});

describe('secrets', () => {
  it('are what the random bytes say, and hash to SHA-256', () => {
    const secret = newSecret((length) => new Uint8Array(length));
    expect(secret).toBe(`gib_${'A'.repeat(43)}`);
    // printf 'gib_AAA…' | sha256sum
    expect(hashOfSecret(secret)).toBe(
      '4803491bfadbf9030c3ce067d5890f654a0cb256d7bda05cd5f89cfaa9a5be59',
    );
    expect(hashOfSecret('password')).toBeNull();
  });

  it('are compared as a whole', () => {
    expect(sameHash('ab', 'ab')).toBe(true);
    expect(sameHash('ab', 'ac')).toBe(false);
    expect(sameHash('ab', 'abc')).toBe(false);
  });
});
