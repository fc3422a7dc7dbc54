import type { ChatResponse } from 'ollama';
import { GibseyError } from '../../../domain/errors.js';
import type { ChatMessage, ChatModel, ChatReply } from '../../../ports/index.js';
import { StatusError } from '../../http/failure.js';
import { endpointOf, type Endpoint } from '../../http/ollama-endpoint.js';
import { request, unreachable } from '../../http/ollama-request.js';
import type { OllamaConfig } from './config.js';
import { unavailable } from './probe.js';
import { streamChat } from './stream.js';

const TIMEOUT_MS = 120_000;
const CONTEXT_TOKENS = 4096;

/** A language model on an Ollama host. Nothing is asked of the host before the first call. */
export function openOllama(config: OllamaConfig): ChatModel {
  const endpoint = endpointOf(config.host);
  const contextTokens = config.contextTokens ?? CONTEXT_TOKENS;
  const settings = { ...config, contextTokens, timeoutMs: config.timeoutMs ?? TIMEOUT_MS };
  return {
    name: config.model,
    contextTokens,
    unavailable: (signal) => unavailable(endpoint, config, signal),
    chat: (messages, options) => chat(endpoint, settings, messages, options),
  };
}

async function chat(
  endpoint: Endpoint,
  settings: OllamaConfig & { contextTokens: number; timeoutMs: number },
  messages: readonly ChatMessage[],
  options: Parameters<ChatModel['chat']>[1],
): Promise<ChatReply> {
  const { signal, maxTokens, temperature, seed, schema, onText } = options;
  const { model, contextTokens, timeoutMs, numThread, numGpu } = settings;
  const body = {
    model,
    messages: messages.map(({ role, content }) => ({ role, content })),
    ...(schema ? { format: schema } : {}),
    think: false, // a model that thinks would spend the reply's tokens on it
    options: {
      num_ctx: contextTokens,
      num_predict: maxTokens,
      ...(temperature === undefined ? {} : { temperature }),
      ...(seed === undefined ? {} : { seed }),
      ...(numThread === undefined ? {} : { num_thread: numThread }),
      ...(numGpu === undefined ? {} : { num_gpu: numGpu }),
    },
  };
  try {
    const waiting = { signal, timeoutMs };
    const reply = onText
      ? await streamChat(endpoint, waiting, body, onText)
      : await request(endpoint, waiting, (client) => client.chat({ ...body, stream: false }));
    return replyOf(endpoint, reply);
  } catch (thrown) {
    throw thrown instanceof StatusError ? refused(endpoint, model, thrown) : thrown;
  }
}

function replyOf(endpoint: Endpoint, reply: Partial<ChatResponse> | null): ChatReply {
  const text: unknown = reply?.message?.content;
  if (typeof text !== 'string' || text.trim() === '') {
    throw new GibseyError('REPLY_INVALID', `The reply of ${endpoint.label} has no text.`);
  }
  return {
    text,
    tokens: { prompt: count(reply?.prompt_eval_count), completion: count(reply?.eval_count) },
    cut: reply?.done_reason === 'length',
  };
}

/** Ollama leaves a count out when it took the whole prompt from its cache. */
function count(value: unknown): number {
  return typeof value === 'number' && value > 0 ? value : 0;
}

/** What Ollama says when the GPU has too little memory, or fails; without it the model may still run. */
const GPU_FAILED =
  /out of memory|cuda|\brocm\b|\bhip\b|vram|failed to allocate|resource limitations/i;

/** Whether the CPU alone may do what this failure of a call kept the GPU from. */
export function gpuFailed(thrown: unknown): boolean {
  const cause = thrown instanceof Error ? thrown.cause : null;
  return cause instanceof StatusError && cause.status >= 500 && GPU_FAILED.test(cause.message);
}

/** 404: no such model; 408, 429 and 5xx: not able now; the rest means that it did not like the request. */
function refused(endpoint: Endpoint, model: string, error: StatusError): GibseyError {
  if (error.status === 404) {
    return new GibseyError(
      'SERVICE_UNREACHABLE',
      `Model ${model} is not on ${endpoint.label}: ${error.message}`,
      { hint: `ollama pull ${model}`, cause: error },
    );
  }
  if (error.status >= 500 || error.status === 429 || error.status === 408) {
    return unreachable(endpoint, error.message, error);
  }
  const message = `${endpoint.label} refused the request: ${error.message}`;
  return new GibseyError('REPLY_INVALID', message, { cause: error });
}
