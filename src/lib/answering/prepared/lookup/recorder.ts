import { asGibseyError } from '../../../domain/errors.js';
import type { Lookup } from '../../../domain/lookup.js';
import type { LookupLog } from '../../../ports/index.js';

/** While the store takes none, so many are kept; older ones are lost. */
const MOST = 10_000;

/** Gathers look-ups until somebody has the time to write them down. */
export class Recorder {
  private readonly log: Pick<LookupLog, 'record'>;
  private readonly warn: (message: string) => void;
  private waiting: Lookup[] = [];
  private failing = false;

  constructor(log: Pick<LookupLog, 'record'>, warn: (message: string) => void) {
    this.log = log;
    this.warn = warn;
  }

  add(lookup: Lookup): void {
    this.waiting.push(lookup);
    if (this.waiting.length > MOST) this.waiting.shift();
  }

  /** Throws nothing: what could not be written waits for the next time. */
  async flush(): Promise<void> {
    const batch = this.waiting;
    if (batch.length === 0) return;
    this.waiting = [];
    try {
      await this.log.record(batch);
      this.failing = false;
    } catch (thrown) {
      this.waiting = [...batch, ...this.waiting].slice(-MOST);
      if (!this.failing) this.warn(`Look-ups are not recorded: ${asGibseyError(thrown).message}`);
      this.failing = true;
    }
  }
}
