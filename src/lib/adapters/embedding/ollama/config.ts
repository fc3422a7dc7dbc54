import type { EmbeddingPurpose } from '../../../ports/index.js';

export interface OllamaEmbedderOptions {
  /** `HOST`, `HOST:PORT` or a URL; credentials in a URL are sent as basic auth. */
  host: string;
  /** As Ollama names it, e.g. `nomic-embed-text`. */
  model: string;
  /** Longest wait for one vector, ms; default 120 000. */
  timeoutMs?: number;
}

/** Tokens that nomic-embed-text takes in at once on Ollama. */
export const WINDOW = 2048;

/** The words that nomic-embed-text was trained to find in front of a text; other models know none. */
const NOMIC: Readonly<Record<EmbeddingPurpose, string>> = {
  document: 'search_document: ',
  query: 'search_query: ',
  cluster: 'clustering: ',
};

export const prefixOf = (model: string, purpose: EmbeddingPurpose): string =>
  /(^|\/)nomic-embed-text/.test(model) ? NOMIC[purpose] : '';
