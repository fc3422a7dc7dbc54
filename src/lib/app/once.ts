/** What is opened when it is first needed, and once. */
export interface Once<How extends unknown[], T> {
  /** How it is opened is said by whoever asks first. */
  (...how: How): Promise<T>;
  /** What was opened, once it is; null when nobody asked, or when it failed: whoever asked was told. */
  opened(): Promise<T | null>;
}

/** One that could not be opened, which is an error or null, is opened again for the next who asks. */
export function once<How extends unknown[], T>(open: (...how: How) => Promise<T>): Once<How, T> {
  let opening: Promise<T> | null = null;
  const forget = () => void (opening = null);
  const ask = (...how: How): Promise<T> => {
    if (opening) return opening;
    opening = open(...how);
    opening.then((value) => value === null && forget(), forget);
    return opening;
  };
  return Object.assign(ask, { opened: async () => opening?.catch(() => null) ?? null });
}
