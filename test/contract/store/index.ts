import { describe, expect, it } from 'vitest';
import { accountsContract, tokensContract } from './accounts.js';
import { auditsContract } from './audits.js';
import { changesContract } from './changes.js';
import { charactersContract } from './characters.js';
import { clusteringsContract } from './clusterings.js';
import type { StoreContract } from './contract.js';
import { conversationsContract } from './conversations.js';
import { generationsContract } from './generations.js';
import { cultureContract, curatedContract, lookupsContract } from './golden.js';
import { ledgerContract } from './ledger.js';
import { locksContract } from './locks.js';
import { memoContract } from './memo.js';
import { classificationsContract, workerRunsContract } from './night-work.js';
import { offsetsContract } from './offsets.js';
import { pagesContract } from './pages.js';
import { queriesContract } from './queries.js';
import { runsContract } from './runs.js';
import { sharedStore } from './setup.js';
import { tablesContract } from './tables.js';
import { vectorsContract } from './vectors.js';

export type { StoreContract, StoreHandle } from './contract.js';

/**
 * What every store adapter does alike. Sections switch on the declared capabilities; where something is not
 * supported, the opposite is asserted.
 */
export function storeContract(contract: StoreContract): void {
  describe(`${contract.name} store`, { timeout: contract.timeoutMs ?? 20_000 }, () => {
    describe('itself', () => {
      const s = sharedStore(contract);
      it('says what it is and can do', () => {
        expect(s.store.capabilities).toEqual(contract.capabilities);
        expect(['sqlite', 'cassandra']).toContain(s.store.kind);
        expect(s.store.location).not.toBe('');
      });
      it('keeps what one handle wrote for the next one', async () => {
        await s.store.memo.putFirst('embed', 'kept', 'input', { kept: true });
        const other = await s.reopen();
        expect((await other.memo.get('embed', ['kept'])).get('kept')?.value).toEqual({
          kept: true,
        });
      });
    });
    describe('pages', () => pagesContract(contract));
    describe('vectors', () => vectorsContract(contract));
    describe('clusterings', () => clusteringsContract(contract));
    describe('generations', () => generationsContract(contract));
    describe('memo', () => memoContract(contract));
    describe('runs', () => runsContract(contract));
    describe('locks', () => locksContract(contract));
    describe('ledger', () => ledgerContract(contract));
    describe('changes', () => changesContract(contract));
    describe('accounts', () => accountsContract(contract));
    describe('tokens', () => tokensContract(contract));
    describe('characters', () => charactersContract(contract));
    describe('conversations', () => conversationsContract(contract));
    describe('queries', () => queriesContract(contract));
    describe('offsets', () => offsetsContract(contract));
    describe('look-ups', () => lookupsContract(contract));
    describe('audits', () => auditsContract(contract));
    describe('curated answers', () => curatedContract(contract));
    describe('culture', () => cultureContract(contract));
    describe('worker runs', () => workerRunsContract(contract));
    describe('classifications', () => classificationsContract(contract));
    describe('declared tables', () => tablesContract(contract));
  });
}
