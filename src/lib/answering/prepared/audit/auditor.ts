import { maskWritten } from '../../../algorithms/text/masking.js';
import type { Audit } from '../../../domain/audit.js';
import { asGibseyError } from '../../../domain/errors.js';
import type { AuditStore, Clock } from '../../../ports/index.js';
import { lotOf } from './sampling.js';

export interface AuditorDeps {
  audits: Pick<AuditStore, 'put'>;
  clock: Clock;
  /** Share of the look-ups worth it that is drawn, 0…1. */
  rate: number;
  /** The full path: retrieval and the writer; null when no page says anything. */
  write: (question: string, signal: AbortSignal) => Promise<{ answer: string } | null>;
  warn?: (message: string) => void;
}

/** Taken to the full path a moment after its reader has been answered, ms. */
const AFTER_MS = 1_000;
/** An answer that takes longer is given up, ms. */
const LONGEST_MS = 60_000;
/** Beyond, audits go without the full path: they are judged all the same, and the sample stays random. */
const MOST_WAITING = 100;

/** Takes look-ups that are drawn by lot to the full path, one after the other, out of the way of readers. */
export class Auditor {
  private readonly deps: AuditorDeps;
  private readonly closing = new AbortController();
  private work: Promise<void> = Promise.resolve();
  private waiting = 0;
  private failing = false;

  constructor(deps: AuditorDeps) {
    this.deps = deps;
  }

  /** The probability that it is drawn with when it is; null when it is not. */
  drawn(lookupId: string): number | null {
    const { rate } = this.deps;
    return lotOf(lookupId) < rate ? rate : null;
  }

  /**
   * Returns at once and throws nothing.
   * @param names of whoever asked, which the full path may repeat
   */
  take(audit: Omit<Audit, 'fresh'>, names: readonly string[]): void {
    this.waiting++;
    this.work = this.work
      .then(() => this.audited(audit, names))
      .catch((thrown: unknown) => this.tell(thrown))
      .finally(() => this.waiting--);
  }

  private async audited(audit: Omit<Audit, 'fresh'>, names: readonly string[]): Promise<void> {
    const fresh = this.waiting > MOST_WAITING ? null : await this.fresh(audit.question, names);
    await this.deps.audits.put([{ ...audit, fresh }]);
  }

  /** Null when it fails: the audit goes without. */
  private async fresh(question: string, names: readonly string[]): Promise<string | null> {
    const { clock, write } = this.deps;
    try {
      await clock.sleep(AFTER_MS, this.closing.signal);
      const signal = AbortSignal.any([this.closing.signal, AbortSignal.timeout(LONGEST_MS)]);
      const draft = await write(question, signal);
      this.failing = false;
      return draft && maskWritten(draft.answer, names).text;
    } catch (thrown) {
      if (!this.closing.signal.aborted) this.tell(thrown);
      return null;
    }
  }

  /** Once until one succeeds again. */
  private tell(thrown: unknown): void {
    if (!this.failing) this.deps.warn?.(`An audit failed: ${asGibseyError(thrown).message}`);
    this.failing = true;
  }

  /** What still waits is stored without the full path. */
  async close(): Promise<void> {
    this.closing.abort();
    await this.work;
  }
}
