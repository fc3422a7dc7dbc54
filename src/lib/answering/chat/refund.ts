import type { Ledger } from '../../ports/index.js';

/** The ledger's request id under which a debit is given back: at most once, whoever does it. */
export const refundOf = (debit: string): string => `${debit}:refund`;

/** Gives a debit back; one that never was, or was given back before, is left as it is. */
export async function refund(
  ledger: Pick<Ledger, 'apply' | 'entry'>,
  account: string,
  debit: string,
): Promise<void> {
  const entry = await ledger.entry(account, debit);
  if (!entry) return;
  const requestId = refundOf(debit);
  await ledger.apply({ account, requestId, delta: -entry.delta, reason: 'refund' });
}
