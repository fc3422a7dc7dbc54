import { IRREGULAR } from '../../../algorithms/text/irregular.js';
import type { Player } from './roles.js';

/** Who does it, or to whom it is done. */
export type Part = 'agent' | 'patient';

const BE = /^(?:is|are|was|were|am|be|been|being|get|gets|got|isn't|aren't|wasn't|weren't)$/;
const AUXILIARY = /^(?:will|would|can|could|shall|should|may|might|must|has|have|had)$/;
const DETERMINER =
  /^(?:the|a|an|this|that|these|those|my|your|his|her|its|our|their|i|you|he|she|it|we|they)$/;
const AGENT_CASE = /^(?:wer|quién|quiénes)$/;
const PATIENT_CASE = /^(?:whom|wen|wem)$/;
/** Before `who` of other languages: to whom it is done, and by whom. */
const TO_WHOM = /^(?:a chi|à qui|a quién|a quiénes|kepada siapa)$/;
const BY_WHOM = /^(?:by who|by whom|von wem|da chi|par qui|por quién|oleh siapa)$/;

/** The part of whoever a question asks for (`who killed him`, `whom did he kill`); null where it says neither. */
export function askedPart(words: readonly string[]): Part | null {
  for (const [at, word] of words.entries()) {
    const two = `${words[at - 1] ?? ''} ${word}`;
    if (BY_WHOM.test(two)) return 'agent';
    if (TO_WHOM.test(two) || PATIENT_CASE.test(word)) return 'patient';
    if (AGENT_CASE.test(word)) return 'agent';
    if (word === 'chi' && /^(?:ha|hanno)$/.test(words[at + 1] ?? '')) {
      return words[at + 1] === 'ha' ? 'agent' : 'patient';
    }
    if (word === 'who') return partOfWho(words.slice(at + 1));
  }
  return null;
}

function partOfWho([next = '', after = '', ...rest]: readonly string[]): Part | null {
  if (/^(?:do|does|did)$/.test(next)) return 'patient';
  if (BE.test(next)) return isPassive(['is', after, ...rest]) ? 'patient' : null;
  if (AUXILIARY.test(next)) return DETERMINER.test(after) ? 'patient' : null;
  return /^(?:don't|doesn't|didn't|not|else|)$/.test(next) ? null : 'agent';
}

/** Whether something is done by somebody: a form of `be`, and a participle before `by`. */
export function isPassive(words: readonly string[]): boolean {
  const by = words.indexOf('by');
  if (by < 1 || !words.slice(0, by).some((word) => BE.test(word))) return false;
  const before = words[by - 1]!;
  return before.endsWith('ed') || IRREGULAR.has(before);
}

/** Whether something is done, and nobody says by whom: a form of `be`, and a participle soon behind it. */
export function isAgentless(words: readonly string[]): boolean {
  if (words.includes('by')) return false;
  return words.some(
    (word, at) =>
      BE.test(word) &&
      words
        .slice(at + 1, at + 1 + REACH)
        .some((each) => !BE.test(each) && (each.endsWith('ed') || IRREGULAR.has(each))),
  );
}

/** Words that may stand between the two, and the participle. */
const REACH = 6;

/** The players of a passive text in the order of the active one: whoever does it first, then the verb. */
export function activeOrder(players: readonly Player[]): Player[] {
  const by = players.findIndex(({ role }) => role === 'by');
  if (by < 1) return [...players];
  const agents = players.filter(({ role }) => role === 'by');
  const others = players.filter(({ role }) => role !== 'by');
  const ordered = [
    ...agents.map((each) => ({ ...each, role: '' })),
    others[by - 1]!,
    ...others.filter((_, i) => i !== by - 1),
  ];
  return ordered.map((each, place) => ({ ...each, place }));
}
