import { expect, it } from 'vitest';
import type { Account, Token } from '../../../src/lib/domain/account.js';
import type { StoreContract } from './contract.js';
import { freshStore, sharedStore } from './setup.js';

const account = (id: string, changes: Partial<Account> = {}): Account => ({
  id,
  email: null,
  role: 'reader',
  disabled: false,
  createdAt: 1_700_000_000_000,
  ...changes,
});

const token = (id: string, changes: Partial<Token> = {}): Token => ({
  id,
  account: 'ada',
  label: 'laptop',
  hash: `hash of ${id}`,
  gateway: false,
  createdAt: 1_700_000_000_000,
  expiresAt: null,
  revokedAt: null,
  ...changes,
});

export function accountsContract(contract: StoreContract): void {
  const s = sharedStore(contract);

  it('gives an account back as it was put, and as it was put last', async () => {
    expect(await s.store.accounts.get('ada')).toBeNull();
    await s.store.accounts.put(account('ada'));
    expect(await s.store.accounts.get('ada')).toEqual(account('ada'));
    const changed = account('ada', { email: 'ada@example.org', role: 'ops', disabled: true });
    await s.store.accounts.put(changed);
    expect(await s.store.accounts.get('ada')).toEqual(changed);
    await s.store.accounts.put(account('ada'));
    expect(await s.store.accounts.get('ada')).toEqual(account('ada'));
  });

  it('leaves the balance to the ledger, and the ledger leaves the account alone', async () => {
    const credit = { account: 'rich', requestId: 'gift', delta: 7, reason: 'gift' };
    await s.store.ledger.apply(credit);
    expect(await s.store.accounts.get('rich')).toBeNull();
    await s.store.accounts.put(account('rich', { role: 'author' }));
    expect(await s.store.ledger.balance('rich')).toBe(7);
    await s.store.ledger.apply({ ...credit, requestId: 'more' });
    expect(await s.store.accounts.get('rich')).toEqual(account('rich', { role: 'author' }));
    expect(await s.store.ledger.balance('rich')).toBe(14);
  });

  it('lists bytewise by id, without those that have a balance only', async () => {
    const { store } = await freshStore(contract);
    await store.ledger.apply({ account: 'stray', requestId: 'r', delta: 1, reason: 'gift' });
    const ids = ['b', 'B', 'é', '😀', '\uff5e', 'a@example.org'];
    for (const id of ids) await store.accounts.put(account(id));
    const listed = (await store.accounts.list()).map(({ id }) => id);
    expect(listed).toEqual(['B', 'a@example.org', 'b', 'é', '\uff5e', '😀']);
  });
}

export function tokensContract(contract: StoreContract): void {
  const s = sharedStore(contract);

  it('finds a token by the hash of its secret only', async () => {
    const whole = token('t1', { expiresAt: 1_800_000_000_000 });
    await s.store.tokens.put(whole);
    expect(await s.store.tokens.byHash(whole.hash)).toEqual(whole);
    for (const wrong of ['t1', 'hash of', `${whole.hash} `, whole.hash.toUpperCase()]) {
      expect(await s.store.tokens.byHash(wrong)).toBeNull();
    }
  });

  it('knows which ones are those of gateways, also once they are revoked', async () => {
    const { store } = await freshStore(contract);
    const gateway = token('t3', { gateway: true });
    await store.tokens.put(gateway);
    await store.tokens.put(token('t4'));
    expect(await store.tokens.byHash(gateway.hash)).toEqual(gateway);
    await store.tokens.revoke('t3', 1_700_000_001_000);
    const listed = (await store.tokens.list()).map(({ id, gateway }) => [id, gateway]);
    expect(listed).toEqual([
      ['t3', true],
      ['t4', false],
    ]);
  });

  it('keeps the first token of an id: what is revoked stays so', async () => {
    const first = token('t2');
    await s.store.tokens.put(first);
    expect(await s.store.tokens.revoke('t2', 1_700_000_001_000)).toBe(true);
    await s.store.tokens.put(first);
    await s.store.tokens.put(token('t2', { account: 'somebody else' }));
    const revoked = { ...first, revokedAt: 1_700_000_001_000 };
    expect(await s.store.tokens.byHash(first.hash)).toEqual(revoked);
    expect(await s.store.tokens.revoke('t2', 1_700_000_009_000)).toBe(true);
    expect(await s.store.tokens.byHash(first.hash)).toEqual(revoked);
  });

  it('knows when there is nothing to revoke, and makes nothing of it', async () => {
    expect(await s.store.tokens.revoke('never', 1)).toBe(false);
    expect((await s.store.tokens.list()).map(({ id }) => id)).not.toContain('never');
  });

  it('lists newest first, of one account or of all', async () => {
    const { store } = await freshStore(contract);
    await store.tokens.put(token('old', { createdAt: 1_000 }));
    await store.tokens.put(token('new', { createdAt: 3_000 }));
    await store.tokens.put(token('other', { createdAt: 2_000, account: 'bob' }));
    const listed = async (who?: string) => (await store.tokens.list(who)).map(({ id }) => id);
    expect(await listed()).toEqual(['new', 'other', 'old']);
    expect(await listed('ada')).toEqual(['new', 'old']);
    expect(await listed('nobody')).toEqual([]);
  });
}
