/** A reply that may still be true: it is asked for with its mark, and a 304 says so without sending it again. */
export interface KeptReply {
  etag: string;
  headers: [name: string, value: string][];
  text: string;
}

/** Replies by address; a `Map` will do. What it forgets is asked for anew. */
export interface ConditionalCache {
  get(address: string): KeptReply | undefined | Promise<KeptReply | undefined>;
  set(address: string, reply: KeptReply): unknown;
}

export interface Reply {
  headers: Headers;
  text: string;
}

/** Request headers that make a call conditional. */
export const conditionOf = (kept: KeptReply | undefined): Record<string, string> =>
  kept ? { 'if-none-match': kept.etag } : {};

/** Keeps a reply that has a mark (RFC 9110, 8.8.3). */
export async function keep(
  cache: ConditionalCache | undefined,
  address: string,
  { headers, text }: Reply,
): Promise<void> {
  const etag = headers.get('etag');
  if (cache && etag) await cache.set(address, { etag, headers: [...headers], text });
}

/** The reply that a 304 stands for: its own headers are the newer ones. */
export function unchanged(kept: KeptReply, newer: Headers): Reply {
  const headers = new Headers(kept.headers);
  newer.forEach((value, name) => headers.set(name, value));
  return { headers, text: kept.text };
}
