/** What a night computes and publishes. */
import type { Clustering, Membership } from '../../domain/clustering.js';
import type { Generation } from '../../domain/generation.js';
import type { Hash, Json, Scope, StageName } from '../../domain/values.js';
import type { WorkerRun } from '../../domain/worker-run.js';

export interface ClusteringStore {
  /** Idempotent: a clustering is immutable under its id. Visible only when complete. */
  put(clustering: Clustering, members: readonly Membership[]): Promise<void>;
  get(id: Hash): Promise<Clustering | null>;
  /** All members in batches, in an order of the store's own. */
  scanMembers(id: Hash): AsyncIterable<Membership[]>;
  /** Members of one cluster, nearest to the centre first, ties by id. */
  members(id: Hash, clusterId: number): Promise<Membership[]>;
  list(pipeline: Scope): Promise<Hash[]>;
  delete(id: Hash): Promise<void>;
}

export interface GenerationStore {
  /** Idempotent; invisible to readers until it is published. */
  put(generation: Generation): Promise<void>;
  get(id: string): Promise<Generation | null>;
  published(pipeline: Scope): Promise<Generation | null>;
  /**
   * Moves the pointer from `expect` to `next` in one step. `lost` when the pointer stands elsewhere, or when
   * a lock with a higher fence has published.
   */
  publish(
    pipeline: Scope,
    move: { expect: string | null; next: string; fence: number },
  ): Promise<'ok' | 'lost'>;
  /** Newest first. */
  list(pipeline: Scope): Promise<{ id: string; number: number; clustering: Hash }[]>;
  delete(id: string): Promise<void>;
}

export interface MemoEntry {
  input: Hash;
  value: Json;
}

/** What each unit of a stage was last computed from, and the artefacts: immutable, one for each input. */
export interface MemoStore {
  get(stage: StageName, keys: readonly string[]): Promise<Map<string, MemoEntry>>;
  artefacts(stage: StageName, inputs: readonly Hash[]): Promise<Map<Hash, Json>>;
  /** Stores the artefact unless (stage, input) has one, points `key` at it, and returns the one that counts. */
  putFirst(stage: StageName, key: string, input: Hash, value: Json): Promise<Json>;
  keys(stage: StageName): Promise<string[]>;
  /** Forgets units (not artefacts). */
  forget(stage: StageName, keys: readonly string[]): Promise<void>;
}

export interface WorkerRunStore {
  /** Inserts or replaces by id. */
  put(run: WorkerRun): Promise<void>;
  /** Newest first, ties by id, the last one first. */
  list(limit: number): Promise<WorkerRun[]>;
}
