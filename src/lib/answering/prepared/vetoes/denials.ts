import { sharedTelling } from './frame.js';
import type { Conflict } from './kinds.js';
import { isTurned, isWithout } from './prefixes.js';
import type { Reading } from './reading.js';
import { isAgentless } from './voice.js';

/** Share of the longer question's words that the other has, too, where a negation or who does it is the difference. */
const SAME_WORDS = 0.65;

/** One denies what the other does not. */
export function negation(asked: Reading, stored: Reading): Conflict | null {
  if ((asked.negator === null) === (stored.negator === null)) return null;
  if (!isShared(asked, stored) && sharedTelling(asked.frame, stored.frame) < 1) return null;
  return {
    kind: 'negation',
    asked: asked.negator ?? '',
    stored: stored.negator ?? '',
    on: 'negation',
  };
}

export function isShared(asked: Reading, stored: Reading): boolean {
  let common = 0;
  for (const word of asked.content) if (stored.content.has(word)) common++;
  const most = Math.max(asked.content.size, stored.content.size);
  return most > 0 && common >= SAME_WORDS * most;
}

/** What is sold, somebody buys. */
const CONVERSE = /^(?:buy|send|borrow|teach)/;

/** Opposite ends of one pair. */
export function poles(asked: Reading, stored: Reading): Conflict[] {
  const found: Conflict[] = [];
  for (const mine of asked.poles) {
    if (CONVERSE.test(mine.axis) && isAgentless(asked.words) !== isAgentless(stored.words))
      continue;
    const theirs = stored.poles.find(({ axis, end }) => axis === mine.axis && end !== mine.end);
    if (theirs === undefined) continue;
    const bothEnds = (reading: Reading) =>
      new Set(reading.poles.filter(({ axis }) => axis === mine.axis).map(({ end }) => end)).size ===
      2;
    if (bothEnds(asked) || bothEnds(stored)) continue;
    found.push({ kind: mine.kind, asked: mine.word, stored: theirs.word, on: mine.axis });
  }
  return found;
}

/** A word, and the same turned round by what it begins or ends with. */
export function denied(asked: Reading, stored: Reading): Conflict | null {
  for (const mine of asked.words) {
    if (stored.words.includes(mine)) continue;
    const theirs = stored.words.find((word) => isTurned(mine, word) || isWithout(mine, word));
    if (theirs === undefined || asked.words.includes(theirs)) continue;
    return { kind: 'polarity', asked: mine, stored: theirs, on: 'prefix' };
  }
  return null;
}
