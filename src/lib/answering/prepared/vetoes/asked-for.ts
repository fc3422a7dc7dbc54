import type { Want } from './openers.js';

/** These ask for what no other of them can be: the rest of the question need not be equal, only mostly the same. */
const PLAIN: readonly Want[] = [
  ...(['who', 'why', 'when', 'where', 'place', 'much', 'span', 'long', 'often', 'far'] as const),
  ...(['measure', 'how', 'state'] as const),
];
/** Asked for in each other's place: where something is done is often how, and where something is, when it comes. */
const SAME = new Set([
  ...pairs('where', ['how', 'when', 'place']),
  ...pairs('place', ['when']),
  ...pairs('long', ['span', 'when']),
  ...pairs('state', ['how']),
]);
/** Nor are these, where mostly the same words are asked. */
const NEARLY = new Set([
  ...(['must', 'can', 'whether', 'exists'] as const).flatMap((yes) =>
    pairs(yes, ['when', 'who', 'why', 'long', 'often', 'measure']),
  ),
  ...(['what', 'deed', 'which'] as const).flatMap((thing) => pairs(thing, ['why', 'often'])),
  ...pairs('what', ['who', 'how']),
  ...pairs('deed', ['who', 'when', 'where', 'place']),
  ...pairs('which', ['when', 'where', 'place', 'much', 'span', 'long']),
]);
/** Nor these, where the rest is equal. */
const APART = new Set([
  ...(['where', 'place'] as const).flatMap((where) => pairs(where, ['when', 'what', 'whether'])),
  ...pairs('must', ['how', 'where', 'place', 'much', 'can', 'what', 'which']),
  ...pairs('can', ['what', 'where', 'place', 'which', 'much']),
  ...pairs('whether', ['how', 'what', 'deed', 'which', 'much']),
  ...pairs('exists', ['much', 'how']),
  ...pairs('what', ['when']),
  ...pairs('deed', ['how']),
  ...pairs('which', ['how', 'state']),
]);

/** Of what is a time itself, `what is` and `when is` ask for the same. */
const TIME = /^(?:deadline|date|day|birthday|anniversar|hour|schedul|timetabl|time)/;

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
 * @param telling Telling words of the longer question.
 */
export function apartFrom(
  a: Want | null,
  b: Want | null,
  telling: readonly string[],
): number | null {
  if (a === null || b === null || a === b) return null;
  const both = pair(a, b);
  const mostly = telling.length > 2 ? MOSTLY : HALF;
  if (PLAIN.includes(a) && PLAIN.includes(b) && !SAME.has(both)) return mostly;
  if (NEARLY.has(both)) return mostly;
  if (both === 'what when' && telling.some((word) => TIME.test(word))) return null;
  return APART.has(both) ? ALL : null;
}

export const areApart = (a: Want | null, b: Want | null): boolean => apartFrom(a, b, []) !== null;
