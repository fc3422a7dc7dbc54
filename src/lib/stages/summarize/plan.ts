import type { Cluster, Clustering } from '../../domain/clustering.js';
import type { Hash } from '../../domain/values.js';
import type { MemoEntry, Store } from '../../ports/index.js';
import type { Plan } from '../stage.js';
import {
  basisHash,
  byModel,
  decide,
  EXTRACTIVE,
  inputHash,
  membersHash,
  unitKey,
  variationOf,
  wasAsked,
} from './artefact.js';
import type { Decision, SummaryArtefact } from './artefact.js';
import {
  currentClustering,
  documentsOf,
  membersByCluster,
  type MembersByCluster,
  type TellingSource,
} from './corpus.js';
import type { Titles } from './titles.js';
import type { SummaryUnit } from './unit.js';

export interface PlanOptions {
  store: Store;
  telling: TellingSource;
  titles: Titles;
  /** Stage version and settings that bind every writer. */
  settings: { version: number; maxWords: number };
  /** Name, prompt version and settings of the model; null when there is none now. */
  writer: { name: string; parts: readonly (string | number)[] } | null;
  force: boolean;
  /** Marks the texts that are written anew under `force`. */
  runId: string;
  signal: AbortSignal;
}

interface Draft {
  unit: SummaryUnit;
  decision: Decision;
  /** The title that readers see. */
  shown: string[];
}

/**
 * One unit for each cluster: first those that make good for a night without a model, then by id. Bodies are
 * read only for units that run, when their turn comes.
 */
export async function* planSummaries(options: PlanOptions): AsyncIterable<Plan<SummaryUnit>> {
  const { store, signal } = options;
  const clustering = await currentClustering(store);
  if (!clustering) return;
  const clusters = await membersByCluster(store, clustering.id);
  const drafts = await draft(clustering, clusters, options);
  options.titles.keep(
    drafts.flatMap(({ decision, shown }) => (decision.action === 'skip' ? shown : [])),
  );
  for (const { unit, decision } of drafts) {
    signal.throwIfAborted();
    const { clusterId } = unit.cluster;
    if (decision.action === 'run') {
      const { keywords, common } = await options.telling(clustering.id, clusters);
      unit.documents = await documentsOf(store, clusters.get(clusterId) ?? []);
      unit.keywords = keywords.get(clusterId) ?? [];
      unit.title = options.titles.of(unit, common);
    }
    const gone = decision.action === 'run' && unit.documents.length === 0;
    yield gone
      ? { unit, action: 'skip', reason: 'its pages are gone' }
      : { unit, action: decision.action, reason: decision.reason };
  }
}

async function draft(
  clustering: Clustering,
  clusters: MembersByCluster,
  options: PlanOptions,
): Promise<Draft[]> {
  const keys = clustering.clusters.map(({ clusterId }) => unitKey(clusterId));
  const entries = await options.store.memo.get('summarize', keys);
  const model = options.writer?.name ?? null;
  return clustering.clusters
    .map((cluster) => {
      const members = clusters.get(cluster.clusterId) ?? [];
      const { clusterId } = cluster;
      const entry: MemoEntry | undefined = entries.get(unitKey(clusterId));
      const hash = membersHash({ clustering, clusterId, members });
      const unit = unitOf(cluster, hash, entry, options);
      const decision = decide(entry, unit, { model, force: options.force });
      const { written } = decision;
      const { title } = (entry?.value ?? {}) as Partial<SummaryArtefact>;
      const shown = title === undefined ? [] : [title];
      return { unit: { ...unit, written, carried: byModel(entry) }, decision, shown };
    })
    .sort((a, b) => rank(a) - rank(b) || a.unit.cluster.clusterId - b.unit.cluster.clusterId);
}

const rank = ({ decision }: Draft): number => (decision.first ? 0 : 1);

function unitOf(
  cluster: Cluster,
  members: Hash,
  entry: MemoEntry | undefined,
  { settings, writer, force, runId }: PlanOptions,
): SummaryUnit {
  const { clusterId, centerPage, size, cohesion } = cluster;
  const basis = basisHash(settings, members);
  const variation = force && wasAsked(entry, basis) ? runId : variationOf(entry);
  const anew = variation === null ? [] : [variation];
  const extractive = inputHash(basis, [EXTRACTIVE]);
  return {
    key: unitKey(clusterId),
    input: writer ? inputHash(basis, [...writer.parts, ...anew]) : extractive,
    extractive,
    variation,
    cluster: { clusterId, centerPage, size, cohesion },
    members,
    basis,
    written: false,
    carried: false,
    documents: [],
    keywords: [],
    title: '',
  };
}
