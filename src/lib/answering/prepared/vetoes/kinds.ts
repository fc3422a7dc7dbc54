export const VETOES = [
  'number',
  'date',
  'name',
  'negation',
  'polarity',
  'reversal',
  'word',
] as const;

/** One way in which two questions ask for different things. */
export interface Conflict {
  kind: (typeof VETOES)[number];
  /** What the question has, and what the stored one has in its place. */
  asked: string;
  stored: string;
  /** What they differ in, e.g. `weekday`, `buy/sell`. */
  on: string;
}

/** A conflict over what each of two has; null for none. */
export function conflictOf(
  kind: Conflict['kind'],
  on: string,
  pair: readonly [asked: string, stored: string] | null,
): Conflict | null {
  return pair && { kind, asked: pair[0], stored: pair[1], on };
}
