import type { LedgerEntry, OpenDebit } from '../../../ports/index.js';
import type { Session } from './session.js';

interface Row {
  holder: string;
  slot: number;
  account: string;
  request_id: string;
}

type Debit = Pick<LedgerEntry, 'account' | 'requestId'>;

const WRITE = 'INSERT INTO open_debits (holder, slot, account, request_id) VALUES (?, ?, ?, ?)';
const READ = 'SELECT holder, slot, account, request_id FROM open_debits';

/** A holder is one process with one handle: its slots are counted here, and as few as debits were open at once. */
export class OpenDebits {
  private readonly session: Session;
  private readonly mine = new Map<string, { holder: string; slot: number }>();

  constructor(session: Session) {
    this.session = session;
  }

  /** To be called before the debit: one that is open and never came is harmless, the reverse is not. */
  async open(debit: Debit, holder: string): Promise<void> {
    const key = keyOf(debit);
    const slot = this.mine.get(key)?.slot ?? this.freeSlot(holder);
    this.mine.set(key, { holder, slot });
    await this.write(holder, slot, debit);
  }

  /** Those of others are few enough to be read whole. */
  async close(debit: Debit): Promise<void> {
    const key = keyOf(debit);
    const own = this.mine.get(key);
    if (!own) {
      const same = (await this.rows()).filter((row) => keyOf(toDebit(row)) === key);
      for (const { holder, slot } of same) await this.write(holder, slot, FREE);
      return;
    }
    await this.write(own.holder, own.slot, FREE);
    this.mine.delete(key); // only now may another debit have the slot
  }

  async all(): Promise<OpenDebit[]> {
    return (await this.rows()).map(toDebit);
  }

  private async rows(): Promise<Row[]> {
    const rows = await this.session.read<Row>(READ);
    return rows.filter(({ account }) => account !== FREE.account);
  }

  private write(holder: string, slot: number, { account, requestId }: Debit): Promise<void> {
    return this.session.write(WRITE, [holder, slot, account, requestId]);
  }

  private freeSlot(holder: string): number {
    const taken = new Set(
      [...this.mine.values()].filter((each) => each.holder === holder).map(({ slot }) => slot),
    );
    let slot = 0;
    while (taken.has(slot)) slot++;
    return slot;
  }
}

const FREE: Debit = { account: '', requestId: '' };

const keyOf = ({ account, requestId }: Debit) => JSON.stringify([account, requestId]);

const toDebit = ({ holder, account, request_id }: Row): OpenDebit => ({
  holder,
  account,
  requestId: request_id,
});
