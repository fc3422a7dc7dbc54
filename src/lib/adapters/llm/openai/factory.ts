import { asGibseyError, GibseyError } from '../../../domain/errors.js';
import type { ChatMessage, ChatModel, ChatReply } from '../../../ports/index.js';
import { StatusError } from '../../http/failure.js';
import { askedPause, mayPass, patiently } from '../../http/patience.js';
import { labelOf, type OpenAiConfig } from './config.js';
import { request, unreachable } from './request.js';
import { streamChat } from './stream.js';

const TIMEOUT_MS = 120_000;
const PROBE_MS = 5_000;
const CONTEXT_TOKENS = 8192;
/** An endpoint that wants a longer pause than this counts as out of reach, ms. */
const LONGEST_WAIT_MS = 60_000;
const WAITS = 3;

/** A language model behind `/v1/chat/completions`. Nothing is asked of the endpoint before the first call. */
export function openOpenAi(config: OpenAiConfig): ChatModel {
  return {
    name: config.model,
    contextTokens: config.contextTokens ?? CONTEXT_TOKENS,
    unavailable: (signal) => unavailable(config, signal),
    chat: (messages, options) => chat(config, messages, options),
  };
}

/** Looks the model up, which costs nothing; an endpoint that lists no models is taken at its word. */
async function unavailable(config: OpenAiConfig, signal: AbortSignal): Promise<string | null> {
  const { model, keyVariable } = config;
  const label = labelOf(config.baseUrl);
  try {
    return (await lists(config, signal)) ? null : `model ${model} is not at ${label}`;
  } catch (thrown) {
    if (thrown instanceof StatusError && keyRefused(thrown)) {
      return `${label} does not take the key in ${keyVariable}`;
    }
    if (thrown instanceof StatusError) return `${label}: ${thrown.message}`;
    const error = asGibseyError(thrown);
    if (error.code === 'INTERRUPTED') throw error;
    return `no LLM at ${label}`;
  }
}

async function lists(config: OpenAiConfig, signal: AbortSignal): Promise<boolean> {
  const timeoutMs = config.probeMs ?? PROBE_MS;
  const ask = (path: string) =>
    request(config, { method: 'GET', path, timeoutMs, signal }).catch((thrown: unknown) => {
      if (thrown instanceof StatusError && [404, 405].includes(thrown.status)) return null;
      throw thrown;
    });
  if ((await ask(`/models/${encodeURIComponent(config.model)}`)) !== null) return true;
  const list = (await ask('/models')) as { data?: unknown } | null;
  if (!Array.isArray(list?.data)) return true;
  return list.data.some((each) => (each as { id?: unknown } | null)?.id === config.model);
}

const keyRefused = ({ status }: StatusError): boolean => status === 401 || status === 403;

async function chat(
  config: OpenAiConfig,
  messages: readonly ChatMessage[],
  options: Parameters<ChatModel['chat']>[1],
): Promise<ChatReply> {
  const { signal, maxTokens, temperature, seed, schema, onText } = options;
  const body = {
    model: config.model,
    messages: messages.map(({ role, content }) => ({ role, content })),
    ...(onText ? { stream: true, stream_options: { include_usage: true } } : { stream: false }),
    [config.limitField]: maxTokens,
    ...(temperature === undefined ? {} : { temperature }),
    ...(seed === undefined ? {} : { seed }),
    ...(schema ? { response_format: formatOf(schema) } : {}),
  };
  const timeoutMs = config.timeoutMs ?? TIMEOUT_MS;
  const call = { method: 'POST', path: '/chat/completions', body, timeoutMs, signal } as const;
  const label = labelOf(config.baseUrl);
  try {
    const ask = () => (onText ? streamChat(config, call, onText) : request(config, call));
    const { clock } = config;
    const pauseMs = (thrown: unknown, tried: number) => pauseOf(thrown, tried, clock.now());
    return replyOf(label, await patiently({ clock, signal, pauseMs }, ask));
  } catch (thrown) {
    throw thrown instanceof StatusError ? refused(config, thrown) : asGibseyError(thrown);
  }
}

/** The pause that an endpoint at its limit asks for, unless that is too long, or it asks again and again. */
function pauseOf(thrown: unknown, tried: number, now: number): number | null {
  const pause = askedPause(thrown, now);
  return pause === null || pause > LONGEST_WAIT_MS || tried > WAITS ? null : pause;
}

const formatOf = (schema: object) => ({
  type: 'json_schema',
  json_schema: { name: 'reply', strict: true, schema },
});

interface Completion {
  choices?: { message?: { content?: unknown }; finish_reason?: unknown }[];
  usage?: { prompt_tokens?: unknown; completion_tokens?: unknown };
}

function replyOf(label: string, reply: unknown): ChatReply {
  const { choices, usage } = (reply ?? {}) as Completion;
  const text = choices?.[0]?.message?.content;
  if (typeof text !== 'string' || text.trim() === '') {
    throw new GibseyError('REPLY_INVALID', `The reply of ${label} has no text.`);
  }
  return {
    text,
    tokens: { prompt: count(usage?.prompt_tokens), completion: count(usage?.completion_tokens) },
    cut: choices?.[0]?.finish_reason === 'length',
  };
}

const count = (value: unknown): number => (typeof value === 'number' && value > 0 ? value : 0);

/** 401, 403: the key; 404: no such model; 408, 429, 5xx, 3xx: not able now; the rest: it did not like the request. */
function refused(config: OpenAiConfig, error: StatusError): GibseyError {
  const label = labelOf(config.baseUrl);
  const { keyVariable, model } = config;
  const { status, message } = error;
  if (keyRefused(error)) {
    // What the endpoint says of a key may quote it.
    return unreachable(label, `it does not take the key in ${keyVariable}`, `set ${keyVariable}`);
  }
  if (status === 404) return unreachable(label, `model ${model} is not there`, 'set llm.model');
  if (mayPass(error) || status >= 500 || status < 400) {
    const waitMs = askedPause(error, config.clock.now());
    const pause = waitMs === null ? '' : `, it asks for a pause of ${waitMs / 1000} s`;
    return unreachable(label, `${message}${pause}`);
  }
  return new GibseyError('REPLY_INVALID', `${label} refused the request: ${message}`);
}
