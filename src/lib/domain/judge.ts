import type { Offer } from './audit.js';

/** A question, and what the cache offers, or would offer, to whoever asks it. */
export interface Matter {
  /** Personal data masked. */
  asked: string;
  offer: Offer;
  /** What the pages say to the question; null when nobody has looked. */
  fresh: string | null;
}

/** Whether the offer answers the question; null when the model said nothing that can be read. */
export type Verdict = boolean | null;

/** How a model does as a judge, on questions whose verdict is known. */
export interface TrialReport {
  /** Questions that the answer does not answer, most of them a word away from one that it does. */
  wrong: number;
  /** Those that it called answered. */
  falseAccepts: number;
  /** Questions that the answer answers. */
  right: number;
  /** Those that it called answered. */
  trueAccepts: number;
}

/** What the verdicts of a model are worth. */
export interface Belief {
  /** Model and version of the prompt. */
  name: string;
  /** Null when its verdicts are used, else why they are not. */
  doubt: string | null;
  /** Upper limit, at 97.5 %, of how often it calls a wrong answer right, 0…1. */
  falseAccepts: number;
  trials: TrialReport;
}

/** What the last night with a judge has found out about look-ups. */
export interface AuditReport {
  judge: Belief;
  /** Look-ups of the window that count, and those that would be served by the thresholds of now. */
  lookups: number;
  hits: number;
  /** Of those hits, the ones that were drawn and have a verdict; and drawn ones that wait for theirs. */
  audited: number;
  waiting: number;
  /** Share of all look-ups that are answered wrongly, as the judge sees it; null without a verdict. */
  wrong: number | null;
  /** Its upper limit, at 95 %, with what the judge may have let pass; null without a verdict. */
  wrongUpper: number | null;
  /** The same among the hits; undefined where an earlier gibsey wrote the report. */
  wrongOfHits?: number | null;
  wrongOfHitsUpper?: number | null;
  /** Near-misses with a verdict, and the share of them that would have been right. */
  nearMisses: number;
  nearMissesRight: number | null;
  /** Judged questions that the thresholds were chosen on; 0 where they were not. */
  chosenOn: number;
  /** Audits count from here on, epoch ms: earlier ones had another score. */
  since: number;
  /** Of the score. */
  basis: string;
}
