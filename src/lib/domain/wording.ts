import type { EmbeddedQuery } from './query.js';

/** One text that a cluster of queries was asked in, personal data masked. */
export interface Wording {
  /** The first of the queries, by id; its vector is that of all. */
  query: EmbeddedQuery;
  /** How often it was asked, and by how many accounts. */
  queries: number;
  users: number;
  /** When it was asked first, epoch ms. */
  first: number;
}

/** What others may read of what users said. */
export interface Shown {
  /** The question that the cluster's answer is shown with; null where it has none. */
  canonical: string | null;
  /** Accounts that make a wording common; null: nobody says how many. */
  minUsers: number | null;
}

/** The wordings of one cluster, each once. */
export function wordingsOf(asked: readonly EmbeddedQuery[]): Wording[] {
  const byText = new Map<string, EmbeddedQuery[]>();
  for (const query of asked) byText.set(query.text, [...(byText.get(query.text) ?? []), query]);
  return [...byText.values()].map((same) => ({
    query: same.reduce((a, b) => (b.id < a.id ? b : a)),
    queries: same.length,
    users: new Set(same.map(({ userId }) => userId)).size,
    first: Math.min(...same.map(({ createdAt }) => createdAt)),
  }));
}

/**
 * Whether others may read a wording: it is the canonical question, or so many accounts have asked in these very words that
 * it is nobody's own. What something was masked in is shown to nobody: what was not recognised may stand beside it.
 */
export function isShown({ query, users }: Wording, { canonical, minUsers }: Shown): boolean {
  if (query.personal) return false;
  return query.text === canonical || (minUsers !== null && users >= minUsers);
}
