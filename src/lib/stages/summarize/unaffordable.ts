import { GibseyError } from '../../domain/errors.js';
import type { SummaryUnit } from './unit.js';

/** The clusters of a pass that the budget had no tokens for, and what they show meanwhile. */
export class Unaffordable {
  private readonly extractive = new Set<string>();
  private readonly carried = new Set<string>();
  private reason = '';

  /**
   * Null: the cluster has an extractive summary until a night can afford another.
   * @throws BUDGET_SPENT when a model has written of the cluster before: that text is carried forward.
   */
  take({ key, carried }: SummaryUnit, error: GibseyError): null {
    this.reason = error.message;
    if (!carried) {
      this.extractive.add(key);
      return null;
    }
    this.carried.add(key);
    const message = `its last summary is carried forward: ${error.message}`;
    throw new GibseyError('BUDGET_SPENT', message, { cause: error });
  }

  inWords(): string | null {
    const { size: short } = this.extractive;
    const { size: kept } = this.carried;
    if (short + kept === 0) return null;
    const parts = [
      ...(short > 0 ? [`${short} extractive`] : []),
      ...(kept > 0 ? [`${kept} carried forward`] : []),
    ];
    return `the budget is spent, ${parts.join(', ')} (${this.reason})`;
  }
}
