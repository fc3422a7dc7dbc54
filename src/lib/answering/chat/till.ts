import { hashParts } from '../../algorithms/text/hashing.js';
import { GibseyError } from '../../domain/errors.js';
import type { Question } from '../../domain/turn.js';
import type { Ledger, LedgerEntry } from '../../ports/index.js';

type Books = Pick<Ledger, 'apply' | 'balance' | 'entry'>;

/** What a turn has paid, until it is known whether it was worth it. */
export interface Receipt {
  /** Credits of the account after the debit; null for those who pay nothing. */
  creditsLeft: number | null;
  /** To be called when the turn ends; only the first call counts. Without an answer the credits go back. */
  settle(answered: boolean): Promise<void>;
}

/** Turns under way with one key: they share one debit. */
interface Sharers {
  running: number;
  answered: boolean;
  /** The ledger's request id of a debit made here. */
  debit: string | null;
}

export const FREE: Receipt = { creditsLeft: null, settle: async () => undefined };

/**
 * Takes the price of an answer from an account, once for the same question with the same request id, and gives it
 * back when no turn of that id was answered. A debit that was given back is taken anew by the next try.
 */
export class Till {
  private readonly ledger: Books;
  private readonly price: number;
  private readonly underWay = new Map<string, Sharers>();

  constructor(ledger: Books, price: number) {
    this.ledger = ledger;
    this.price = price;
  }

  /**
   * @param given whether the request id was chosen by the asker, and may have come before
   * @throws CREDITS_SPENT
   */
  async charge(account: string, requestId: string, question: Question, given: boolean) {
    const key = keyOf(requestId, question);
    const shared = JSON.stringify([account, key]);
    const sharers = this.underWay.get(shared) ?? { running: 0, answered: false, debit: null };
    this.underWay.set(shared, sharers);
    sharers.running++;
    let settled = false;
    const settle = async (answered: boolean) => {
      if (settled) return;
      settled = true;
      sharers.answered ||= answered;
      if (--sharers.running > 0) return;
      this.underWay.delete(shared);
      if (sharers.debit !== null && !sharers.answered) await this.refund(account, sharers.debit);
    };
    try {
      const debit = await this.debit(account, key, given);
      if (debit) sharers.debit = debit.requestId;
      const creditsLeft = debit?.balanceAfter ?? (await this.ledger.balance(account));
      return { creditsLeft, settle } satisfies Receipt;
    } catch (thrown) {
      await settle(false);
      throw thrown;
    }
  }

  /** Null when an earlier turn has paid. */
  private async debit(account: string, key: string, given: boolean): Promise<LedgerEntry | null> {
    let requestId = key;
    for (let again = 2; given && (await this.ledger.entry(account, requestId)); again++) {
      const refund = await this.ledger.entry(account, `${requestId}:refund`);
      if (!refund) return null;
      requestId = `${key}:${again}`;
    }
    const debit = { account, requestId, delta: -this.price, reason: 'answer' };
    const entry = await this.ledger.apply(debit);
    if (entry !== 'insufficient') return entry;
    throw new GibseyError('CREDITS_SPENT', `Account "${account}" has no credits left.`, {
      hint: `gibsey accounts grant ${account} 100`,
    });
  }

  private async refund(account: string, debit: string): Promise<void> {
    const requestId = `${debit}:refund`;
    await this.ledger.apply({ account, requestId, delta: this.price, reason: 'refund' });
  }
}

/** An id that is used again for another question buys another answer; no other entry of a ledger looks like it. */
function keyOf(requestId: string, { text, charId = '', chapter = '' }: Question): string {
  return `turn:${requestId}:${hashParts([text, charId, chapter]).slice(0, 16)}`;
}
