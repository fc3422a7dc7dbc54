/** What a run tells those who watch. */
import type { ModelUsage, Run, StageRecord } from '../domain/run.js';
import type { StageName } from '../domain/values.js';

export type RunEvent =
  | { type: 'run-start'; runId: string; command: string }
  | { type: 'run-end'; run: Run }
  | { type: 'stage-start'; stage: StageName }
  | { type: 'progress'; stage: StageName; done: number; total: number | null }
  | { type: 'stage-end'; record: StageRecord }
  | { type: 'warning'; message: string };

export type Reporter = (event: RunEvent) => void;

/** Counts what models were asked, for the run record and for budgets. */
export interface UsageMeter {
  add(usage: ModelUsage): void;
  total(): ModelUsage;
}
