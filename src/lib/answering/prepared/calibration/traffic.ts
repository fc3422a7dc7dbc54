import { GROUPS } from '../../../algorithms/calibration/density-groups.js';
import type { Feedback, Lookup } from '../../../domain/lookup.js';
import type { LookupLog } from '../../../ports/index.js';
import { isNear, lotOf } from '../audit/sampling.js';

/** What was asked in a window, as far as thresholds go. */
export interface Traffic {
  /** Look-ups of each density group, those without an answer near in the last place. */
  lookups: number[];
  /** Scores, 0…1, of those of each group that no veto speaks against. */
  scores: number[][];
  /** The look-ups that an audit at the rate asked for draws: a random sample of all, whatever came of them. */
  sample: { day: number; missed: boolean }[];
  /** What people said of an answer to a question, by `pairKey`: the last word counts. */
  judgements: Map<string, boolean>;
}

export const pairKey = (queryHash: string, answerId: string): string => `${queryHash} ${answerId}`;

const DAY_MS = 86_400_000;

/** Whole days since 1970, UTC. */
export const dayOf = ({ createdAt }: { createdAt: number }): number =>
  Math.floor(createdAt / DAY_MS);

/**
 * Reads every look-up of the window once.
 * @param rate of the audit, for `sample`
 */
export async function trafficSince(
  log: Pick<LookupLog, 'between' | 'feedbackOf'>,
  since: number,
  rate: number,
): Promise<Traffic> {
  const said = lastWords(await log.feedbackOf(null, since));
  const traffic: Traffic = {
    lookups: new Array<number>(GROUPS + 1).fill(0),
    scores: Array.from({ length: GROUPS }, () => []),
    sample: [],
    judgements: new Map(),
  };
  for await (const batch of log.between(since, Infinity)) {
    for (const lookup of batch) {
      const { id, queryHash, answerId, group, score, veto } = lookup;
      traffic.lookups[group ?? GROUPS]!++;
      if (group !== null && veto === null) traffic.scores[group]!.push(score);
      if (lotOf(id) < rate) traffic.sample.push({ day: dayOf(lookup), missed: isMissed(lookup) });
      const helpful = said.get(id);
      if (helpful !== undefined && answerId !== null) {
        traffic.judgements.set(pairKey(queryHash, answerId), helpful);
      }
    }
  }
  return traffic;
}

/** It should have been drawn, but nothing was drawn then, e.g. before the audit was switched on. */
function isMissed({ audit, hit, veto, score, threshold }: Lookup): boolean {
  if (audit !== null || veto === 'stale') return false;
  return hit || veto !== null || isNear(score, threshold);
}

/** By look-up; oldest first, so that later words replace earlier ones. */
function lastWords(feedback: readonly Feedback[]): Map<string, boolean> {
  return new Map(
    feedback.flatMap(({ lookupId, helpful }) => (lookupId === null ? [] : [[lookupId, helpful]])),
  );
}
