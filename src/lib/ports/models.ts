/** Embedding and language models. */
import type { Json, Space } from '../domain/values.js';

export type EmbeddingPurpose = 'document' | 'query' | 'cluster';

export interface Embedder {
  readonly space: Space;
  /** Longest text in tokens that is embedded without loss. */
  readonly window: number;
  /** Tokens of a text, special tokens included; the measure that `window` is in. */
  countTokens(text: string): number;
  /**
   * One unit-length vector a text, in order. One text gives one vector, bit for bit on one kind of machine,
   * whatever else is embedded with it. Texts beyond the window are cut.
   * @throws INTERRUPTED after the text at hand when `signal` aborts.
   */
  embed(
    texts: readonly string[],
    options: { purpose: EmbeddingPurpose; signal?: AbortSignal },
  ): Promise<Float32Array[]>;
  /** Finishes the texts at hand, then frees threads and memory. */
  close(): Promise<void>;
}

export interface ChatMessage {
  role: 'system' | 'user' | 'assistant';
  content: string;
}

export interface ChatReply {
  text: string;
  tokens: { prompt: number; completion: number };
  /** True when the model stopped at `maxTokens`. */
  cut: boolean;
}

export interface ChatModel {
  /** As it stands in artefacts, e.g. `llama3:8b-instruct-q4_K_M`. */
  readonly name: string;
  /** Tokens that fit prompt and reply together. */
  readonly contextTokens: number;
  /** Null when the model can answer now, else why not, in a few words. */
  unavailable(signal: AbortSignal): Promise<string | null>;
  /** @throws SERVICE_UNREACHABLE, REPLY_INVALID, INTERRUPTED */
  chat(
    messages: readonly ChatMessage[],
    options: {
      maxTokens: number;
      temperature?: number;
      seed?: number;
      signal: AbortSignal;
      /** JSON Schema that the text is to be an instance of; a service may not hold the model to it. */
      schema?: Record<string, Json>;
      /** Told each piece of the text as it comes; together they are the reply's text. */
      onText?: (piece: string) => void;
    },
  ): Promise<ChatReply>;
}
