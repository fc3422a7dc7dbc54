/** Words that are remembered at most, unless told otherwise: questions are made of few. */
const MOST = 10_000;

/** The same function, which works out once what it says of a word. Where there are too many it begins anew. */
export function remembered<T extends object | string>(
  of: (word: string) => T,
  most = MOST,
): (word: string) => T {
  const known = new Map<string, T>();
  return (word) => {
    let value = known.get(word);
    if (value !== undefined) return value;
    if (known.size >= most) known.clear();
    value = of(word);
    known.set(word, value);
    return value;
  };
}
