import { canonicalJson, hashText } from '../../../algorithms/text/hashing.js';
import type { UtteranceRecord } from '../../../ports/index.js';
import { excerpt } from '../rejected.js';

/** Lets an utterance pass that a log repeats, as logs do; another one under the same id is a problem that names both places. */
export class SpokenOnce {
  /** Grows by an id, a hash and a place for each utterance: all that a reading holds of its past. */
  private readonly said = new Map<string, { hash: string; first: string }>();

  check(record: UtteranceRecord): UtteranceRecord {
    if ('problem' in record) return record;
    const { utterance, where } = record;
    const hash = hashText(canonicalJson({ ...utterance }));
    const before = this.said.get(utterance.id);
    if (before === undefined) this.said.set(utterance.id, { hash, first: where });
    if (before === undefined || before.hash === hash) return record;
    const reason = `the id ${excerpt(utterance.id)} is already used at ${before.first}`;
    return { problem: { where, reason } };
  }
}
