import { hashParts } from '../../algorithms/text/hashing.js';
import { asGibseyError, GibseyError } from '../../domain/errors.js';
import type { Question } from '../../domain/turn.js';
import type { Ledger } from '../../ports/index.js';
import { refund, refundOf } from './refund.js';

export interface TillOptions {
  ledger: Pick<Ledger, 'apply' | 'balance' | 'entry' | 'close'>;
  /** Credits that an answer costs. */
  price: number;
  /** Who answers for the debits of this process while it lives. */
  holder: () => Promise<string | null>;
  warn: (message: string) => void;
}

/** What a turn has paid, until it is known whether it was worth it. */
export interface Receipt {
  /** Credits of the account after the debit; null for those who pay nothing. */
  creditsLeft: number | null;
  /** To be called when the turn ends; only the first call counts. What was not earned goes back. */
  settle(earned: boolean): Promise<void>;
}

/** What pays for a turn: the ledger's request id of its debit. */
interface Payment {
  debit: string;
  /** It was taken here, and is given back here. */
  own: boolean;
}

/** Turns under way with one key: they share one debit. */
interface Sharers {
  running: number;
  earned: boolean;
  payment: Payment | null;
}

export const FREE: Receipt = { creditsLeft: null, settle: async () => undefined };

/**
 * Takes the price of an answer from an account, once for the same question with the same request id, and gives it
 * back when no turn of that id earned it. A debit that was given back is taken anew by the next try. Until its turn
 * ends a debit is open: should this process die before, the next server gives it back.
 */
export class Till {
  private readonly options: TillOptions;
  private readonly underWay = new Map<string, Sharers>();

  constructor(options: TillOptions) {
    this.options = options;
  }

  /**
   * @param given whether the request id was chosen by the asker, and may have come before
   * @throws CREDITS_SPENT
   */
  async charge(account: string, requestId: string, question: Question, given: boolean) {
    const { ledger } = this.options;
    const key = keyOf(requestId, question);
    const shared = JSON.stringify([account, key]);
    const sharers = this.underWay.get(shared) ?? { running: 0, earned: false, payment: null };
    this.underWay.set(shared, sharers);
    sharers.running++;
    let settled = false;
    const settle = async (earned: boolean) => {
      if (settled) return;
      settled = true;
      sharers.earned ||= earned;
      if (--sharers.running > 0) return;
      this.underWay.delete(shared);
      if (sharers.payment) await this.end(account, sharers.payment, sharers.earned);
    };
    try {
      const { entry, own } = await this.debit(account, key, given);
      if (!sharers.payment?.own) sharers.payment = { debit: entry.requestId, own };
      const creditsLeft = own ? entry.balanceAfter : await ledger.balance(account);
      return { creditsLeft, settle } satisfies Receipt;
    } catch (thrown) {
      await settle(false);
      throw thrown;
    }
  }

  /** The entry that pays, which may be that of an earlier turn. */
  private async debit(account: string, key: string, given: boolean) {
    const { ledger, price } = this.options;
    let requestId = key;
    for (let again = 2; given; again++) {
      const entry = await ledger.entry(account, requestId);
      if (!entry) break;
      const refunded = await ledger.entry(account, refundOf(requestId));
      if (!refunded) return { entry, own: false };
      requestId = `${key}:${again}`;
    }
    const debit = { account, requestId, delta: -price, reason: 'answer' };
    const entry = await ledger.apply(debit, (await this.options.holder()) ?? undefined);
    if (entry !== 'insufficient') return { entry, own: true };
    throw new GibseyError('CREDITS_SPENT', `Account "${account}" has no credits left.`, {
      hint: `gibsey accounts grant ${account} 100`,
    });
  }

  private async end(account: string, { debit, own }: Payment, earned: boolean): Promise<void> {
    if (!earned && !own) return; // whoever took it may still earn it
    const { ledger, warn } = this.options;
    if (!earned) await refund(ledger, account, debit);
    await ledger
      .close(account, debit)
      .catch((thrown: unknown) => warn(`A debit stays open: ${asGibseyError(thrown).message}`));
  }
}

/** An id that is used again for another question, or in another session, buys another answer; no other entry of a ledger looks like it. */
function keyOf(requestId: string, question: Question): string {
  const { text, charId = '', chapter = '', sessionId = '' } = question;
  return `turn:${requestId}:${hashParts([text, charId, chapter, sessionId]).slice(0, 16)}`;
}
