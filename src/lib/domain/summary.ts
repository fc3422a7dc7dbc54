/** What readers see of a cluster: an immutable artefact, keyed by the hash of its input. */
export interface Summary {
  clusterId: number;
  centerPage: string;
  /** At most 8 words. */
  title: string;
  /** At most 250 words, ending at a sentence boundary. */
  summary: string;
  keywords: string[];
  words: number;
  size: number;
  cohesion: number;
  /** `extractive`, or the name of the language model. */
  model: string;
  promptVersion: number;
  /** Share of the cluster's pages that the summary drew on, 0…1. */
  coverage: number;
  /** Epoch ms. */
  updatedAt: number;
}
