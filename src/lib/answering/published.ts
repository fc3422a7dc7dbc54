import type { GoldenAnswer } from '../domain/answer.js';
import type { Generation } from '../domain/generation.js';
import type { Summary } from '../domain/summary.js';
import type { Hash } from '../domain/values.js';
import type { Store } from '../ports.js';

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

/** The answers of one generation, those that stand for the most questions first. */
export async function goldenAnswersOf(
  store: Store,
  { entries }: Generation,
): Promise<GoldenAnswer[]> {
  const artefacts = await store.memo.artefacts(
    'answers',
    entries.map(({ artefact }) => artefact),
  );
  return entries
    .flatMap(({ artefact }) => {
      const held = artefacts.get(artefact) as unknown as
        { answer: GoldenAnswer | null } | undefined;
      return held?.answer ? [held.answer] : [];
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
