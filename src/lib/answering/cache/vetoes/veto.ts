import type { Evidence } from '../evidence.js';
import type { Neighbourhood } from '../golden-index.js';
import { conflictsOf, differAlike, type Conflict } from './conflict.js';
import { read, type Reading } from './reading.js';

/** Why a stored question cannot be taken for the one asked. `neighbours`: a nearer one has another answer. */
export interface Veto {
  kind: Conflict['kind'] | 'neighbours';
  asked: string;
  stored: string;
}

/** Stored questions of the answer that may show that a difference does not matter to it. */
const WITNESSES = 12;
/** Cosine from which a stored question is the one asked, as far as meaning goes. */
const SAME = 0.97;

/**
 * The first conflict between the question and the candidate's nearest stored one that the candidate's other
 * questions do not lift: an answer that is given for Mondays and for Tuesdays does not hang on the weekday.
 */
export function vetoOf(hood: Neighbourhood, evidence: Evidence): Veto | null {
  const closest = hood.neighbours[0]!;
  if (closest.answerId !== evidence.answerId && closest.similarity >= SAME) {
    return { kind: 'neighbours', asked: hood.asked.text, stored: closest.text };
  }
  const asked = read(hood.asked.text);
  const conflicts = conflictsOf(asked, hood.read(evidence.nearest.text));
  if (conflicts.length === 0) return null;
  const witnesses = hood.neighbours
    .filter(({ answerId }) => answerId === evidence.answerId)
    .slice(0, WITNESSES)
    .map(({ text }) => hood.read(text));
  const left = conflicts.find((conflict) => !isLifted(conflict, witnesses));
  return left === undefined ? null : { kind: left.kind, asked: left.asked, stored: left.stored };
}

function isLifted(conflict: Conflict, witnesses: readonly Reading[]): boolean {
  return witnesses.some((one, i) =>
    witnesses.slice(0, i).some((other) => differAlike(conflict, one, other)),
  );
}
