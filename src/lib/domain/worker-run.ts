/** What a night did for the golden answers, as people read it. */
export interface WorkerRun {
  /** Of the run. */
  id: string;
  /** `YYYY-MM-DD`, UTC. */
  runDate: string;
  status: 'success' | 'partial' | 'failed';
  queriesAnalyzed: number;
  clustersFound: number;
  goldenAnswersGenerated: number;
  goldenAnswersUpdated: number;
  culturalChunksRegenerated: number;
  totalTokensUsed: number;
  executionTimeSeconds: number;
  errorMessage: string | null;
  /** Epoch ms. */
  createdAt: number;
}
