import { Forms } from './forms.js';
import { linesOf } from './word-lists.js';

/** Kinds of things with names; each has its list. */
const KINDS = [
  'place',
  'currency',
  'scheme',
  'wallet',
  'funding',
  'card',
  'account',
  'system',
  'browser',
  'transport',
  'animal',
  'document',
  'id',
  'person',
  'relation',
  'meal',
  'channel',
] as const;

/** Known names as `kind:number`. */
export const NAMES = new Forms<string>();
for (const kind of KINDS) {
  linesOf(`names.${kind}`).forEach((line, i) => NAMES.add(line, `${kind}:${i + 1}`));
}
