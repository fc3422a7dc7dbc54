/**
 * What may have been meant by a word that was typed: the known word that it begins, else the one that is the
 * fewest edits away, whatever the case of letters; undefined when nothing is near.
 */
export function nearest(typed: string, known: readonly string[]): string | undefined {
  const begun = typed.length > 1 ? known.filter((word) => word.startsWith(typed)) : [];
  if (begun.length === 1) return begun[0];
  const limit = Math.min(Math.max(2, typed.length / 3), typed.length - 1);
  return known
    .map((word) => ({ word, edits: editDistance(typed.toLowerCase(), word.toLowerCase()) }))
    .filter(({ edits }) => edits <= limit)
    .sort((a, b) => a.edits - b.edits)[0]?.word;
}

/** Levenshtein distance: least number of inserted, deleted and replaced characters. */
export function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next[j] = Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1);
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
