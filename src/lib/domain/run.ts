import type { ErrorCode } from './errors.js';
import type { StageName } from './values.js';

export type RunStatus = 'running' | 'success' | 'partial' | 'failed' | 'unchanged';

export interface UnitFailure {
  key: string;
  code: ErrorCode;
  message: string;
}

export interface StageRecord {
  name: StageName;
  /** `blocked`: a pipeline that it comes after has failed. */
  status: Exclude<RunStatus, 'running'> | 'blocked';
  durationMs: number;
  processed: number;
  skipped: number;
  failed: number;
  reason?: string;
  /** The first failures, enough to act on; `failed` is the whole count. */
  failures: UnitFailure[];
  slowestUnitMs: number;
  /** Rows that a stage removed, by what they were, e.g. `lookups`. */
  removed?: Record<string, number>;
}

export interface ModelUsage {
  calls: number;
  tokens: number;
  costUsd: number;
}

export interface Run {
  /** ULID: sorts by start time. */
  runId: string;
  command: string;
  status: RunStatus;
  startedAt: number;
  endedAt: number | null;
  /** By the monotonic clock, so far; the wall clock may have jumped meanwhile. */
  durationMs: number;
  /** The stages it set out to run, in order; absent in old records. */
  planned?: StageName[];
  /** Those that have ended. */
  stages: StageRecord[];
  models: ModelUsage;
  warnings: string[];
  /** The generation that readers see after this run. */
  published: string | null;
  configHash: string;
  /** gibsey, node and model versions. */
  versions: Record<string, string>;
  error: { code: ErrorCode; message: string } | null;
}
