import type { Clock } from '../../../ports/index.js';

export interface OpenAiConfig {
  /** As far as `/v1`, e.g. `https://api.openai.com/v1`. */
  baseUrl: string;
  /** Sent as a bearer token; none for endpoints that want none. */
  apiKey?: string | undefined;
  /** Where people set the key, for messages, e.g. `OPENAI_API_KEY`. */
  keyVariable: string;
  /** As the endpoint names it, e.g. `llama-3.3-70b-versatile`. */
  model: string;
  /** Name of the field that bounds a reply: newer endpoints refuse `max_tokens`, older ones know nothing else. */
  limitField: 'max_tokens' | 'max_completion_tokens';
  /** Tokens of prompt and reply together; default 8192. */
  contextTokens?: number | undefined;
  /** Longest wait for one reply, ms; default 120 000. */
  timeoutMs?: number | undefined;
  /** Longest wait for a sign of life, ms; default 5 000. */
  probeMs?: number | undefined;
  clock: Clock;
}

/** For people: the host, without scheme of the usual kind, path and credentials. */
export const labelOf = (baseUrl: string): string => new URL(baseUrl).host;
