import type { AuditReport, Belief, Matter, Verdict } from '../../domain/judge.js';
import type { Hash } from '../../domain/values.js';

/** One matter to be judged. */
export interface Case {
  /** Hash of the matter: equal ones are judged once. */
  key: Hash;
  matter: Matter;
}

/** What a night has to judge, and what becomes of it. */
export interface Docket {
  /** In the order in which verdicts are of most use. */
  cases: readonly Case[];
  /** Of all that the outcome hangs on, verdicts apart. */
  fingerprint: Hash;
  /**
   * Sets thresholds by the verdicts.
   * @param verdicts by the key of the case; those that are not judged are absent
   */
  settle(verdicts: ReadonlyMap<Hash, Verdict>, belief: Belief): Promise<AuditReport>;
}

/** Where the matters come from; composed outside of the stage. */
export interface Bench {
  /** Reads only. */
  open(signal: AbortSignal): Promise<Docket>;
}
