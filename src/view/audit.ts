import type { AuditReport } from '../lib/domain/judge.js';
import { percent, plural } from './format.js';

export const auditJson = (report: AuditReport) => ({
  judge: report.judge.name,
  judge_used: report.judge.doubt === null,
  judge_doubt: report.judge.doubt,
  judge_false_accepts_upper: report.judge.falseAccepts,
  audited: report.audited,
  waiting: report.waiting,
  wrong_of_lookups: report.wrong,
  wrong_of_lookups_upper_95: report.wrongUpper,
  wrong_of_hits: report.wrongOfHits ?? null,
  wrong_of_hits_upper_95: report.wrongOfHitsUpper ?? null,
  near_misses: report.nearMisses,
  near_misses_right: report.nearMissesRight,
  thresholds_chosen_on: report.chosenOn,
});

export function auditText({ judge, audited, waiting, ...report }: AuditReport): string {
  const { wrong, wrongUpper, wrongOfHits, wrongOfHitsUpper, chosenOn } = report;
  if (judge.doubt !== null) return `${judge.name} is not used as a judge: ${judge.doubt}`;
  const parts = [`${plural(audited, 'hit')} judged`];
  parts.push(...wrongText(wrong, wrongUpper, 'look-ups'));
  parts.push(...wrongText(wrongOfHits ?? null, wrongOfHitsUpper ?? null, 'hits'));
  if (waiting > 0) parts.push(`${waiting} waiting`);
  if (chosenOn > 0) parts.push(`thresholds from ${plural(chosenOn, 'judged question')}`);
  return parts.join(', ');
}

const wrongText = (share: number | null, upper: number | null, of: string): string[] =>
  share === null || upper === null
    ? []
    : [`${percent(share)} of ${of} wrong (at most ${percent(upper)}, 95 %)`];
