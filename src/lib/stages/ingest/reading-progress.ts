import type { CollectedDay, Table } from '../../ports/index.js';

/**
 * How far a reading has come, written down once all that was read before is stored. Units are stored in the order in
 * which they are planned.
 */
export class ReadingProgress {
  private readonly days: Pick<Table<CollectedDay, 'source' | 'day', 'source'>, 'put'>;
  private unitsPlanned = 0;
  private unitsStored = 0;
  private waiting: { after: number; mark: CollectedDay }[] = [];

  constructor(days: Pick<Table<CollectedDay, 'source' | 'day', 'source'>, 'put'>) {
    this.days = days;
  }

  planned(): void {
    this.unitsPlanned++;
  }

  /** What was planned so far is everything before this mark. */
  reached(mark: CollectedDay): void {
    this.waiting.push({ after: this.unitsPlanned, mark });
  }

  async stored(units: number): Promise<void> {
    this.unitsStored += units;
    const passed = this.waiting.filter(({ after }) => after <= this.unitsStored);
    this.waiting = this.waiting.slice(passed.length);
    if (passed.length > 0) await this.days.put(passed.map(({ mark }) => mark));
  }
}
