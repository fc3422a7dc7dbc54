import { GROUPS } from '../../../algorithms/calibration/density-groups.js';
import type { AuditReport, Belief } from '../../../domain/judge.js';
import type { MemoStore } from '../../../ports/index.js';
import type { Calibration } from './calibration.js';
import { estimateWrong, type Evidence } from './settle.js';

const ALL = Array.from({ length: GROUPS }, (_, group) => group);

/** What people are told of the audits, under the calibration that holds from now on. */
export function reported(
  calibration: Calibration,
  evidence: Evidence,
  { belief, count }: { belief: Belief; count: Pick<AuditReport, 'basis' | 'since'> },
): AuditReport {
  const { lookups, hits, audited, ofLookups, ofHits } = estimateWrong(calibration, evidence, ALL);
  const judged = evidence.audits.filter(({ right }) => right !== null);
  const near = judged.filter(({ audit }) => !audit.hit);
  return {
    judge: belief,
    ...{ lookups, hits, audited },
    ...{ wrong: ofLookups.wrong, wrongUpper: audited === 0 ? null : ofLookups.upper },
    ...{ wrongOfHits: ofHits.wrong, wrongOfHitsUpper: audited === 0 ? null : ofHits.upper },
    waiting: evidence.audits.length - judged.length,
    nearMisses: near.length,
    nearMissesRight:
      near.length === 0 ? null : near.filter(({ right }) => right).length / near.length,
    chosenOn: calibration.kind === 'judged' ? calibration.n : 0,
    ...count,
  };
}

/** That of the last night which had a judge; null before the first. */
export async function readReport(memo: Pick<MemoStore, 'get'>): Promise<AuditReport | null> {
  const entry = (await memo.get('judge', ['outcome'])).get('outcome');
  return entry ? (entry.value as unknown as AuditReport) : null;
}
