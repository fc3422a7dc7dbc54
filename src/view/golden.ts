import type { Imported } from '../actions/imports/imported.js';
import type { Explained, GoldenCache } from '../lib/answering/prepared/lookup/cache.js';
import type { LookupResult } from '../lib/answering/prepared/lookup/looked.js';
import type { History } from '../lib/answering/prepared/calibration/look-up-history.js';
import { CURATED_LINE } from '../lib/answering/prepared/records.js';
import { GibseyError } from '../lib/domain/errors.js';
import type { AuditReport } from '../lib/domain/judge.js';
import { auditJson, auditText } from './audit.js';
import { boundJson, inForceText } from './calibration.js';
import { indented } from './columns.js';
import { plural, shorten } from './format.js';

export function lookupJson(question: string, result: LookupResult, latencyMs: number) {
  const { answerId = null, clusterId = null, answer = null } = result.hit ? result.prepared : {};
  return {
    question,
    hit: result.hit,
    answer_id: answerId,
    cluster_id: clusterId,
    answer,
    reason: result.hit ? null : result.reason,
    ...decisionJson(result.decision),
    neighbours: (result.near ?? []).map(nearJson),
    latency_ms: Math.round(latencyMs * 100) / 100,
  };
}

function decisionJson(decision: LookupResult['decision']) {
  if (!decision) {
    const nothing = { nearest: null, similarity: null, score: null, threshold: null };
    return { veto: null, vetoes: [], ...nothing };
  }
  const { veto, nearest, similarity, score, threshold } = decision;
  const vetoes = veto ? [veto.kind] : [];
  return { veto: veto?.kind ?? null, vetoes, nearest, similarity, score, threshold };
}

const nearJson = ({ question, answerId, clusterId, similarity }: Explained['near'][number]) => ({
  ...{ question, answer_id: answerId, cluster_id: clusterId, similarity },
});

export function lookupText(question: string, result: LookupResult): string {
  if (result.hit) return `hit    ${question}\n\n${result.prepared.answer}`;
  return `miss   ${question}\n${indented(missText(result), INDENT)}`;
}

function missText({ reason, decision }: Extract<LookupResult, { hit: false }>): string {
  if (reason === 'empty') return 'no answer is prepared: gibsey golden-answers';
  if (reason === 'stale') return STALE;
  if (reason === 'veto') return `vetoed: ${decision?.veto?.kind} differs`;
  return reason === 'error'
    ? 'it could not be looked for'
    : 'no question that is stored means the same';
}

/** With what the last audit has found; null before the first. */
export type Reported = Explained & { audit: AuditReport | null };

export function explainJson(asked: string, { prepared, audit, ...explained }: Reported) {
  const outcome = outcomeOf(explained);
  return {
    question: asked,
    hit: outcome === 'hit',
    outcome,
    answer: outcome === 'hit' ? (prepared?.answer ?? null) : null,
    nearest: explained.nearest,
    answer_id: explained.candidate,
    cluster_id: prepared?.clusterId ?? null,
    similarity: explained.similarity,
    score: explained.score,
    threshold: explained.threshold,
    history: explained.history && historyJson(explained.history, explained.questions),
    veto: explained.veto,
    vetoes: explained.veto ? [explained.veto.kind] : [],
    neighbours: explained.near.map(nearJson),
    calibration: explained.calibration,
    bound: boundJson(explained.bound),
    audit: audit && auditJson(audit),
    questions: explained.questions,
    evidence: explained.evidence,
  };
}

const historyJson = ({ shift, scoreWithout, lookups }: History, storedQuestions: number) => ({
  shift_logits: shift,
  score_without: scoreWithout,
  labelled_lookups: lookups,
  stored_questions: storedQuestions,
});

