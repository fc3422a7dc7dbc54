import type { GoldenAnswer } from '../domain/answer.js';
import type { Generation } from '../domain/generation.js';
import type { Summary } from '../domain/summary.js';
import type { Hash } from '../domain/values.js';
import type { Store } from '../ports/index.js';

export interface ShownSummary extends Summary {
  /** This night's summary failed, an earlier one is shown. */
  stale: boolean;
}

/** The summaries of one generation, by cluster id. A reader pins one generation from start to end. */
export async function summariesOf(store: Store, { entries }: Generation): Promise<ShownSummary[]> {
  const artefacts = await store.memo.artefacts(
    'summarize',
    entries.map(({ artefact }) => artefact),
  );
  return entries
    .flatMap(({ clusterId, artefact, stale }) => {
      const summary = artefacts.get(artefact) as unknown as Summary | undefined;
      return summary ? [{ ...summary, clusterId, stale }] : [];
    })
    .sort((a, b) => a.clusterId - b.clusterId);
}

/** The answers of one generation with the questions that they stand for now, those of the most first. */
export async function goldenAnswersOf(
  store: Store,
  { entries, clustering }: Generation,
): Promise<GoldenAnswer[]> {
  const keys = entries.map(({ artefact }) => artefact);
  const artefacts = await store.memo.artefacts('answers', keys);
  const made = await store.clusterings.get(clustering);
  const sizes = new Map(made?.clusters.map(({ clusterId, size }) => [clusterId, size]));
  return entries
    .flatMap(({ clusterId, artefact }) => {
      const held = artefacts.get(artefact) as { answer?: unknown } | undefined;
      const answer = (held?.answer ?? null) as GoldenAnswer | null;
      return answer ? [{ ...answer, queries: sizes.get(clusterId) ?? 0 }] : [];
    })
    .sort((a, b) => b.queries - a.queries || a.clusterId - b.clusterId);
}

export interface Assignment {
  id: string;
  clusterId: number;
}

/** The cluster of every page, sorted by page id. */
export async function assignmentsOf(store: Store, clustering: Hash): Promise<Assignment[]> {
  const assignments: Assignment[] = [];
  for await (const batch of store.clusterings.scanMembers(clustering)) {
    for (const { id, clusterId } of batch) assignments.push({ id, clusterId });
  }
  return assignments.sort((a, b) => (a.id < b.id ? -1 : 1));
}
