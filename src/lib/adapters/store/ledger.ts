import { GibseyError } from '../../domain/errors.js';
import type { LedgerEntry } from '../../ports/index.js';

/** No account can come near the whole numbers that JavaScript counts exactly (9 × 10¹⁵). */
const MAX_DELTA = 1e12;

/** @throws BAD_INPUT credits that are not whole, or too many */
export function assertDelta({ account, delta }: Pick<LedgerEntry, 'account' | 'delta'>): void {
  if (Number.isInteger(delta) && Math.abs(delta) <= MAX_DELTA) return;
  throw new GibseyError(
    'BAD_INPUT',
    `Account "${account}": ${delta} is not a whole number of credits.`,
  );
}