/** `history +0.42 (0.874 without it): from 12 labelled look-ups and 3 stored questions`. */
function historyText({ shift, scoreWithout, lookups }: History, questions: number): string {
  const signed = `${shift < 0 ? '−' : '+'}${Math.abs(shift).toFixed(2)}`;
  const labelled = lookups === null ? 'labelled look-ups' : plural(lookups, 'labelled look-up');
  const from = `${labelled} and ${plural(questions, 'stored question')}`;
  return `history ${signed} (${scoreWithout.toFixed(3)} without it): from ${from}`;
}

/** As a reader is served: an answer whose page has changed is not. */
const outcomeOf = ({ outcome, stale }: Pick<Explained, 'outcome' | 'stale'>) =>
  stale && outcome === 'hit' ? 'stale' : outcome;

/** Of what stands under `hit` or `miss`. */
const INDENT = 7;
const STALE = 'a page that the answer draws on has changed: gibsey nightly';

export function explainText({ prepared, audit, ...explained }: Reported): string {
  if (explained.nearest === null) return 'miss   no answer is prepared: gibsey golden-answers';
  const { nearest, similarity, score, threshold, veto, questions, stale, history } = explained;
  const id = prepared?.clusterId ?? explained.candidate;
  const numbers = [
    `similarity ${similarity.toFixed(2)}`,
    `score ${score.toFixed(3)}`,
    threshold > 1 ? 'nothing is served' : `threshold ${threshold.toFixed(3)}`,
  ];
  const differs = veto && `vetoed: ${veto.kind} differs (“${veto.asked}” / “${veto.stored}”)`;
  const force = inForceText({ kind: explained.calibration, bound: explained.bound });
  const made = `${plural(questions, 'stored question')}, calibration: ${force}`;
  const word = outcomeOf(explained) === 'hit' ? 'hit ' : 'miss';
  return [
    `${word}   ${indented(`nearest “${shorten(nearest, 60)}” (#${id})`, INDENT).trimStart()}`,
    ...[
      numbers.join(', '),
      ...(history ? [historyText(history, questions)] : []),
      ...(differs ? [differs] : []),
      ...(stale ? [STALE] : []),
      made,
      ...(audit ? [`audit: ${auditText(audit)}`] : []),
    ].map((line) => indented(line, INDENT)),
  ].join('\n');
}

/**
 * Why nothing of a file is of use.
 * @param line What each of its lines should look like.
 */
export function nothingIn(file: string, problems: Imported['problems'], line: string): GibseyError {
  const named = file === '-' ? 'standard input' : file;
  const message = [`${named} holds nothing that can be used.`, ...problemLines(problems)];
  return new GibseyError('BAD_INPUT', message.join('\n'), { hint: `each line is to be ${line}` });
}

const PROBLEMS_SHOWN = 10;

/** A line each for the first of them, by place and reason. */
export function problemLines(problems: Imported['problems']): string[] {
  const shown = problems.slice(0, PROBLEMS_SHOWN);
  const more = problems.length - shown.length;
  return [
    ...shown.map(({ where, reason }) => `  ${where}  ${reason}`),
    ...(more > 0 ? [`  …and ${plural(more, 'more line')}`] : []),
  ];
}

/** What to do about them. */
export const mendText = (line: string): string =>
  `  Each line is to be ${line}. Mend those and run the same command.`;

export function importedText(
  { stored, unchanged, problems }: Imported,
  file: string,
  dryRun: boolean,
) {
  const verb = dryRun ? 'would be' : stored.length === 1 ? 'is' : 'are';
  return [
    `${plural(stored.length, 'answer')} of ${file} ${verb} stored.`,
    ...(unchanged.length > 0 ? [`${plural(unchanged.length, 'answer')} unchanged.`] : []),
    ...problemLines(problems),
    ...(problems.length > 0 ? [mendText(CURATED_LINE)] : []),
  ].join('\n');
}

/** @throws SERVICE_UNREACHABLE when questions cannot be embedded now */
export function reachable(cache: GoldenCache | null): GoldenCache {
  if (cache) return cache;
  throw new GibseyError('SERVICE_UNREACHABLE', 'No question can be embedded now.', {
    hint: 'gibsey doctor',
  });
}
