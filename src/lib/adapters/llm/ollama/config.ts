import type { Clock } from '../../../ports/index.js';

export interface OllamaConfig {
  /** `HOST`, `HOST:PORT` or a URL, as in `OLLAMA_HOST`; credentials in a URL are sent as basic auth. */
  host: string;
  /** As Ollama names it, e.g. `llama3:8b-instruct-q4_K_M`. */
  model: string;
  /** Longest wait for one reply, ms; default 120 000. */
  timeoutMs?: number | undefined;
  /** CPU threads of the model; default: Ollama's own choice. */
  numThread?: number | undefined;
  /** Tokens of prompt and reply together that the model is loaded with; default 4096. */
  contextTokens?: number | undefined;
  /** Layers of the model on the GPU; 0: on the CPU alone; default: Ollama's own choice. */
  numGpu?: number | undefined;
  /** Whoever asks whether the model is there can wait for a host that is starting, or busy; default: it is asked once. */
  patience?: ProbePatience | undefined;
}

export interface ProbePatience {
  clock: Clock;
  /** The host was named by somebody: that nothing listens there yet is no answer. */
  expected: boolean;
}
