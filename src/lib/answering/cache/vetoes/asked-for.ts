import type { Want } from './openers.js';

/** These ask for what no other of them can be: the rest of the question need not be equal, only mostly the same. */
const PLAIN: readonly Want[] = [
  ...(['who', 'why', 'when', 'where', 'much', 'span', 'long', 'often', 'far', 'measure'] as const),
  ...(['how', 'state'] as const),
];
/** Asked for in each other's place: where something is done is often how, and where something is, when it comes. */
const SAME = new Set([
  ...pairs('where', ['how', 'when']),
  ...pairs('long', ['when', 'span']),
  ...pairs('state', ['how']),
]);
/** Nor are these, where mostly the same words are asked. */
const NEARLY = new Set([
  ...(['must', 'can', 'whether'] as const).flatMap((yes) =>
    pairs(yes, ['when', 'who', 'why', 'long', 'often', 'measure']),
  ),
  ...(['what', 'deed', 'which'] as const).flatMap((thing) => pairs(thing, ['why', 'often'])),
  ...pairs('what', ['who']),
  ...pairs('deed', ['who', 'when', 'where']),
  ...pairs('which', ['when', 'where', 'much', 'span', 'long']),
]);
/** Nor these, where the rest is equal. */
const APART = new Set([
  ...pairs('where', ['when']),
  ...pairs('must', ['how', 'where', 'much', 'can', 'what', 'which']),
  ...pairs('can', ['what', 'where', 'which']),
  ...pairs('whether', ['how', 'where', 'what', 'deed', 'which']),
  ...pairs('what', ['where', 'how']),
  ...pairs('which', ['how', 'state']),
]);

function pairs(one: Want, others: readonly Want[]): string[] {
  return others.map((other) => pair(one, other));
}

function pair(a: Want, b: Want): string {
  return [a, b].sort().join(' ');
}

/** Least shares of telling words that both have; of two, one suffices where the answers cannot be of one kind. */
const [HALF, MOSTLY, ALL] = [0.5, 0.65, 1];

/**
 * Least share of telling words that both have from which questions that want this and that are two questions; null where
 * they never are.
 * @param length Telling words of the longer question.
 */
export function apartFrom(a: Want | null, b: Want | null, length: number): number | null {
  if (a === null || b === null || a === b) return null;
  const both = pair(a, b);
  if (PLAIN.includes(a) && PLAIN.includes(b) && !SAME.has(both)) return length > 2 ? MOSTLY : HALF;
  if (NEARLY.has(both)) return MOSTLY;
  return APART.has(both) ? ALL : null;
}

export const areApart = (a: Want | null, b: Want | null): boolean => apartFrom(a, b, 1) !== null;
