import { otherFocus, sharedTelling } from './frame.js';
import { isShared } from './denials.js';
import { conflictOf, type Conflict } from './kinds.js';
import { permuted } from './order.js';
import type { Reading } from './reading.js';
import { swapped } from './roles.js';
import { TURNED_PERSONS } from './scope.js';
import { isAgentless } from './voice.js';

/** Two things that changed their parts or places. */
export function reversal(asked: Reading, stored: Reading): Conflict | null {
  const pair =
    swapped(asked.players, stored.players) ?? permuted(asked.frame.tokens, stored.frame.tokens);
  if (pair === null || isAgentless(asked.words) !== isAgentless(stored.words)) return null;
  const [one, other] = pair;
  return conflictOf('reversal', 'roles', [`${one} … ${other}`, `${other} … ${one}`]);
}

/** Who did it, or whom it was done to, with the same words otherwise. */
export function parts(asked: Reading, stored: Reading): Conflict | null {
  const [a, b] = [asked.asked, stored.asked];
  if (a === null || b === null || a === b || !isShared(asked, stored)) return null;
  return conflictOf('reversal', 'who', [a, b]);
}

/** Which moon a planet has, which planet a moon has. */
export function focus(asked: Reading, stored: Reading): Conflict | null {
  return conflictOf('reversal', 'focus', otherFocus(asked.frame, stored.frame));
}

/** What I do for you, what you do for me. */
export function persons({ frame: a }: Reading, { frame: b }: Reading): Conflict | null {
  const both = [a.persons, b.persons].sort().join(' ');
  if (!TURNED_PERSONS.has(both) || sharedTelling(a, b) < 1) return null;
  return conflictOf('reversal', 'persons', [a.persons, b.persons]);
}
