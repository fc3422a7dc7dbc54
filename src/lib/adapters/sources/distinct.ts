import type { SourceRecord } from '../../ports/index.js';
import { excerpt } from './rejected.js';

/** Lets each id pass once: a second page of the same id is a problem that names both places. */
export class DistinctIds {
  /** Grows by an id and a place for each page: all that a reading holds of its past. */
  private readonly places = new Map<string, string>();

  check(record: SourceRecord): SourceRecord {
    if ('problem' in record) return record;
    const { page, where } = record;
    const first = this.places.get(page.id);
    if (first === undefined) {
      this.places.set(page.id, where);
      return record;
    }
    return { problem: { where, reason: `the id ${excerpt(page.id)} is already used at ${first}` } };
  }
}
