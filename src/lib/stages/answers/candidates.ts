import { compareBytewise } from '../../algorithms/text/hashing.js';
import type { Cluster, Membership } from '../../domain/clustering.js';
import type { EmbeddedQuery } from '../../domain/query.js';

/** A cluster of queries that deserves a prepared answer. */
export interface Candidate {
  clusterId: number;
  /** The query nearest to the centre that holds nothing personal. */
  canonical: EmbeddedQuery;
  /** Other wordings of it without anything personal, from the nearest to the centre to the farthest. */
  wordings: string[];
  cohesion: number;
  queries: number;
  users: number;
  /** When the newest was asked, epoch ms. */
  latest: number;
}

export interface Gate {
  /** A prepared answer is shown to everybody: what fewer users ask stays with them. */
  minUsers: number;
  /** Most candidates. */
  max: number;
}

/** Mean cosine of two of its questions, below which a cluster does not mean one thing. */
const LEAST_LIKENESS = 0.4;

/** Wordings of a question beside the canonical one, at most. */
const WORDINGS = 4;

/**
 * The clusters with the most distinct users, then the most queries, then the newest ones.
 * @param members of each cluster, nearest to the centre first
 */
export function candidatesOf(
  clusters: readonly Cluster[],
  members: ReadonlyMap<number, readonly Membership[]>,
  queries: ReadonlyMap<string, EmbeddedQuery>,
  { minUsers, max }: Gate,
): Candidate[] {
  return clusters
    .filter((cluster) => likeness(cluster) >= LEAST_LIKENESS)
    .flatMap((cluster) => candidateOf(cluster, members.get(cluster.clusterId) ?? [], queries))
    .filter(({ users }) => users >= minUsers)
    .sort(byWorth)
    .slice(0, max);
}

/**
 * Mean cosine of two different members. The cohesion alone flatters small clusters: n vectors at right angles
 * have 1/√n of it.
 */
function likeness({ size, cohesion }: Cluster): number {
  return size > 1 ? (size * cohesion ** 2 - 1) / (size - 1) : 1;
}

function candidateOf(
  { clusterId, cohesion }: Cluster,
  members: readonly Membership[],
  queries: ReadonlyMap<string, EmbeddedQuery>,
): Candidate[] {
  const asked = members.flatMap(({ id }) => queries.get(id) ?? []);
  const canonical = asked.find(({ personal }) => !personal);
  if (!canonical) return [];
  const users = new Set(asked.map(({ userId }) => userId)).size;
  const latest = Math.max(...asked.map(({ createdAt }) => createdAt));
  const wordings = wordingsOf(asked, canonical);
  return [{ clusterId, canonical, wordings, cohesion, queries: asked.length, users, latest }];
}

/** Evenly from near to far: those at the centre say the same again. */
function wordingsOf(asked: readonly EmbeddedQuery[], canonical: EmbeddedQuery): string[] {
  const texts = new Set(asked.filter(({ personal }) => !personal).map(({ text }) => text));
  texts.delete(canonical.text);
  const others = [...texts];
  if (others.length <= WORDINGS) return others;
  const step = (others.length - 1) / (WORDINGS - 1);
  return Array.from({ length: WORDINGS }, (_, i) => others[Math.round(i * step)]!);
}

function byWorth(a: Candidate, b: Candidate): number {
  return (
    b.users - a.users ||
    b.queries - a.queries ||
    b.latest - a.latest ||
    compareBytewise(a.canonical.id, b.canonical.id)
  );
}
