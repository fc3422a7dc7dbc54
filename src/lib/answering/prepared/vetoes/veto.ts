import type { Evidence } from '../lookup/evidence.js';
import type { Neighbourhood } from '../index/question-index.js';
import { areContrary } from './antonyms.js';
import { conflictsOf, differAlike } from './conflict.js';
import type { Conflict } from './kinds.js';
import { areAlike } from './token.js';
import { read, type Reading } from './reading.js';

/**
 * Why a stored question cannot be taken for the one asked. `neighbours`: a nearer one has another answer. `stored` is empty
 * where too few have asked in its words for others to read them.
 */
export interface Veto {
  kind: Conflict['kind'] | 'neighbours';
  asked: string;
  stored: string;
}

/** Stored questions of the answer that may show that a difference does not matter to it. */
const WITNESSES = 12;
/**
 * Up to it another word is taken for a synonym: what the encoder sees of the difference, 1 − cosine, times the words of
 * the question, as one word moves a long text less. Minimal pairs begin above it (decision 22).
 */
const SYNONYM = 0.25;
/** Cosine from which a stored question is the one asked, as far as meaning goes. */
const SAME = 0.97;

/**
 * The first conflict between the question and the candidate's nearest stored one that the candidate's other
 * questions do not lift: an answer that is given for Mondays and for Tuesdays does not hang on the weekday.
 */
export function vetoOf(hood: Neighbourhood, evidence: Evidence): Veto | null {
  const closest = hood.neighbours[0]!;
  if (closest.answerId !== evidence.answerId && closest.similarity >= SAME) {
    return { kind: 'neighbours', asked: hood.asked.text, stored: closest.shownAs ?? closest.text };
  }
  const asked = read(hood.asked.text);
  const unseen = (1 - evidence.similarity) * asked.words.length <= SYNONYM;
  const conflicts = conflictsOf(asked, hood.read(evidence.nearest.text)).filter(
    (conflict) => !unseen || conflict.on !== 'word' || areContrary(...wordsOf(conflict)),
  );
  if (conflicts.length === 0) return null;
  const witnesses = hood.neighbours
    .filter(({ answerId }) => answerId === evidence.answerId)
    .slice(0, WITNESSES)
    .map(({ text }) => hood.read(text));
  const left = conflicts.find((conflict) => !isLifted(conflict, asked, witnesses));
  if (left === undefined) return null;
  const { shownAs } = evidence.nearest;
  return { kind: left.kind, asked: left.asked, stored: shownAs === undefined ? left.stored : '' };
}

const wordsOf = ({ asked, stored }: Conflict) => [asked.split(' '), stored.split(' ')] as const;

function isLifted(conflict: Conflict, asked: Reading, witnesses: readonly Reading[]): boolean {
  if (conflict.on === 'word' && isSaid(conflict.asked, asked, witnesses)) return true;
  return witnesses.some((one, i) =>
    witnesses.slice(0, i).some((other) => differAlike(conflict, one, other)),
  );
}

/** Whether other stored questions of the answer say the words that the nearest lacks: `money` here, `funds` there. */
function isSaid(words: string, { frame }: Reading, witnesses: readonly Reading[]): boolean {
  const said = frame.tokens.filter(({ tells, word }) => tells && words.split(' ').includes(word));
  return (
    said.length > 0 &&
    said.every((token) =>
      witnesses.some((each) => each.frame.tokens.some((other) => areAlike(token, other))),
    )
  );
}
