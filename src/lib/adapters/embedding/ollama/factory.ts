import { CHUNKER } from '../../../algorithms/text/passages.js';
import { normalise } from '../../../algorithms/vectors/normalise.js';
import { GibseyError } from '../../../domain/errors.js';
import type { Embedder, EmbeddingPurpose } from '../../../ports/index.js';
import { StatusError } from '../../http/failure.js';
import { endpointOf, type Endpoint } from '../../http/ollama-endpoint.js';
import { request, unreachable } from '../../http/ollama-request.js';
import { prefixOf, WINDOW, type OllamaEmbedderOptions } from './config.js';
import { mostTokens, sendable } from './tokens.js';

const TIMEOUT_MS = 120_000;
const PROBE_MS = 5_000;

/**
 * An embedding model on an Ollama host. Opening asks for the digest of its weights, which is a part of the
 * space, and for one vector, to learn its dimensions. Texts are embedded one by one: what a host makes of
 * several at once may differ in the last bit.
 * @throws SERVICE_UNREACHABLE the host is down, or lacks the model
 */
export async function openOllamaEmbedder(options: OllamaEmbedderOptions): Promise<Embedder> {
  const endpoint = endpointOf(options.host);
  const digest = await digestOf(endpoint, options.model);
  const host = new Host(endpoint, options);
  const probe = await host.vector('dimensions', new AbortController().signal);
  const id = `${options.model}@${digest.slice(0, 12)}/${CHUNKER}`;
  return {
    space: { id, dimensions: probe.length },
    window: WINDOW,
    countTokens: mostTokens,
    embed: (texts, { purpose, signal }) => host.embed(texts, purpose, signal),
    close: () => host.close(),
  };
}

async function digestOf(endpoint: Endpoint, model: string): Promise<string> {
  const signal = new AbortController().signal;
  const { models } = await asked(endpoint, model, () =>
    request(endpoint, { signal, timeoutMs: PROBE_MS }, (client) => client.list()),
  );
  const names = model.includes(':') ? [model] : [model, `${model}:latest`];
  const found = models.find(({ name }) => names.includes(name));
  if (!found) throw missing(endpoint, model);
  return found.digest;
}

/** One text at a time, whoever calls. */
class Host {
  private readonly endpoint: Endpoint;
  private readonly options: OllamaEmbedderOptions;
  private readonly closing = new AbortController();
  private last: Promise<unknown> = Promise.resolve();

  constructor(endpoint: Endpoint, options: OllamaEmbedderOptions) {
    this.endpoint = endpoint;
    this.options = options;
  }

  async embed(
    texts: readonly string[],
    purpose: EmbeddingPurpose,
    signal?: AbortSignal,
  ): Promise<Float32Array[]> {
    const prefix = prefixOf(this.options.model, purpose);
    const either = AbortSignal.any([this.closing.signal, ...(signal ? [signal] : [])]);
    const vectors: Float32Array[] = [];
    for (const text of texts) {
      const turn = this.last.then(() => this.vector(prefix + sendable(text), either));
      this.last = turn.catch(() => undefined);
      vectors.push(await turn);
    }
    return vectors;
  }

  async vector(input: string, signal: AbortSignal): Promise<Float32Array> {
    if (signal.aborted) throw new GibseyError('INTERRUPTED', 'Embedding was stopped on request.');
    const { model, timeoutMs = TIMEOUT_MS } = this.options;
    const { embeddings } = await asked(this.endpoint, model, () =>
      request(this.endpoint, { signal, timeoutMs }, (client) =>
        client.embed({ model, input, options: { num_ctx: WINDOW } }),
      ),
    );
    return vectorOf(this.endpoint, embeddings);
  }

  async close(): Promise<void> {
    this.closing.abort();
    await this.last;
  }
}

function vectorOf(endpoint: Endpoint, embeddings: unknown): Float32Array {
  const [values] = Array.isArray(embeddings) ? (embeddings as unknown[]) : [];
  const vector = normalise(Float32Array.from(Array.isArray(values) ? values : [], Number));
  // The zero vector has no direction, NaN is what a text beyond the model's arithmetic gives.
  if (!(Math.abs(Math.hypot(...vector) - 1) < 1e-3)) {
    throw new GibseyError('REPLY_INVALID', `${endpoint.label} answered with no usable vector.`);
  }
  return vector;
}

/** Statuses as errors that say what to do. */
async function asked<T>(endpoint: Endpoint, model: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (thrown) {
    if (!(thrown instanceof StatusError)) throw thrown;
    if (thrown.status === 404) throw missing(endpoint, model);
    if (thrown.status === 429 || thrown.status >= 500) {
      throw unreachable(endpoint, thrown.message, thrown);
    }
    const message = `${endpoint.label} refused the text: ${thrown.message}`;
    throw new GibseyError('REPLY_INVALID', message, { cause: thrown });
  }
}

function missing({ label }: Endpoint, model: string): GibseyError {
  const hint = `ollama pull ${model}`;
  return new GibseyError('SERVICE_UNREACHABLE', `Model ${model} is not on ${label}.`, { hint });
}
