/** Most stored questions of an answer in each density group but the last, which has no limit. */
const LIMITS = [2, 5, 12, 25, 50] as const;

/** Density groups: answers with about as many stored questions share a shift of their threshold. */
export const GROUPS = LIMITS.length + 1;

/** 0…5: the group of an answer with that many stored questions. */
export function densityGroup(questions: number): number {
  const at = LIMITS.findIndex((most) => questions <= most);
  return at < 0 ? LIMITS.length : at;
}

/** For people: `3–5 questions`. */
export function groupName(group: number): string {
  const from = (LIMITS[group - 1] ?? 0) + 1;
  const to = LIMITS[group];
  return to === undefined ? `${from} questions or more` : `${from}–${to} questions`;
}
